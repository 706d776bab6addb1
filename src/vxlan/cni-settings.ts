/** The BIG-IP in clusters where it is no Node: what Cilium or OpenShift SDN has to be told of its tunnel. */
import { parseMac } from '../values/mac.ts';
import { parseNetwork } from '../values/network.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { bareNetwork, objectName, type TunnelEnd } from './node-manifest.ts';
import { ipv4Mask } from './range.ts';

/** The `vtep` values of Cilium's chart: lists separated by spaces, one item for each BIG-IP. */
export interface CiliumVtep {
  readonly vtep: {
    readonly enabled: true;
    readonly endpoint: string;
    readonly cidr: string;
    readonly mask: string;
    readonly mac: string;
  };
}

/** Settings of Cilium's VTEP integration for BIG-IPs with one pod network each, IPv4 only. Throws BigIpValueError. */
export function ciliumVtep(given: readonly (TunnelEnd & { readonly cidr: string })[]): CiliumVtep {
  const ends = given.map((end) => ({ ...end, cidr: bareNetwork(end.cidr, 'cidr') }));
  const ipv6 = ends.flatMap(({ address, cidr }) => [address, cidr]).find((text) => text.includes(':'));
  if (ipv6 !== undefined) throw new BigIpValueError('VTEPs of Cilium are IPv4 only', { value: ipv6, path: 'address' });
  const masks = new Set(ends.map(({ cidr }) => ipv4Mask(parseNetwork(cidr).prefix)));
  const [mask = '', another] = masks;
  if (another !== undefined) {
    throw new BigIpValueError('Cilium knows one mask for all VTEPs', { value: [...masks].join(' '), path: 'cidr' });
  }
  return {
    vtep: {
      enabled: true,
      endpoint: ends.map(({ address }) => address).join(' '),
      cidr: ends.map(({ cidr }) => cidr).join(' '),
      mask,
      mac: ends.map(({ mac }) => parseMac(mac)).join(' '),
    },
  };
}

/** The HostSubnet that stands for a BIG-IP with OpenShift SDN; the SDN assigns its subnet. Throws BigIpValueError. */
export function hostSubnetManifest(name: string, address: string): object {
  return {
    apiVersion: 'network.openshift.io/v1',
    kind: 'HostSubnet',
    metadata: {
      name: objectName(name),
      annotations: {
        'pod.network.openshift.io/fixed-vnid-host': '0',
        'pod.network.openshift.io/assign-subnet': 'true',
      },
    },
    host: name,
    hostIP: address,
  };
}
