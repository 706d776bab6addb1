import { addressOfNdp, macAddress, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { neighbourIdentity } from './neighbour-identity.ts';

/**
 * A static neighbour: the MAC address behind an IPv6 address. As an ARP entry it carries no metadata and is owned by name
 * (`k8s-<address>`), its address cannot change after creation, and two with one address are the same (facts:
 * icontrol-rest 8.10; by analogy with `net/arp`, since only an empty list was recorded).
 *
 * @example
 * await bigip.net.ndp.create({ name: 'k8s-fd00--7', ipAddress: 'fd00::7', macAddress: '5e:1b:0a:44:9c:01' });
 */
export const ndp = defineResource({
  path: 'net/ndp',
  schema: () => ({
    /** Cannot change after creation. */
    ipAddress: addressOfNdp(),
    macAddress: macAddress(),
    ...optional({ appService: text(), description: text() }),
  }),
  dependsOn: ['net/fdb/tunnel/records'],
  fixed: ['ipAddress'],
  unset: { description: '' },
  identity: neighbourIdentity,
});
export type Ndp = Model<typeof ndp>;
