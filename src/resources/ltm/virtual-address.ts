import {
  address,
  enabledDisabled,
  integer,
  link,
  mask,
  metadata,
  optional,
  reference,
  text,
  trueFalse,
  words,
  yesNo,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * The address of virtual servers. BIG-IP makes it with the first virtual server on an address, named by that address,
 * and deletes it with the last one while `autoDelete` is `"true"`. `address` cannot change after creation (facts:
 * icontrol-rest 5.2, 7.5; tmsh reference, ltm virtual-address).
 *
 * @example
 * await bigip.ltm.virtualAddress.modify('/k8s/172.16.100.195', { icmpEcho: 'selective' });
 */
export const virtualAddress = defineResource({
  path: 'ltm/virtual-address',
  label: 'Virtual Address',
  schema: () =>
    optional({
      /** `any` and `any6` are the addresses of wildcard virtual servers. */
      address: address(),
      appService: text(),
      /** Whether it answers ARP requests. */
      arp: enabledDisabled(),
      /** Whether it goes with its last virtual server. */
      autoDelete: trueFalse(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      description: text(),
      enabled: yesNo(),
      /** Whether it moves to another unit on failover; follows from `trafficGroup`. */
      floating: enabledDisabled(),
      /** When it answers pings. */
      icmpEcho: words(['enabled', 'disabled', 'selective', 'always', 'any', 'all']),
      /** Whether the traffic group is that of the folder. */
      inheritedTrafficGroup: trueFalse(),
      mask: mask(),
      metadata: metadata(),
      /** When a route to it is announced. */
      routeAdvertisement: words(['enabled', 'disabled', 'selective', 'always', 'any', 'all']),
      /** Which virtual servers have to be up for the address to count as up. */
      serverScope: words(['any', 'all', 'none']),
      /** Whether all units of the group answer for it. */
      spanning: enabledDisabled(),
      trafficGroup: reference(),
      trafficGroupReference: link(),
      unit: integer(),
    }),
  fixed: ['address'],
  readOnly: ['floating', 'trafficGroupReference', 'unit'],
  unordered: ['metadata'],
  unset: { description: '' },
  mark: 'metadata',
});
export type VirtualAddress = Model<typeof virtualAddress>;
