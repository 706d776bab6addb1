import { address, flag, integer, link, optional, reference, routeNetwork, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A static route. It leads to one of `gw`, `pool`, `tmInterface` (a VLAN or tunnel) or `blackhole`. The network cannot
 * change after creation (facts: icontrol-rest 5.2, 8.11). It carries no metadata: one that is made for the pods of a Node
 * says whose it is in its description.
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
  // It may lead to a pool; but pools, whose members are reached by routes, come after it.
  dependsOn: ['net/tunnels/tunnel', 'net/vlan', 'net/self'],
  fixed: ['network'],
  readOnly: ['poolReference', 'tmInterfaceReference'],
  unset: { description: '' },
  mark: 'description',
});
export type Route = Model<typeof route>;
