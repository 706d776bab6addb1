import { link, optional, port, reference, text, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A VXLAN profile: how a tunnel wraps frames. flannel on Linux takes UDP port 8472 and flooding type `none`. The parent
 * profile cannot change after creation (facts: icontrol-rest 8.1; tmsh reference, net tunnels vxlan).
 *
 * @example
 * await bigip.net.tunnels.vxlan.create({ name: 'fl-vxlan', port: 8472, floodingType: 'none' });
 */
export const vxlan = defineResource({
  path: 'net/tunnels/vxlan',
  schema: () =>
    optional({
      appService: text(),
      /** The profile that it began as a copy of. Cannot change after creation. */
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      /** What the frames carry. */
      encapsulationType: words(['vxlan', 'vxlan-gpe']),
      /** Where frames to unknown addresses go. */
      floodingType: words(['none', 'multicast', 'multipoint', 'replicator']),
      /** UDP port. */
      port: port(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type Vxlan = Model<typeof vxlan>;
