import { address, flag, integer, link, optional, reference, routeNetwork, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A static route. It leads to one of `gw`, `pool`, `tmInterface` (a VLAN or tunnel) or `blackhole`. The network cannot
 * change after creation (facts: icontrol-rest 5.2, 8.11).
 *
 * @example
 * await bigip.net.route.create({ name: 'pods', network: '10.244.0.0/16', tmInterface: '/Common/flannel_vxlan' });
 */
export const route = defineResource({
  path: 'net/route',
  label: 'route',
  schema: () => ({
    /** `default`, or a network. Cannot change after creation. */
    network: routeNetwork(),
    ...optional({
      appService: text(),
      /** Present, and true, when packets are dropped. */
      blackhole: flag(),
      description: text(),
      gw: address(),
      /** Bytes; 0 is the interface's. */
      mtu: integer(),
      pool: reference(),
      poolReference: link(),
      tmInterface: reference(),
      tmInterfaceReference: link(),
    }),
  }),
  dependsOn: ['ltm/pool', 'net/tunnels/tunnel', 'net/vlan', 'net/self'],
  fixed: ['network'],
  readOnly: ['poolReference', 'tmInterfaceReference'],
  unset: { description: '' },
});
export type Route = Model<typeof route>;
