import {
  address,
  enabledDisabled,
  integer,
  metadata,
  monitorRule,
  optional,
  text,
  trueFalse,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { session, state, switches } from './availability.ts';
import { fqdn, fqdnOfVersion11 } from './fqdn.ts';

/**
 * A node: one server address that pool members refer to. BIG-IP makes it with the first member on an address, names it
 * by that address, and keeps it when the member goes. The address cannot change after creation (facts: icontrol-rest 5.2,
 * 5.14, 7.4, 7.6; tmsh reference, ltm node).
 *
 * @example
 * await bigip.ltm.node.forceOffline('/Common/10.244.1.7');
 */
export const node = defineResource({
  path: 'ltm/node',
  label: 'Node',
  schema: () =>
    optional({
      /** `any6` for a node that is found by DNS. */
      address: address(),
      appService: text(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      description: text(),
      /** Weight for the dynamic ratio modes, from 1 on. */
      dynamicRatio: integer(),
      /** `"true"` where BIG-IP made it from a name in DNS: such a node is not to be written. */
      ephemeral: trueFalse(),
      /** A node that is found by DNS: `interval` seconds as text (a number in 11.6.0) or `ttl`, `downInterval` seconds. */
      fqdn: fqdn(),
      /** Whether monitors write what they find into the log. */
      logging: enabledDisabled(),
      metadata: metadata(),
      /** `default` is the device's default node monitor. */
      monitor: monitorRule(),
      /** Connections a second as text, or `disabled`. */
      rateLimit: text(),
      /** Weight for the ratio modes, from 1 on. */
      ratio: integer(),
      /** Whether it takes new connections. */
      session: session(),
      /** Whether it is up. */
      state: state(),
    }),
  fixed: ['address'],
  readOnly: ['ephemeral'],
  unordered: ['metadata'],
  olderAs: { fqdn: fqdnOfVersion11 },
  unset: { description: '', monitor: 'default' },
  switches,
  mark: 'metadata',
});
export type Node = Model<typeof node>;
