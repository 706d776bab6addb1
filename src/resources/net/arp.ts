import { addressOfArp, macAddress, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { neighbourIdentity } from './neighbour-identity.ts';

/**
 * A static ARP entry: the MAC address behind an IPv4 address. It carries no metadata, so it is owned by name
 * (`k8s-<address>`). The address cannot change after creation; two entries with one address are the same entry (facts:
 * icontrol-rest 8.9, 8.10).
 *
 * @example
 * await bigip.net.arp.create({ name: 'k8s-10.244.1.7', ipAddress: '10.244.1.7', macAddress: '5e:1b:0a:44:9c:01' });
 */
export const arp = defineResource({
  path: 'net/arp',
  schema: () => ({
    /** Cannot change after creation. */
    ipAddress: addressOfArp(),
    macAddress: macAddress(),
    ...optional({ appService: text(), description: text() }),
  }),
  dependsOn: ['net/fdb/tunnel/records'],
  fixed: ['ipAddress'],
  unset: { description: '' },
  identity: neighbourIdentity,
});
export type Arp = Model<typeof arp>;
