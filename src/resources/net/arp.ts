import { parseAddress } from '../../values/address.ts';
import { address, macAddress, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A static ARP entry: the MAC address behind an IPv4 address. Carries no metadata, so it is owned by name
 * (`k8s-<address>`). The address cannot change after creation; two entries with one address are the same entry.
 */
export const arp = defineResource({
  path: 'net/arp',
  schema: () => ({ description: text().optional(), ipAddress: address(), macAddress: macAddress() }),
  dependsOn: ['net/fdb/tunnel/records'],
  fixed: ['ipAddress'],
  identity: ({ name, properties }, { defaultRouteDomain }) => {
    const wire = properties['ipAddress'];
    if (typeof wire !== 'string') return name;
    const { ip, routeDomain } = parseAddress(wire);
    return `${ip}%${routeDomain ?? defaultRouteDomain}`;
  },
});
export type Arp = Model<typeof arp>;
