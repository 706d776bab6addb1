import fc from 'fast-check';
import type { Fault } from '../../../mocks/index.ts';
import { identity, odd, sensibleMember, sensiblePost, sensibleTypes, settingsOnly, wild } from './bodies.ts';
import { member, path } from './values.ts';

/** A request; its body is text, sent as it is. */
export interface Request {
  readonly what: 'request';
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  /** One of three open transactions. */
  readonly transaction: number | undefined;
  readonly as: 'admin' | 'manager' | 'nobody';
}

/** What is done to a transaction itself. */
export interface OnTransaction {
  readonly what: 'transaction';
  readonly transaction: number;
  readonly act: 'commit' | 'validate' | 'show' | 'list' | 'reorder' | 'remove' | 'abandon' | 'nonsense';
  readonly at: number;
}

/** What a test's author does to the device. */
export type OnDevice =
  | { readonly what: 'fault'; readonly fault: Fault }
  | { readonly what: 'time'; readonly seconds: number }
  | { readonly what: 'restart'; readonly which: 'restjavad' | 'mcpd' | 'reboot' }
  | { readonly what: 'save' | 'failover' | 'snapshot' | 'restore' | 'reset' };

export type Step = Request | OnTransaction | OnDevice;

const collections = [
  'ltm/pool',
  'ltm/virtual',
  'ltm/virtual-address',
  'ltm/node',
  'ltm/rule',
  'ltm/snatpool',
  'ltm/snat-translation',
  'ltm/monitor/http',
  'ltm/monitor/tcp',
  'ltm/profile/tcp',
  'ltm/profile/client-ssl',
  'ltm/persistence/cookie',
  'ltm/data-group/internal',
  'ltm/policy',
  'net/tunnels/tunnel',
  'net/tunnels/vxlan',
  'net/fdb/tunnel',
  'net/self',
  'net/vlan',
  'net/arp',
  'net/ndp',
  'net/route',
  'net/route-domain',
  'auth/partition',
  'auth/user',
  'cm/device-group',
  'cm/traffic-group',
  'sys/folder',
  'sys/global-settings',
  'sys/file/ssl-cert',
  'sys/version',
  'net/fdb',
  'asm/policies',
  'nonsense',
  '',
];

const folded = (full: string) => full.replaceAll('/', '~');
const knownItem = fc
  .tuple(fc.constantFrom(...sensibleTypes), identity)
  .map(([type, { name, partition }]) =>
    type === 'auth/partition' ? `${type}/${name}` : `${type}/~${partition}~${name}`,
  );
const item = fc.oneof(
  fc.tuple(fc.constantFrom(...collections), path).map(([type, full]) => `${type}/${folded(full)}`),
  fc.tuple(path, member).map(([full, name]) => `ltm/pool/${folded(full)}/members/~k8s~${name}`),
  fc.constantFrom(
    'net/fdb/tunnel/~Common~flannel_vxlan/records/02:00:00:00:00:01',
    'auth/partition/k8s',
    'auth/user/manager',
    'ltm/pool/a',
    'ltm/policy/a',
    'cm/trust-domain',
    'sys/global-settings',
    'ltm/pool/~k8s~a/stats',
    'ltm/pool/~k8s~a/members/stats',
  ),
);
const collection = fc.oneof(
  fc.constantFrom(...collections),
  path.map((full) => `ltm/pool/${folded(full)}/members`),
  path.map((full) => `ltm/virtual/${folded(full)}/profiles`),
  path.map((full) => `ltm/virtual/${folded(full)}/policies`),
  fc.constant('net/fdb/tunnel/~Common~flannel_vxlan/records'),
);
const query = fc.constantFrom(
  '',
  '',
  '/',
  '?expandSubcollections=true',
  '?$filter=partition+eq+k8s',
  '?ver=11.5.0',
  '?$top=2&$skip=1',
  '?$select=name,fullPath',
  '?%zz',
  '/stats',
);
const target = fc.oneof({ weight: 3, arbitrary: knownItem }, { weight: 1, arbitrary: item });
const transaction = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.nat({ max: 2 }) },
);
const as = fc.constantFrom<Request['as']>(...Array.from({ length: 10 }, () => 'admin' as const), 'manager', 'nobody');
const what = fc.constant('request' as const);
const none = fc.constant(undefined);

