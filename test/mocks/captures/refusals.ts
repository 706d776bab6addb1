import type { JsonObject, MockBigIp, MockReply } from '../../../mocks/index.ts';

/** How a recorded refusal comes about: what is there, and the request. */
export interface Scenario {
  file: string;
  /** Version, when the refusal depends on it. */
  version?: string;
  run: (device: MockBigIp, send: Send) => MockReply;
}

/** Sends a request as the administrator. */
export type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => MockReply;

/** A transaction with one command, committed. */
function committed(send: Send, method: string, path: string, body?: unknown): MockReply {
  const id = String(JSON.parse(send('POST', 'transaction', {}).body).transId);
  send(method, path, body, { 'x-f5-rest-coordination-id': id });
  return send('PATCH', `transaction/${id}`, { state: 'VALIDATING' });
}

const pool = 'ltm/pool/~Common~test_5679';

/** One scenario for each recorded refusal that is in scope. */
export const scenarios: readonly Scenario[] = [
  {
    file: 'errors/man-400-config-sync-unknown-group.json',
    run: (_, send) => send('POST', 'cm', { command: 'run', utilCmdArgs: 'config-sync to-group GROUP' }),
  },
  {
    file: 'errors/man-400-member-name-without-port.json',
    run: (device, send) => {
      device.set(pool, {});
      return send('POST', `${pool}/members`, { name: 'wrong' });
    },
  },
  {
    file: 'errors/man-400-monitor-in-use.json',
    run: (device, send) => {
      device.seed({
        'ltm/monitor/http/~Common~monitor_default_pool': {},
        [pool]: { monitor: '/Common/monitor_default_pool' },
      });
      return send('DELETE', 'ltm/monitor/http/~Common~monitor_default_pool');
    },
  },
  {
    file: 'errors/man-400-node-in-use.json',
    run: (device, send) => {
      device.seed({
        'auth/partition/tenant': {},
        'sys/folder/~tenant~app': {},
        'ltm/node/~Common~x.x.x.x': { address: '10.0.0.1' },
        'ltm/pool/~tenant~app~poolname/members/~Common~x.x.x.x:80': {},
        'ltm/pool/~tenant~app~poolname': {},
      });
      return send('DELETE', 'ltm/node/~Common~x.x.x.x');
    },
  },
  {
    file: 'errors/man-400-partition-not-empty.json',
    run: (device, send) => {
      device.seed({ 'auth/partition/T1': {}, 'ltm/virtual-address/~T1~10.0.0.1': {} });
      return send('DELETE', 'auth/partition/T1');
    },
  },
  {
    file: 'errors/man-400-patch-empty-body.json',
    run: (_, send) => send('PATCH', 'ltm/pool/~Common~nonExistent', {}),
  },
  {
    file: 'errors/man-400-patch-pool-missing-partition.json',
    run: (_, send) => send('PATCH', 'ltm/pool/~nonExistent~testPoolName', { description: 'x' }),
  },
  {
    file: 'errors/man-400-post-member-missing-partition.json',
    run: (_, send) =>
      send('POST', 'ltm/pool/~wrong~test_5679/members', { name: '10.200.1.137:80', partition: 'wrong' }),
  },
  {
    file: 'errors/man-400-post-pool-missing-partition.json',
    run: (_, send) => send('POST', 'ltm/pool', { name: 'x', partition: 'PART' }),
  },
  {
    file: 'errors/man-400-too-long-string.json',
    run: (_, send) =>
      send('POST', 'ltm/data-group/internal', {
        name: 'x',
        type: 'string',
        records: [{ name: 'a', data: 'x'.repeat(65_529) }],
      }),
  },
  {
    file: 'errors/man-400-unexpected-uri.json',
    run: (_, send) => send('GET', 'net/fdbs/tunnel/~Common~vxlan-flannel-tun?ver=11.5.0'),
  },
  {
    file: 'errors/man-400-virtual-shares-destination.json',
    run: (device, send) => {
      const [zero, one] = [0, 1].map((at) => `test_vs_standard_https_multi_listeners_${at}.app`);
      const name = 'test_vs_standard_https_addlisteners_vs_idx_0_445';
      const destination = '/Common/10.0.0.1:445';
      device.seed({
        [`sys/folder/~Common~${zero}`]: {},
        [`sys/folder/~Common~${one}`]: {},
        [`ltm/virtual/~Common~${zero}~${name}`]: { destination },
      });
      return send('POST', 'ltm/virtual', { name, partition: 'Common', subPath: one, destination });
    },
  },
  {
    file: 'errors/man-400-vlan-in-use.json',
    run: (device, send) => {
      device.seed({
        'net/vlan/~Common~external': {},
        'net/self/~Common~external-self': { address: '10.0.0.1/24', vlan: '/Common/external' },
      });
      return send('DELETE', 'net/vlan/~Common~external');
    },
  },
  {
    file: 'errors/man-400-snatpool-in-use-in-transaction.json',
    run: snatpoolInUse,
  },
  { file: 'transaction/man-commit-failed-snatpool.json', run: snatpoolInUse },
  {
    file: 'transaction/man-commit-failed-empty-patch.json',
    run: (device, send) => {
      device.set(pool, {});
      return committed(send, 'PATCH', pool, {});
    },
  },
  {
    file: 'transaction/man-commit-empty.json',
    run: (_, send) => {
      const id = JSON.parse(send('POST', 'transaction', {}).body).transId;
      return send('PATCH', `transaction/${id}/`, { state: 'VALIDATING' });
    },
  },
  {
    file: 'transaction/man-bad-command-uri.json',
    run: (_, send) => {
      const id = JSON.parse(send('POST', 'transaction', {}).body).transId;
      return send('POST', `transaction/${id}/commands/3/members/`, {});
    },
  },
  {
    file: 'errors/man-401-login-failed.json',
    run: (_, send) =>
      send('POST', '/mgmt/shared/authn/login', { username: 'admin', password: 'wrong', loginProviderName: 'local' }),
  },
  {
    file: 'errors/man-401-login-provider-invalid.json',
    run: (_, send) =>
      send('POST', '/mgmt/shared/authn/login', { username: 'admin', password: 'admin', loginProviderName: 'x' }),
  },
  {
    file: 'errors/man-401-no-auth.json',
    run: (_, send) => send('GET', 'ltm/virtual', undefined, { authorization: '' }),
  },
  {
    file: 'errors/man-401-html-15.1.5.1.json',
    version: '15.1.5.1',
    run: (_, send) => send('GET', 'net/self', undefined, { 'x-f5-auth-token': 'X' }),
  },
  {
    file: 'errors/man-401-f5-authorization-required.json',
    run: (_, send) => send('GET', 'sys/', undefined, { authorization: `Basic ${btoa('admin:wrong')}` }),
  },
  {
    file: 'errors/man-400-token-limit.json',
    run: (device, send) => {
      device.set('auth/user/xxx', { password: 'x', partitionAccess: [{ name: 'all-partitions', role: 'guest' }] });
      const login = () => send('POST', '/mgmt/shared/authn/login', { username: 'xxx', password: 'x' });
      for (let count = 0; count < 100; count++) login();
      return login();
    },
  },
  {
    file: 'errors/man-406-token-timeout-too-long.json',
    run: (_, send) => {
      const login = send('POST', '/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
      return send('PATCH', `/mgmt/shared/authz/tokens/${JSON.parse(login.body).token.token}`, { timeout: 36_001 });
    },
  },
  {
    file: 'errors/man-404-clientssl.json',
    run: (_, send) => send('GET', 'ltm/profile/client-ssl/~Sample_01~app~ssl_server'),
  },
  {
    file: 'errors/man-404-get-members-pool-missing.json',
    run: (_, send) => send('GET', 'ltm/pool/~Common~wrong/members'),
  },
  { file: 'errors/man-404-get-pool.json', run: (_, send) => send('GET', 'ltm/pool/~PART~POOL') },
  {
    file: 'errors/man-404-irule.json',
    run: (_, send) => send('GET', 'ltm/rule/~TEST_iRule_HttpsMonitor~Shared~irule1'),
  },
  {
    file: 'errors/man-404-member-get-object-not-found.json',
    run: (device, send) => {
      device.set(pool, {});
      return send('GET', `${pool}/members/~Common~wrong:80`);
    },
  },
  {
    file: 'errors/man-404-subcollection-item.json',
    run: (device, send) => {
      device.set(pool, {});
      return send('GET', `${pool}/members/~tenant~192.0.2.0:80`);
    },
  },
  {
    file: 'errors/man-404-member-missing-delete.json',
    run: (_, send) => send('DELETE', 'ltm/pool/~PART~POOL/members/~PART~1.1.1.1:80'),
  },
  {
    file: 'errors/man-404-member-missing-put.json',
    run: (_, send) => send('PUT', 'ltm/pool/~Common~wrong/members/~Common~10.200.1.137:80', {}),
  },
  {
    file: 'errors/man-404-monitor-wrong-type.json',
    run: (device, send) => {
      device.seed({
        'auth/partition/tenant': {},
        'sys/folder/~tenant~app': {},
        'ltm/monitor/http/~tenant~app~testMonitor': {},
      });
      return send('GET', 'ltm/monitor/https/~tenant~app~testMonitor');
    },
  },
  {
    file: 'errors/man-404-post-member-pool-missing.json',
    run: (_, send) => send('POST', 'ltm/pool/~Common~wrong/members', { name: '10.0.0.1:80' }),
  },
  {
    file: 'errors/man-404-virtual-address.json',
    run: (_, send) => send('GET', 'ltm/virtual-address/~tenant~192.0.2.0'),
  },
  {
    file: 'errors/man-404-virtual.json',
    run: (_, send) => send('GET', 'ltm/virtual/~ADC-TENANT~app_monitor_test~app_vs1'),
  },
  {
    file: 'errors/man-409-already-exists-shape.json',
    run: (device, send) => {
      device.set('ltm/data-group/internal/~Common~NAME', { type: 'string' });
      return send('POST', 'ltm/data-group/internal', { name: 'NAME', type: 'string' });
    },
  },
  {
    file: 'net-fdb/man-400-delete-fdb-tunnel.json',
    run: (_, send) => send('DELETE', 'net/fdb/tunnel/~Common~http-tunnel/?ver=11.5.0'),
  },
  {
    file: 'net-fdb/man-400-record-route-domain-mismatch.json',
    run: (device, send) => {
      device.seed({
        'auth/partition/TEST_K8S_partition': {},
        'net/route-domain/~Common~40': { id: 40 },
        'net/tunnels/tunnel/~TEST_K8S_partition~TEST_FLANNEL_VXLAN': {
          profile: '/Common/vxlan',
          localAddress: '10.40.161.254%40',
        },
      });
      const records: JsonObject[] = [{ name: 'ca:92:1e:36:45:2c', endpoint: '10.40.161.11%0' }];
      return send('PUT', 'net/fdb/tunnel/~TEST_K8S_partition~TEST_FLANNEL_VXLAN', { records });
    },
  },
];

function snatpoolInUse(device: MockBigIp, send: Send): MockReply {
  device.seed({
    'ltm/snatpool/~Common~mysnatpool': { members: ['/Common/10.0.0.1'] },
    'ltm/virtual/~Common~v': {
      destination: '/Common/10.0.0.2:80',
      sourceAddressTranslation: { type: 'snat', pool: '/Common/mysnatpool' },
    },
  });
  send('PATCH', 'ltm/virtual/~Common~v', { sourceAddressTranslation: { type: 'automap' } });
  return committed(send, 'DELETE', 'ltm/snatpool/~Common~mysnatpool');
}

const as3 = 'AS3 is not part of the mock';
const restart = 'answered in restart windows: see faults.test.ts';

/** Recorded refusals without a scenario, and why. */
export const outOfScope: Readonly<Record<string, string>> = {
  'errors/man-401-as3-task-token-expired.json': as3,
  'errors/man-422-as3-null-exception.json': as3,
  'errors/man-422-as3-pool-member-exists.json': as3,
  'as3/man-404-tenant.json': as3,
  'as3/man-422-invalid.json': as3,
  'as3/man-503-busy.json': as3,
  'errors/man-401-login-failed-bigiq.json': 'a BIG-IQ, not a BIG-IP',
  'errors/man-404-public-uri-not-registered.json': restart,
  'errors/man-404-transient-while-mcpd-restarts.json': restart,
  'errors/man-404-uri-not-registered.json': restart,
  'errors/man-500-mcpd-lost.json': restart,
  'errors/man-503-active-async-task.json': restart,
  'errors/man-503-html-restarting-long.json': restart,
  'errors/man-503-html-restarting.json': restart,
  'errors/man-503-login-html.json': restart,
};
