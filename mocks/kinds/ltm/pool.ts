import { textAt } from '../../config/entry.ts';
import type { Kind } from '../kind.ts';
import { children, choice, metadata, number, reference, rows, text, toggle, yesNo } from '../property.ts';
import { monitorTypes } from './monitor-types.ts';
import { traffic } from './node.ts';
import { encapsulations, poolMember, queue } from './pool-member.ts';

const loadBalancingModes = [
  'dynamic-ratio-member',
  'dynamic-ratio-node',
  'fastest-app-response',
  'fastest-node',
  'least-connections-member',
  'least-connections-node',
  'least-sessions',
  'observed-member',
  'observed-node',
  'predictive-member',
  'predictive-node',
  'ratio-least-connections-member',
  'ratio-least-connections-node',
  'ratio-member',
  'ratio-node',
  'ratio-session',
  'round-robin',
  'weighted-least-connections-member',
  'weighted-least-connections-node',
];

/** `ltm/pool`. */
export const pool: Kind = {
  type: 'ltm/pool',
  label: 'Pool',
  naming: 'folder',
  properties: {
    allowNat: yesNo('yes'),
    allowSnat: yesNo('yes'),
    appService: text(undefined, { readOnly: true }),
    autoscaleGroupId: text(),
    description: text(),
    gatewayFailsafeDevice: reference(['cm/device']),
    ignorePersistedWeight: toggle('disabled'),
    ipTosToClient: text('pass-through'),
    ipTosToServer: text('pass-through'),
    linkQosToClient: text('pass-through'),
    linkQosToServer: text('pass-through'),
    loadBalancingMode: choice('round-robin', loadBalancingModes),
    minActiveMembers: number(0),
    minUpMembers: number(0),
    minUpMembersAction: choice('failover', ['failover', 'reboot', 'restart-all']),
    minUpMembersChecking: toggle('disabled'),
    monitor: { shape: 'monitors', to: monitorTypes, bare: true, empty: ['default'] },
    queueDepthLimit: number(0),
    queueOnConnectionLimit: toggle('disabled'),
    queueTimeLimit: number(0),
    reselectTries: number(0),
    serviceDownAction: choice('none', ['none', 'drop', 'reselect', 'reset']),
    slowRampTime: number(10),
    members: children(poolMember),
    metadata,
    profiles: rows({ name: text(undefined, { names: encapsulations }), partition: text('Common'), subPath: text() }),
  },
  life: {
    stored(after, before, config) {
      if (before === undefined || textAt(before, 'monitor') === textAt(after, 'monitor')) return;
      for (const member of config.store.list(`${after.uri}/members`)) config.adjust(member, {});
    },
    stats(entry, config) {
      const members = config.store.list(`${entry.uri}/members`);
      const up = members.filter((member) => textAt(member, 'state') === 'up').length;
      return {
        activeMemberCnt: up,
        availableMemberCnt: up,
        ...queue('connqAll'),
        ...queue('connq'),
        curPriogrp: 0,
        curSessions: 0,
        highestPriogrp: 0,
        lowestPriogrp: 0,
        memberCnt: members.length,
        minActiveMembers: 0,
        monitorRule: textAt(entry, 'monitor').trim() || 'none',
        tmName: entry.fullPath,
        ...traffic('serverside'),
        'status.availabilityState': up > 0 ? 'available' : 'unknown',
        'status.enabledState': 'enabled',
        'status.statusReason':
          up > 0
            ? 'The pool is available'
            : "The children pool member(s) either don't have service checking enabled, or service check results are not available yet",
        totRequests: 0,
      };
    },
  },
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_pool.json (11.5.4), genieparser test_get_ltm_pool.py (14.1.2.1); load balancing modes from the tmsh reference',
};
