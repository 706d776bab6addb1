import type { Json } from '../../state.ts';
import { enabledDisabled, integer, metadata, monitorRule, text, yesNo } from '../../values/fields.ts';
import { normalMonitorRule } from '../../values/monitor-rule.ts';
import { defineResource, type Model } from '../define.ts';
import { poolMember } from './pool-member.ts';

const monitor = (wire: Json): Json => (typeof wire === 'string' ? normalMonitorRule(wire) : wire);

/**
 * A pool: the members that share the traffic of a virtual server.
 *
 * `slowRampTime` is seconds, `queueTimeLimit` milliseconds; `minActiveMembers` and `minUpMembers` count members, 0 is
 * off. Absent `monitor` means none. Members are sent as `members` and returned under `membersReference`.
 */
export const pool = defineResource({
  path: 'ltm/pool',
  schema: () => ({
    allowNat: yesNo().optional(),
    allowSnat: yesNo().optional(),
    appService: text().optional(),
    description: text().optional(),
    ignorePersistedWeight: enabledDisabled().optional(),
    ipTosToClient: text().optional(),
    ipTosToServer: text().optional(),
    linkQosToClient: text().optional(),
    linkQosToServer: text().optional(),
    loadBalancingMode: text().optional(),
    metadata: metadata().optional(),
    minActiveMembers: integer().optional(),
    minUpMembers: integer().optional(),
    minUpMembersAction: text().optional(),
    minUpMembersChecking: enabledDisabled().optional(),
    monitor: monitorRule().optional(),
    queueDepthLimit: integer().optional(),
    queueOnConnectionLimit: enabledDisabled().optional(),
    queueTimeLimit: integer().optional(),
    reselectTries: integer().optional(),
    serviceDownAction: text().optional(),
    slowRampTime: integer().optional(),
  }),
  children: { members: poolMember },
  // It may take its members along, and they need the overlay.
  dependsOn: [
    'ltm/monitor/http',
    'ltm/monitor/tcp',
    'ltm/monitor/udp',
    'ltm/node',
    'net/arp',
    'net/fdb/tunnel/records',
  ],
  unordered: ['metadata'],
  compareAs: { monitor },
  unset: { description: '' },
  mark: 'metadata',
});
export type Pool = Model<typeof pool>;
