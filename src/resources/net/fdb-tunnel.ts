import { address, text } from '../../values/fields.ts';
import { parseMac } from '../../values/mac.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A static FDB record: the VTEP (`endpoint`) behind which a MAC address is. Its name is the MAC address, without
 * partition. Carries no metadata.
 */
export const fdbRecord = defineResource({
  path: 'net/fdb/tunnel/records',
  schema: () => ({ description: text().optional(), endpoint: address() }),
  dependsOn: ['net/tunnels/tunnel'],
  naming: 'name',
  identity: ({ name }) => parseMac(name),
});
export type FdbRecord = Model<typeof fdbRecord>;

/** The forwarding table of a tunnel. It comes and goes with the tunnel: only its records can be written. */
export const fdbTunnel = defineResource({
  path: 'net/fdb/tunnel',
  schema: () => ({ description: text().optional() }),
  children: { records: fdbRecord },
});
export type FdbTunnel = Model<typeof fdbTunnel>;