function sent(body: fc.Arbitrary<unknown>): fc.Arbitrary<string | undefined> {
  return body.map((value) => (value === undefined ? undefined : JSON.stringify(value)));
}

function made(methods: string[], path: fc.Arbitrary<string>, body: fc.Arbitrary<string | undefined>) {
  return fc.record({ what, method: fc.constantFrom(...methods), path, body, transaction, as });
}

/** Commands on collections, and what comes before them. */
const commanded = fc.constantFrom(
  { path: 'ltm/policy', body: { name: 'a', partition: 'Common', subPath: 'Drafts', rules: [{ name: 'r' }] } },
  { path: 'ltm/policy', body: { command: 'publish', name: '/Common/Drafts/a' } },
  { path: 'cm/device', body: { command: 'mv', name: 'bigip1.example.com', target: 'other.example.com' } },
  { path: 'cm/device', body: { command: 'mv', name: 'other.example.com', target: 'bigip1.example.com' } },
  { path: 'cm/device-group', body: { name: 'g', devices: ['bigip1.example.com'] } },
  { path: 'sys/config', body: { command: 'save' } },
  { path: 'sys/config', body: { command: 'load' } },
  { path: 'cm', body: { command: 'run', utilCmdArgs: 'config-sync to-group g' } },
  { path: 'util/bash', body: { command: 'run', utilCmdArgs: "-c 'date'" } },
);

const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 4,
    arbitrary: made(
      ['GET'],
      fc.tuple(fc.oneof(target, collection), query).map((both) => both.join('')),
      none,
    ),
  },
  {
    weight: 12,
    arbitrary: fc
      .tuple(
        fc.oneof(
          { weight: 12, arbitrary: sensiblePost },
          { weight: 3, arbitrary: sensibleMember },
          { weight: 1, arbitrary: commanded },
        ),
        transaction,
        as,
      )
      .map(([post, at, who]): Request => {
        const body = JSON.stringify(post.body);
        return { what: 'request', method: 'POST', path: post.path, body, transaction: at, as: who };
      }),
  },
  { weight: 2, arbitrary: made(['POST'], collection, sent(wild)) },
  { weight: 4, arbitrary: made(['PATCH', 'PUT'], target, sent(fc.oneof(settingsOnly, wild))) },
  { weight: 6, arbitrary: made(['DELETE'], target, none) },
  { weight: 1, arbitrary: made(['POST', 'PUT', 'PATCH', 'DELETE', 'GET'], fc.oneof(target, collection), odd) },
  { weight: 1, arbitrary: made(['HEAD', 'OPTIONS', 'TRACE', 'PURGE'], fc.oneof(target, collection), none) },
);

const onTransaction: fc.Arbitrary<OnTransaction> = fc.record({
  what: fc.constant('transaction' as const),
  transaction: fc.nat({ max: 2 }),
  act: fc.constantFrom(
    ...([
      'commit',
      'commit',
      'commit',
      'validate',
      'show',
      'list',
      'reorder',
      'remove',
      'abandon',
      'nonsense',
    ] as const),
  ),
  at: fc.nat({ max: 4 }),
});

const match = fc.constantFrom('*', 'POST ltm/pool', 'PATCH transaction/*', 'DELETE *', 'GET ltm/*');
const action = fc.constantFrom<Fault['do']>('reset', 'drop', 'truncate', 'html', 'not-json', 'redirect', {
  status: 503,
});
const onDevice: fc.Arbitrary<OnDevice> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('fault' as const),
      fault: fc.tuple(match, action).map(([on, play]): Fault => ({ match: on, when: 'after', do: play })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('time' as const), seconds: fc.constantFrom(1, 90, 121, 1300) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('restart' as const),
      which: fc.constantFrom('restjavad' as const, 'mcpd' as const, 'reboot' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('save' as const, 'failover' as const, 'snapshot' as const, 'restore' as const, 'reset' as const)
      .map((act) => ({ what: act })),
  },
);

/** One thing that happens to a device. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: request },
  { weight: 3, arbitrary: onTransaction },
  { weight: 1, arbitrary: onDevice },
);
