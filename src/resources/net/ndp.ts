import { address, macAddress, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** A static neighbour: the MAC address behind an IPv6 address. The address cannot change after creation (facts: icontrol-rest 8.10). */
export const ndp = defineResource({
  path: 'net/ndp',
  schema: () => ({
    /** Cannot change after creation. */
    ipAddress: address(),
    macAddress: macAddress(),
    ...optional({ appService: text(), description: text() }),
  }),
  fixed: ['ipAddress'],
  unset: { description: '' },
});
export type Ndp = Model<typeof ndp>;
