/**
 * Whose a static neighbour is that no pool member uses. Its name says no more than that somebody made it for a pod: another
 * tunnel may have its neighbours in the same partition, and another owner of this tunnel may be about to make the members.
 */
import type { ActualState, DesiredState, Entry, Json } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { parseAddressPrefix } from '../values/address-prefix.ts';
import { macSpelling } from '../values/mac.ts';
import { networkContains, parseNetwork } from '../values/network.ts';
import { isRecord } from '../values/overlay-types.ts';
import { registeredMac, registeredNames } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';
import { orNone } from '../values/value-error.ts';
import { spaceOf } from './identity.ts';
import type { RecordOwners, Registrant } from './record-owner.ts';

/** `another`: of another owner of the tunnel. `elsewhere`: nothing says that it leads into the tunnel. */
export type NeighbourHolder = 'ours' | 'another' | 'elsewhere';

/** The MAC addresses that a list of registered names has in the tunnels. */
function macsIn(names: readonly string[], { tunnel, tunnelV6 }: DesiredState['scope']): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [tunnel, tunnelV6].flatMap((path) => registeredMac(name, path) ?? [])));
}

function recordMacs(objects: readonly Entry[]): ReadonlySet<string> {
  return new Set(objects.flatMap(({ uri, type }) => (isRecord(type) ? [macSpelling(uriName(uri))] : [])));
}

/** The MAC addresses that lead into the tunnels, by records that are there, wanted, or registered by this owner. */
export function tunnelMacs(desired: DesiredState, { objects, registries }: ActualState): ReadonlySet<string> {
  const own = macsIn(registeredNames(registries?.own?.properties['records']), desired.scope);
  return new Set([...recordMacs(objects), ...recordMacs(desired.objects), ...own]);
}

/** Whether an address is one that BIG-IP looks for behind the tunnels, or that a Node of the input hands to its pods. */
function insideTest(
  { scope }: DesiredState,
  { overlayNetworks = [] }: ActualState,
): (ip: string, routeDomain: number) => boolean {
  const selfs = overlayNetworks.flatMap((text) => orNone(() => parseAddressPrefix(text)) ?? []);
  const domains = new Set(selfs.map(({ address }) => address.routeDomain ?? 0));
  const texts = [...selfs.map(({ address, prefix }) => `${address.ip}/${prefix}`), ...(scope.podNetworks ?? [])];
  const networks = texts.flatMap((text) => orNone(() => parseNetwork(text)) ?? []);
  return (ip, routeDomain) =>
    (domains.size === 0 || domains.has(routeDomain)) && networks.some((network) => networkContains(network, ip));
}

/**
 * Says whose each is, in this order: ours when a member that this plan deletes used it, or its MAC address is that of a Node
 * of the input or of a record that we registered; another owner's when it is that of a record that he alone registered; ours
 * when it is that of any other record of the tunnel, or no record's at all while its address is one behind the tunnel.
 *
 * `left` are the addresses of the members that go.
 */
export function neighbourHolders(
  desired: DesiredState,
  actual: ActualState,
  left: ReadonlySet<string>,
): (neighbour: Entry) => NeighbourHolder {
  const { registries } = actual;
  const own = macsIn(registeredNames(registries?.own?.properties['records']), desired.scope);
  const others = macsIn(registries?.others ?? [], desired.scope);
  const wanted = recordMacs(desired.objects);
  const found = recordMacs(actual.objects);
  const isInside = insideTest(desired, actual);
  return ({ uri, properties: { ipAddress, macAddress } }) => {
    const address = orNone(() => parseAddress(textOf(ipAddress)));
    if (address !== undefined && left.has(address.ip)) return 'ours';
    const mac = macSpelling(macAddress);
    if (wanted.has(mac) || own.has(mac)) return 'ours';
    if (others.has(mac)) return 'another';
    if (found.has(mac)) return 'ours';
    if (address === undefined) return 'elsewhere';
    const { ip, routeDomain = spaceOf(uri, actual).defaultRouteDomain } = address;
    return isInside(ip, routeDomain) ? 'ours' : 'elsewhere';
  };
}

/**
 * Says which other owner has registered the record that a neighbour leads to, as {@link neighbourHolders} says whose an idle one
 * is. Undefined also where a Node of the input has the endpoint of that record: then it was replaced, and the neighbours of its
 * pods are everybody's who has members on them.
 */
export function neighbourRegistrants(
  desired: DesiredState,
  actual: ActualState,
  owners: RecordOwners,
): (neighbour: Entry) => Registrant | undefined {
  const { tunnel, tunnelV6 } = desired.scope;
  const endpointsOf = (objects: readonly Entry[]): readonly [string, string | undefined][] =>
    objects.flatMap(({ uri, type, properties: { endpoint } }) =>
      isRecord(type) ? [[macSpelling(uriName(uri)), orNone(() => parseAddress(textOf(endpoint)).ip)]] : [],
    );
  const endpoints = new Map(endpointsOf(actual.objects));
  const wanted = new Set(endpointsOf(desired.objects).flatMap(([, endpoint]) => endpoint ?? []));
  const holderOf = neighbourHolders(desired, actual, new Set());
  return (neighbour) => {
    if (holderOf(neighbour) !== 'another') return undefined;
    const mac = macSpelling(neighbour.properties['macAddress']);
    if (wanted.has(endpoints.get(mac) ?? '')) return undefined;
    const names = [tunnel, tunnelV6].flatMap((path) => (path === undefined ? [] : [`${path}/${mac}`]));
    return names.map((name) => owners.another(name)).find((one) => one !== undefined);
  };
}

function textOf(wire: Json | undefined): string {
  return typeof wire === 'string' ? wire : '';
}
