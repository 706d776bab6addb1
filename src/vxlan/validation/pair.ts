/** What has to be true of the tunnel of a unit that has a peer (facts: vxlan-and-members 4). */
import type { Address } from '../../values/address.ts';
import { type SelfIp, sameAddress } from '../device-facts.ts';
import { type Finding, finding } from '../finding.ts';

export interface PairedTunnel {
  readonly localAddress: Address | undefined;
  /** All of the device; undefined where they are not known. */
  readonly selfIps: readonly SelfIp[] | undefined;
  /** `db iptunnel.configsync`; undefined where it is not known. */
  readonly configSync: string | undefined;
}

/**
 * A local address that floats is only the active unit's; one that does not must not be copied with its tunnel to the
 * other unit, which does not have it.
 */
export function validatePair({ localAddress, selfIps, configSync }: PairedTunnel): readonly Finding[] {
  const owner =
    localAddress === undefined ? undefined : selfIps?.find(({ address }) => sameAddress(address, localAddress));
  if (localAddress === undefined || owner === undefined) return [];
  if (owner.floating)
    return [
      finding(
        'LocalAddressFloating',
        owner.path,
        `the local address ${localAddress.ip} floats, so only the active unit has the tunnel, and monitors fail on the other`,
        'use a self IP of each unit, and set db iptunnel.configsync to disable on both',
      ),
    ];
  if (configSync !== 'enable') return [];
  return [
    finding(
      'TunnelsSynced',
      'sys/db/iptunnel.configsync',
      `tunnels are copied to the other unit, which does not have the local address ${localAddress.ip}`,
      'set db iptunnel.configsync to disable on both units (overlay.yaml: pair: true), then make a tunnel on each',
    ),
  ];
}
