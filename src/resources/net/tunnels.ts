import { address, enabledDisabled, integer, reference, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A VXLAN profile. `port` is the UDP port (flannel on Linux 8472, else 4789); `floodingType` none, multicast, multipoint
 * or replicator. `defaultsFrom` cannot change after creation.
 */
export const vxlan = defineResource({
  path: 'net/tunnels/vxlan',
  schema: () => ({
    defaultsFrom: reference().optional(),
    description: text().optional(),
    encapsulationType: text().optional(),
    floodingType: text().optional(),
    port: integer().optional(),
  }),
  fixed: ['defaultsFrom'],
});
export type Vxlan = Model<typeof vxlan>;

/**
 * A tunnel. `key` is the VNI; `mtu` bytes, 0 is the default of the underlay; `idleTimeout` seconds. Addresses that were
 * never set are returned as `any6`.
 */
export const tunnel = defineResource({
  path: 'net/tunnels/tunnel',
  schema: () => ({
    autoLasthop: text().optional(),
    description: text().optional(),
    idleTimeout: integer().optional(),
    ifIndex: integer().optional(),
    key: integer().optional(),
    localAddress: address().optional(),
    mode: text().optional(),
    mtu: integer().optional(),
    profile: reference().optional(),
    remoteAddress: address().optional(),
    secondaryAddress: address().optional(),
    tos: text().optional(),
    trafficGroup: reference().optional(),
    transparent: enabledDisabled().optional(),
    usePmtu: enabledDisabled().optional(),
  }),
  dependsOn: ['net/tunnels/vxlan'],
  fixed: ['profile'],
  readOnly: ['ifIndex'],
});
export type Tunnel = Model<typeof tunnel>;
