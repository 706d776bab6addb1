/** VTEPs that are simply listed, for overlays without Kubernetes or with a CNI that nobody knows here. */
import type { DesiredState, Entry } from '../state.ts';
import { formatAddress, parseAddress } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import { neighbourType, recordType } from '../values/overlay-types.ts';
import { formatUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Vtep } from './vtep.ts';

export interface ListedVtep {
  readonly mac: string;
  /** A route domain is kept; without one it is that of the tunnel's partition. */
  readonly endpoint: string;
}

/** Throws BigIpValueError for a MAC or an address that is none, and for two entries with one MAC. */
export function readVtepList(list: readonly ListedVtep[]): readonly Vtep[] {
  const seen = new Set<string>();
  return list.map(({ mac, endpoint }, index) => {
    const canonical = parseMac(mac);
    if (seen.has(canonical)) {
      throw new BigIpValueError(`${canonical} is in the list of VTEPs twice`, { value: mac, path: `[${index}].mac` });
    }
    seen.add(canonical);
    return { mac: canonical, endpoint: formatAddress(parseAddress(endpoint)), published: true };
  });
}

/** FDB records of a tunnel, one a VTEP, in the order of their MAC addresses. */
export function fdbEntries(tunnel: string, vteps: readonly Vtep[]): readonly Entry[] {
  return [...vteps]
    .sort((a, b) => (a.mac < b.mac ? -1 : a.mac > b.mac ? 1 : 0))
    .map(({ mac, endpoint }) => ({
      uri: formatUri(['net', 'fdb', 'tunnel', tunnel, 'records', mac]),
      type: recordType,
      properties: { endpoint },
    }));
}

/**
 * A static neighbour of an address behind a VTEP: `net/arp` for IPv4, `net/ndp` for IPv6, in the partition of the tunnel,
 * named by its address. Throws BigIpValueError.
 */
export function neighbourEntry(tunnel: string, ip: string, mac: string): Entry {
  const address = parseAddress(ip);
  const partition = tunnel.split('/')[1] ?? 'Common';
  const type = neighbourType(address.family);
  return {
    uri: formatUri([...type.split('/'), `/${partition}/k8s-${address.ip}`]),
    type,
    properties: { ipAddress: formatAddress(address), macAddress: parseMac(mac) },
  };
}

export interface PlainOverlay {
  /** The partition of the list of what this owner made; it must exist. */
  readonly partition: string;
  /** Default `default`. */
  readonly owner?: string;
  /** Full path of the tunnel. */
  readonly tunnel: string;
  readonly vteps: readonly ListedVtep[];
  /** What is behind the VTEPs, in either family: needed in a tunnel that does not flood. */
  readonly neighbours?: readonly { readonly ip: string; readonly mac: string }[];
}

/**
 * An overlay without Kubernetes, as a desired state: `makeUnitPlan` plans it beside what stands on a device. Throws
 * BigIpValueError.
 */
export function overlayState({
  partition,
  owner = 'default',
  tunnel,
  vteps,
  neighbours = [],
}: PlainOverlay): DesiredState {
  const entries = neighbours.map(({ ip, mac }) => neighbourEntry(tunnel, ip, mac));
  const uris = new Set<string>();
  for (const [index, { uri, properties }] of entries.entries()) {
    if (uris.has(uri)) {
      const value = String(properties['ipAddress']);
      throw new BigIpValueError(`${value} is in the list of neighbours twice`, { value, path: `neighbours[${index}]` });
    }
    uris.add(uri);
  }
  return {
    version: 1,
    owner,
    // Without a VTEP nothing is known, as with a cluster of which nothing was read.
    scope: { partition, tunnel, heldPrefixes: [], heldEndpoints: vteps.length === 0 ? 'all' : [] },
    objects: [...fdbEntries(tunnel, readVtepList(vteps)), ...entries],
    held: [],
    diagnostics: [],
  };
}
