import { address, optional, text } from '../../values/fields.ts';
import { parseMac } from '../../values/mac.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A static FDB record: the VTEP (`endpoint`) behind which a MAC address is. Its name is the MAC address, without
 * partition. It carries no metadata. The endpoint's route domain is the tunnel's (facts: icontrol-rest 8.5, 8.6).
 *
 * @example
 * const records = bigip.net.fdb.tunnel.records('/Common/flannel_vxlan');
 * await records.create({ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' });
 */
export const fdbRecord = defineResource({
  path: 'net/fdb/tunnel/records',
  schema: () => ({
    /** The VTEP. */
    endpoint: address(),
    ...optional({ description: text() }),
  }),
  dependsOn: ['net/tunnels/tunnel'],
  naming: 'name',
  // All endpoints of a tunnel are in its route domain, whether they say so or not.
  compareAs: { endpoint: (wire) => (typeof wire === 'string' ? wire.replace(/%\d+$/, '') : wire) },
  identity: ({ name }) => parseMac(name),
});
export type FdbRecord = Model<typeof fdbRecord>;

/**
 * The forwarding table of a tunnel. It comes and goes with the tunnel: only its records can be written, one by one in the
 * subcollection, or all of them as `records` in a `modify` (facts: icontrol-rest 8.4, 8.5).
 *
 * @example
 * await bigip.net.fdb.tunnel.modify('/Common/flannel_vxlan', {
 *   records: [{ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' }],
 * });
 */
export const fdbTunnel = defineResource({
  path: 'net/fdb/tunnel',
  label: 'tunnel FDB',
  schema: () => optional({ description: text() }),
  children: { records: fdbRecord },
});
export type FdbTunnel = Model<typeof fdbTunnel>;
