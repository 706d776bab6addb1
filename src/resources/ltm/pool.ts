import type { Json } from '../../state.ts';
import {
  enabledDisabled,
  integer,
  link,
  metadata,
  monitorRule,
  optional,
  reference,
  text,
  words,
  yesNo,
} from '../../values/fields.ts';
import { loadBalancingModes } from '../../values/load-balancing-modes.ts';
import { normalMonitorRule } from '../../values/monitor-rule.ts';
import { defineResource, type Model } from '../define.ts';
import { poolMember } from './pool-member.ts';

const monitor = (wire: Json): Json => (typeof wire === 'string' ? normalMonitorRule(wire) : wire);

/**
 * A pool: the members that share the traffic of a virtual server.
 *
 * Members are sent as `members`, or one by one to the subcollection, and returned under `membersReference`. Deleting a
 * pool deletes its members and leaves their nodes (facts: icontrol-rest 5.8, 5.11, 7.4; F5 iControl REST reference,
 * APIRef_tm_ltm_pool).
 *
 * @example
 * await bigip.ltm.pool.create({
 *   name: 'web',
 *   partition: 'k8s',
 *   monitor: ['/Common/tcp'],
 *   members: [{ name: '10.244.1.7:32400', partition: 'k8s', address: '10.244.1.7' }],
 * });
 */
export const pool = defineResource({
  path: 'ltm/pool',
  label: 'Pool',
  schema: () =>
    optional({
      /** Whether NAT connections may be balanced. */
      allowNat: yesNo(),
      /** Whether SNAT connections may be balanced. */
      allowSnat: yesNo(),
      /** The application service (iApp, AS3) that it belongs to; nobody else may change it then. */
      appService: text(),
      autoscaleGroupId: text(),
      description: text(),
      /** Unit that fails over when the pool is down. */
      gatewayFailsafeDevice: reference(),
      gatewayFailsafeDeviceReference: link(),
      /** Whether connections that persist are left out of the count. */
      ignorePersistedWeight: enabledDisabled(),
      /** `pass-through`, `mimic`, or a number as text. */
      ipTosToClient: text(),
      /** `pass-through`, `mimic`, or a number as text. */
      ipTosToServer: text(),
      /** `pass-through`, or a number from 0 to 7 as text. */
      linkQosToClient: text(),
      /** `pass-through`, or a number from 0 to 7 as text. */
      linkQosToServer: text(),
      /** How a member is chosen. */
      loadBalancingMode: words(loadBalancingModes),
      metadata: metadata(),
      /** Members of the highest priority group that must be up before a lower one is left alone; 0 is off. */
      minActiveMembers: integer(),
      /** Members that must be up, or `minUpMembersAction` is taken; 0 is off. */
      minUpMembers: integer(),
      minUpMembersAction: words(['failover', 'reboot', 'restart-all']),
      minUpMembersChecking: enabledDisabled(),
      /** Absent when there is none. */
      monitor: monitorRule(),
      /** Connections that may wait; 0 is unlimited. */
      queueDepthLimit: integer(),
      /** Whether connections wait while all members are at their limit. */
      queueOnConnectionLimit: enabledDisabled(),
      /** Milliseconds that a connection may wait; 0 is unlimited. */
      queueTimeLimit: integer(),
      /** Other members that are tried for one connection; 0 is none. */
      reselectTries: integer(),
      /** What happens to the open connections of a member that goes down. */
      serviceDownAction: words(['none', 'drop', 'reselect', 'reset']),
      /** Seconds over which a member that came up gets more and more connections; 0 is at once. */
      slowRampTime: integer(),
    }),
  children: { members: poolMember },
  // It may take its members along, and they need the overlay.
  dependsOn: [
    'ltm/monitor/http',
    'ltm/monitor/https',
    'ltm/monitor/tcp',
    'ltm/monitor/udp',
    'ltm/monitor/icmp',
    'ltm/monitor/gateway-icmp',
    'ltm/monitor/external',
    'ltm/monitor/inband',
    'ltm/node',
    'net/arp',
    'net/ndp',
    'net/fdb/tunnel/records',
    'net/route',
  ],
  readOnly: ['gatewayFailsafeDeviceReference'],
  unordered: ['metadata'],
  compareAs: { monitor },
  unset: { description: '' },
  mark: 'metadata',
});
export type Pool = Model<typeof pool>;
