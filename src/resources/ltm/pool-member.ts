import type { Json } from '../../state.ts';
import { parseAddress } from '../../values/address.ts';
import {
  address,
  enabledDisabled,
  integer,
  link,
  list,
  metadata,
  monitorRule,
  open,
  optional,
  text,
  trueFalse,
} from '../../values/fields.ts';
import { bareName } from '../../values/full-path.ts';
import { checkMemberName, formatMemberName, parseMemberName } from '../../values/member-name.ts';
import { orNone } from '../../values/value-error.ts';
import { defineResource, type Model } from '../define.ts';
import { session, state, switches } from './availability.ts';
import { fqdn, fqdnOfVersion11 } from './fqdn.ts';

/** A hand on the member is the only thing that reads as disabled: `monitor-enabled` and `user-enabled` are the same wish. */
const wishedSession = (wire: Json): Json => (wire === 'user-disabled' ? 'user-disabled' : 'user-enabled');
/** `up`, `down`, `checking` … are what monitors found; only `user-down` was set by someone. */
const wishedState = (wire: Json): Json => (wire === 'user-down' ? 'user-down' : 'user-up');

/**
 * A member of a pool: one address and port that takes traffic. Named `address:port` (`address.port` for IPv6), or
 * `node:port` when the ltm node has a name of its own. BIG-IP makes the ltm node by itself.
 *
 * A bare name is one in the partition of the pool: a member in another one, such as `/Common/10.0.0.1:80`, is called by its
 * full path. The address cannot change after creation. `session` and `state` are written as wishes and read as what monitors found
 * (facts: icontrol-rest 5.2, 7.6, 7.7; tmsh reference, ltm pool).
 *
 * @example
 * const members = bigip.ltm.pool.members('/k8s/web');
 * await members.create({ name: '10.244.1.7:32400', partition: 'k8s', address: '10.244.1.7' });
 * await members.drain('/k8s/10.244.1.7:32400', { timeout: 60_000 });
 */
export const poolMember = defineResource({
  path: 'ltm/pool/members',
  label: 'Pool Member',
  schema: () =>
    optional({
      /** `any6` while the name of a member by DNS has no address. */
      address: address(),
      appService: text(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      description: text(),
      /** Weight for the dynamic ratio modes, from 1 on. */
      dynamicRatio: integer(),
      /** `"true"` where BIG-IP made it from a name in DNS: such a member is not to be written. */
      ephemeral: trueFalse(),
      /** A member that is found by DNS. `autopopulate` makes one for each address; the rest is its node's. */
      fqdn: fqdn(),
      /** Whether profiles of the pool count. */
      inheritProfile: enabledDisabled(),
      /** Whether monitors write what they find into the log. */
      logging: enabledDisabled(),
      metadata: metadata(),
      /** `default` is the pool's own. */
      monitor: monitorRule(),
      /** Groups of higher numbers are used first. */
      priorityGroup: integer(),
      /** The tunnel profile that packets to it are wrapped by; absent when there is none. */
      profiles: list(open({ name: text(), ...optional({ partition: text(), nameReference: link() }) })),
      /** Connections a second as text, or `disabled`. */
      rateLimit: text(),
      /** Weight for the ratio modes, from 1 on. */
      ratio: integer(),
      /** Whether it takes new connections. */
      session: session(),
      /** Whether it is up. */
      state: state(),
    }),
  dependsOn: ['ltm/pool', 'net/arp', 'net/ndp', 'net/fdb/tunnel/records', 'net/route'],
  fixed: ['address'],
  readOnly: ['ephemeral'],
  unordered: ['metadata'],
  compareAs: { session: wishedSession, state: wishedState },
  olderAs: { fqdn: fqdnOfVersion11 },
  unset: { description: '', monitor: 'default' },
  switches,
  // Written as a function of its own, so that the type of a collection can be named without a reference to it.
  checkName: (name: string): void => checkMemberName(name),
  besideParent: true,
  identity: ({ name, properties }, { defaultRouteDomain }) => {
    const bare = bareName(name);
    const { address: named, node, port } = parseMemberName(bare);
    const stated = properties['address'];
    const told = typeof stated === 'string' && stated !== 'any6' ? orNone(() => parseAddress(stated)) : undefined;
    // A node may be named by another address than its own. Where both say the same, the name may say the route domain too.
    const at = told !== undefined && told.ip !== named?.ip ? told : named;
    if (at === undefined) return `${node}:${port}`;
    const routeDomain = at.routeDomain ?? told?.routeDomain ?? defaultRouteDomain;
    return formatMemberName({ address: { ...at, routeDomain }, port });
  },
});
export type PoolMember = Model<typeof poolMember>;
