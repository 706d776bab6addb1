import {
  addressPrefix,
  enabledDisabled,
  integer,
  link,
  listOrWord,
  optional,
  reference,
  text,
  trueFalse,
  words,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A self IP: an address of the BIG-IP with the length of its network, on a VLAN or tunnel. The address cannot change after
 * creation. Where none was given it belongs to `traffic-group-local-only`, so it stays on its unit (facts: icontrol-rest
 * 5.12, 8.12; tmsh reference, net self).
 *
 * @example
 * await bigip.net.self.create({
 *   name: 'overlay',
 *   address: '10.244.20.60/16',
 *   vlan: '/Common/flannel_vxlan',
 *   allowService: 'none',
 * });
 */
export const self = defineResource({
  path: 'net/self',
  label: 'self IP',
  schema: () => ({
    /** `10.244.20.60%1/16`: route domain before the slash. Cannot change after creation. */
    address: addressPrefix(),
    /** Full path of the VLAN or tunnel. */
    vlan: reference(),
    ...optional({
      /** Who gave it the address. */
      addressSource: words(['from-user'], ['from-dhcp', 'from-link-local', 'from-autoconf']),
      /** What the device itself answers there: `all`, `none`, `default`, or a list of `tcp:80`. Absent when it is none. */
      allowService: listOrWord(['all', 'none', 'default']),
      appService: text(),
      description: text(),
      /** Whether it moves to another unit on failover; follows from `trafficGroup`. */
      floating: enabledDisabled(),
      fwEnforcedPolicy: reference(),
      fwEnforcedPolicyReference: link(),
      fwStagedPolicy: reference(),
      fwStagedPolicyReference: link(),
      inheritedTrafficGroup: trueFalse(),
      servicePolicy: reference(),
      servicePolicyReference: link(),
      trafficGroup: reference(),
      trafficGroupReference: link(),
      unit: integer(),
      vlanReference: link(),
    }),
  }),
  dependsOn: ['net/tunnels/tunnel'],
  fixed: ['address'],
  readOnly: [
    'addressSource',
    'floating',
    'fwEnforcedPolicyReference',
    'fwStagedPolicyReference',
    'inheritedTrafficGroup',
    'servicePolicyReference',
    'trafficGroupReference',
    'unit',
    'vlanReference',
  ],
  unordered: ['allowService'],
  unset: { description: '' },
});
export type Self = Model<typeof self>;
