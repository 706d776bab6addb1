import { z } from 'zod';
import type { Json } from '../../state.ts';
import { parseAddress } from '../../values/address.ts';
import { address, enabledDisabled, integer, metadata, text } from '../../values/fields.ts';
import { formatMemberName, parseMemberName } from '../../values/member-name.ts';
import { defineResource, type Model } from '../define.ts';

/** A hand on the member is the only thing that reads as disabled: `monitor-enabled` and `user-enabled` are the same wish. */
const session = (wire: Json): Json => (wire === 'user-disabled' ? 'user-disabled' : 'user-enabled');
/** `up`, `down`, `checking` … are what monitors found; only `user-down` was set by someone. */
const state = (wire: Json): Json => (wire === 'user-down' ? 'user-down' : 'user-up');

/**
 * A member of a pool: one address and port that takes traffic. Named `address:port` (`address.port` for IPv6), or
 * `node:port` when the ltm node has a name of its own. BIG-IP makes the ltm node by itself.
 *
 * `connectionLimit` counts connections, 0 is unlimited; `ratio` and `priorityGroup` count from 1 and 0. The address
 * cannot change after creation. `session` and `state` are written as `user-enabled`/`user-disabled` and
 * `user-up`/`user-down` and read as what monitors found (facts: icontrol-rest 5.2, 7.7).
 */
export const poolMember = defineResource({
  path: 'ltm/pool/members',
  schema: () => ({
    address: address().optional(),
    connectionLimit: integer().optional(),
    description: text().optional(),
    dynamicRatio: integer().optional(),
    ephemeral: text().optional(),
    fqdn: z.looseObject({ tmName: z.string().optional(), autopopulate: z.string().optional() }).optional(),
    inheritProfile: enabledDisabled().optional(),
    logging: enabledDisabled().optional(),
    metadata: metadata().optional(),
    monitor: text().optional(),
    priorityGroup: integer().optional(),
    rateLimit: text().optional(),
    ratio: integer().optional(),
    session: text().optional(),
    state: text().optional(),
  }),
  dependsOn: ['ltm/pool', 'net/arp', 'net/fdb/tunnel/records'],
  fixed: ['address'],
  readOnly: ['ephemeral'],
  unordered: ['metadata'],
  compareAs: { session, state },
  unset: { description: '' },
  identity: ({ name, properties }, { defaultRouteDomain }) => {
    const bare = name.slice(name.lastIndexOf('/') + 1);
    const { address: named, node, port } = parseMemberName(bare);
    const stated = properties['address'];
    const at = named ?? (typeof stated === 'string' && stated !== 'any6' ? parseAddress(stated) : undefined);
    if (at === undefined) return `${node}:${port}`;
    const routeDomain = at.routeDomain ?? defaultRouteDomain;
    return formatMemberName({ address: { ...at, routeDomain }, port });
  },
});
export type PoolMember = Model<typeof poolMember>;
