import { z } from 'zod';
import { reference, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** A self IP: an address of the BIG-IP with its mask, `10.244.20.60/16`, on a VLAN or tunnel. */
export const self = defineResource({
  path: 'net/self',
  schema: () => ({
    address: text(),
    addressSource: text().optional(),
    allowService: z.union([z.string(), z.array(z.string())]).optional(),
    description: text().optional(),
    floating: text().optional(),
    inheritedTrafficGroup: text().optional(),
    trafficGroup: reference().optional(),
    unit: z.int().optional(),
    vlan: reference(),
  }),
  dependsOn: ['net/tunnels/tunnel'],
  fixed: ['address'],
  readOnly: ['addressSource', 'floating', 'inheritedTrafficGroup', 'unit'],
});
export type Self = Model<typeof self>;
