/** How pools and members come back. The data are ours. */
import { member, pool, type Row, rule } from './row.ts';

const domainFive = { routeDomain: 5 };

export const poolRows: readonly Row[] = [
  rule('no monitor, not said', null, undefined, '/Common/http'),
  rule('no monitor, as none', null, 'none', '/Common/http and /Common/tcp'),
  rule('no monitor, as default', null, 'default', 'min 1 of { /Common/http }'),
  rule('no monitor, empty', null, '', '/Common/http '),
  rule('a monitor with a blank behind it', '/k8s/a', '/k8s/a ', '/k8s/b '),
  rule('monitors in another order', '/k8s/a and /k8s/b', '/k8s/b and /k8s/a ', '/k8s/b '),
  rule('a monitor twice', '/k8s/a and /k8s/a', '/k8s/a', '/k8s/a and /k8s/b'),
  rule('some of them', 'min 1 of { /k8s/a /k8s/b }', 'min 1 of { /k8s/b /k8s/a } ', 'min 2 of { /k8s/b /k8s/a }'),
  rule(
    'some of them, with escaped braces',
    'min 1 of { /k8s/a /k8s/b }',
    'min 1 of \\{ /k8s/a /k8s/b \\}',
    '/k8s/a and /k8s/b',
  ),
  rule('some of them, without blanks', 'min 1 of { /k8s/a }', 'min 1 of {/k8s/a}', 'min 1 of {/k8s/b}'),
  rule('some of them, without braces', 'min 1 of { /k8s/a /k8s/b }', 'min 1 of /k8s/a /k8s/b ', 'min 1 of /k8s/a '),
  pool('an action that is none, not said', { serviceDownAction: 'none' }, {}, { serviceDownAction: 'reset' }),
  pool('a number as text', { reselectTries: 3 }, { reselectTries: '3' }, { reselectTries: '2' }),
  pool(
    'what nobody asked for',
    { loadBalancingMode: 'round-robin' },
    {
      loadBalancingMode: 'round-robin',
      slowRampTime: 10,
      allowNat: 'yes',
      description: 'by hand',
      minUpMembersAction: 'failover',
    },
    { loadBalancingMode: 'ratio-member' },
  ),

  member(
    'a member as CIS names it',
    '10.0.0.1:80',
    { name: '10.0.0.1%0:80', address: '10.0.0.1%0' },
    { name: '10.0.0.1%0:81', address: '10.0.0.1%0' },
    { action: 'create' },
  ),
  member(
    'a member in the default route domain',
    '10.0.0.1:80',
    { name: '10.0.0.1%5:80', address: '10.0.0.1%5' },
    { name: '10.0.0.1%0:80', address: '10.0.0.1%0' },
    { action: 'create', ...domainFive },
  ),
  member(
    'a member of IPv6 as CIS names it',
    'fd00::1.80',
    { name: 'fd00::1%0.80', address: 'FD00:0::1%0' },
    { name: 'fd00::2%0.80', address: 'fd00::2%0' },
    { action: 'create' },
  ),
  member(
    'a member with the name of a service',
    '10.0.0.1:80',
    { name: '10.0.0.1:http', address: '10.0.0.1' },
    { name: '10.0.0.1:https', address: '10.0.0.1' },
    { action: 'create' },
  ),
  member(
    'a member of a node with a name',
    '10.0.0.1:80',
    { name: 'web.example:80', address: '10.0.0.1' },
    { name: 'web.example:80', address: '10.0.0.2' },
    { action: 'create' },
  ),
  member(
    'a member of a node with the name of another address',
    '10.0.0.1:80',
    { name: '10.9.9.9:80', address: '10.0.0.1' },
    { name: '10.0.0.1:80', address: '10.9.9.9' },
    { action: 'conflict' },
  ),
  member(
    'a member whose address is not said',
    '10.0.0.1:80',
    { name: '10.0.0.1%0:80' },
    { name: '10.0.0.2%0:80' },
    { action: 'create' },
  ),
  ...(['monitor-enabled', 'user-enabled', 'monitor-disabled'] as const).map((session) =>
    member(
      `a member that is ${session}, as it is wished`,
      '10.0.0.1:80',
      { session, address: '10.0.0.1', state: 'checking' },
      { session: 'user-disabled', address: '10.0.0.1', state: 'down' },
      { sent: { address: '10.0.0.1', session: 'user-enabled' } },
    ),
  ),
  member(
    'a member of which nothing is said is enabled',
    '10.0.0.1:80',
    { address: '10.0.0.1' },
    { address: '10.0.0.1', session: 'user-disabled' },
    { sent: { address: '10.0.0.1', session: 'user-enabled' } },
  ),
  ...(['up', 'down', 'checking', 'unchecked', 'fqdn-up', 'user-up'] as const).map((state) =>
    member(
      `a member that monitors find ${state}`,
      '10.0.0.1:80',
      { address: '10.0.0.1', state },
      { address: '10.0.0.1', state: 'user-down' },
      { sent: { address: '10.0.0.1', state: 'user-up' } },
    ),
  ),
  member(
    'the weight of a member',
    '10.0.0.1:80',
    {
      address: '10.0.0.1',
      ratio: 3,
      dynamicRatio: 1,
      priorityGroup: 0,
      connectionLimit: 0,
      monitor: 'default',
      inheritProfile: 'enabled',
    },
    { address: '10.0.0.1', ratio: 1 },
    { sent: { address: '10.0.0.1', ratio: 3 } },
  ),
];
