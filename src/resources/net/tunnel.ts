import {
  address,
  enabledDisabled,
  integer,
  integerBetween,
  link,
  optional,
  reference,
  text,
  words,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A tunnel. Its profile cannot change after creation. `http-tunnel` and `socks-tunnel` are the device's own. The MAC
 * address of its end is in the statistics only (facts: icontrol-rest 8.2, 8.3; tmsh reference, net tunnels tunnel).
 *
 * @example
 * await bigip.net.tunnels.tunnel.create({
 *   name: 'flannel_vxlan',
 *   profile: '/Common/fl-vxlan',
 *   key: 1,
 *   localAddress: '172.16.40.198',
 * });
 */
export const tunnel = defineResource({
  path: 'net/tunnels/tunnel',
  label: 'Tunnel',
  schema: () => ({
    /** Full path of the profile: its type is the tunnel's. Cannot change after creation. */
    profile: reference(),
    ...optional({
      appService: text(),
      /** Whether answers go back to the MAC address that the request came from. */
      autoLasthop: words(['default', 'enabled', 'disabled']),
      description: text(),
      /** Seconds without packets after which it is idle. */
      idleTimeout: integer(),
      /** Number of the interface on this device. */
      ifIndex: integer(),
      /** The VNI of a VXLAN, 0 to 16777215, or the key of a GRE tunnel, to 4294967295. */
      key: integerBetween(0, 4_294_967_295),
      /** The device's own end. `any6` when it was never set. */
      localAddress: address(),
      mode: words(['bidirectional', 'inbound', 'outbound']),
      /** Bytes; 0 follows from the interface below. */
      mtu: integer(),
      /** The other end, for a tunnel with one; `any6` when it was never set. */
      remoteAddress: address(),
      /** The device's end for traffic that cannot float; `any6` when it was never set. */
      secondaryAddress: address(),
      /** `preserve`, or a number as text: what the outer packets carry. */
      tos: text(),
      trafficGroup: reference(),
      trafficGroupReference: link(),
      /** Whether it passes on whole packets instead of answering for itself. */
      transparent: enabledDisabled(),
      /** Whether it heeds the path's MTU. */
      usePmtu: enabledDisabled(),
      profileReference: link(),
    }),
  }),
  dependsOn: ['net/tunnels/vxlan', 'sys/db'],
  fixed: ['profile'],
  readOnly: ['ifIndex', 'profileReference', 'trafficGroupReference'],
  unset: { description: '', localAddress: 'any', remoteAddress: 'any', secondaryAddress: 'any' },
});
export type Tunnel = Model<typeof tunnel>;
