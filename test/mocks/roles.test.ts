import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, rows } from './speak.ts';

const seed = {
  'auth/partition/k8s': {},
  'auth/partition/other': {},
  'ltm/node/~k8s~10.0.0.1': {},
  'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80' }] },
  'ltm/pool/~Common~shared': {},
  'ltm/pool/~other~secret': { members: [{ name: '10.0.0.2:80' }] },
  'ltm/virtual/~other~front': { destination: '/other/10.9.9.9:80', ipProtocol: 'tcp' },
  'net/tunnels/tunnel/~k8s~t': { profile: '/Common/vxlan', key: 1, localAddress: '10.0.0.9' },
};

/** A user for each role: `manager` is one of partition k8s, `all-guest` is one of all partitions. */
function users(...roles: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    roles.map((name) => {
      const row = name.startsWith('all-')
        ? { name: 'all-partitions', role: name.slice(4) }
        : { name: 'k8s', role: name };
      return [`auth/user/${name}`, { password: name, partitionAccess: [row] }];
    }),
  );
}

interface Reply {
  status: number;
  body: Body;
}

type Send = (user: string, method: string, path: string, body?: object) => Reply;

async function start(...roles: readonly string[]): Promise<{ device: MockBigIp; send: Send }> {
  return startOf(undefined, ...roles);
}

async function startOf(version: string | undefined, ...roles: readonly string[]) {
  const device = await MockBigIp.start({
    protocol: 'none',
    seed: { ...seed, ...users(...roles) } as typeof seed,
    ...(version === undefined ? {} : { version }),
  });
  const send: Send = (user, method, path, body) => {
    const reply = device.handle({
      method,
      path: `/mgmt/tm/${path}`,
      headers: { authorization: `Basic ${btoa(`${user}:${user}`)}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = reply.body.startsWith('{');
    return { status: reply.status, body: (json ? JSON.parse(reply.body) : reply.body) as Body };
  };
  return { device, send };
}

const denied = (user: string, right: string, object: string) => ({
  code: 400,
  message: `01070822:3: Access Denied: user (${user}) does not have ${right} access to object (${object})`,
  errorStack: [],
  apiError: 3,
});
const names = (list: Reply) => rows(list.body['items']).map((item) => item['fullPath']);

describe('a manager of one partition', () => {
  it('makes, changes and deletes what is LTM there', async () => {
    const { send } = await start('manager');
    expect(send('manager', 'POST', 'ltm/pool', { name: 'a', partition: 'k8s' }).status).toBe(200);
    expect(send('manager', 'POST', 'ltm/pool/~k8s~a/members', { name: '10.0.0.7:80' }).status).toBe(200);
    expect(send('manager', 'PATCH', 'ltm/pool/~k8s~a', { description: 'x' }).status).toBe(200);
    expect(send('manager', 'POST', 'ltm/monitor/http', { name: 'm', partition: 'k8s' }).status).toBe(200);
    expect(send('manager', 'DELETE', 'ltm/pool/~k8s~a').status).toBe(200);
  });

  it('is refused elsewhere with 400, in the words of mcpd', async () => {
    const { send, device } = await start('manager');
    const made = send('manager', 'POST', 'ltm/pool', { name: 'a', partition: 'Common' });
    expect([made.status, made.body]).toEqual([400, denied('manager', 'create', 'pool')]);
    expect(send('manager', 'POST', 'ltm/pool', { name: '/other/a' }).body).toEqual(denied('manager', 'create', 'pool'));
    expect(send('manager', 'POST', 'ltm/pool/~Common~shared/members', { name: '/k8s/10.0.0.1:80' }).body).toEqual(
      denied('manager', 'create', 'pool_member'),
    );
    expect(send('manager', 'DELETE', 'ltm/pool/~Common~shared').body).toEqual(denied('manager', 'delete', 'pool'));
    const changed = send('manager', 'PATCH', 'ltm/pool/~Common~shared', { description: 'x' });
    expect([changed.status, changed.body['message']]).toEqual([
      400,
      '01070822:3: Access Denied: user (manager) does not have modify access to attribute (description) of object (pool)',
    ]);
    expect(device.get('ltm/pool/~Common~shared')).not.toHaveProperty('description');
  });

  it('has no part in the network, not even in its own partition (k8s-bigip-ctlr 426)', async () => {
    const { send } = await start('manager');
    const arp = { name: 'a', partition: 'k8s', ipAddress: '10.0.0.5', macAddress: '02:00:00:00:00:05' };
    expect(send('manager', 'POST', 'net/arp', arp).status).toBe(400);
    const records = [{ name: '02:00:00:00:00:05', endpoint: '10.0.0.5' }];
    const put = send('manager', 'PUT', 'net/fdb/tunnel/~k8s~t', { records });
    expect([put.status, String(put.body['message']).slice(0, 25)]).toEqual([400, '01070822:3: Access Denied']);
    expect(send('manager', 'POST', 'auth/partition', { name: 'mine' }).status).toBe(400);
    expect(send('manager', 'PATCH', 'sys/db/provision.extramb', { value: '500' }).status).toBe(400);
  });

  it('sees its own partition and Common, and nothing of others', async () => {
    const { send } = await start('manager');
    expect(names(send('manager', 'GET', 'ltm/pool'))).toEqual(['/Common/shared', '/k8s/web']);
    expect(names(send('manager', 'GET', 'ltm/pool?expandSubcollections=true'))).toEqual(['/Common/shared', '/k8s/web']);
    expect(names(send('manager', 'GET', 'auth/partition'))).toEqual(['Common', 'k8s']);
    expect(names(send('manager', 'GET', 'sys/folder'))).not.toContain('/other');
    for (const path of ['ltm/pool/~other~secret', 'ltm/pool/~other~secret/members', 'ltm/pool/~other~secret/stats']) {
      const hidden = send('manager', 'GET', path);
      expect([path, hidden.status, hidden.body['message']]).toEqual([
        path,
        404,
        '01020036:3: The requested Pool (/other/secret) was not found.',
      ]);
    }
    expect(send('manager', 'GET', 'ltm/pool?$filter=partition+eq+other').body['message']).toBe(
      'The requested folder (/other) was not found.',
    );
    const stats = send('manager', 'GET', 'ltm/virtual/stats');
    expect(stats.body).not.toHaveProperty('entries');
    expect(send('manager', 'GET', 'ltm/profile/tcp/~Common~tcp').status).toBe(200);
    expect(names(send('manager', 'GET', 'auth/user'))).toEqual(['manager']);
    expect(names(send('admin', 'GET', 'ltm/pool'))).toEqual(['/Common/shared', '/k8s/web', '/other/secret']);
  });

  it('cannot put metadata on a virtual server before 15.1 (f5-ansible 1175)', async () => {
    const body = { name: 'v', partition: 'k8s', destination: '10.0.0.20:80', metadata: [{ name: 'a', value: 'b' }] };
    for (const [version, status] of [
      ['13.1.3', 400],
      ['14.1.2.1', 400],
      ['15.1.2.1', 200],
    ] as const) {
      const { send } = await startOf(version, 'manager');
      const made = send('manager', 'POST', 'ltm/virtual', body);
      expect([version, made.status]).toEqual([version, status]);
      if (status === 400) expect(made.body).toEqual(denied('manager', 'create', 'virtual_server_metadata'));
      const { metadata: _, ...plain } = body;
      expect(send('manager', 'POST', 'ltm/virtual', { ...plain, name: 'w', destination: '10.0.0.21:80' }).status).toBe(
        200,
      );
      expect(send('admin', 'POST', 'ltm/virtual', { ...body, name: 'x', destination: '10.0.0.22:80' }).status).toBe(
        200,
      );
    }
  });
});

describe('an operator', () => {
  it('switches nodes and members, and changes nothing else', async () => {
    const { send } = await start('operator');
    const node = 'ltm/node/~k8s~10.0.0.1';
    const member = 'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80';
    const down = { session: 'user-disabled', state: 'user-down' };
    for (const uri of [node, member]) {
      expect(send('operator', 'PATCH', uri, down).body).toMatchObject(down);
      const whole = send('operator', 'GET', uri).body;
      const put = send('operator', 'PUT', uri, { ...whole, ...down });
      expect([put.status, String(put.body['message']).slice(0, 25)]).toEqual([400, '01070822:3: Access Denied']);
    }
    expect(send('operator', 'PATCH', 'ltm/pool/~k8s~web', { description: 'x' }).status).toBe(400);
    expect(send('operator', 'POST', 'ltm/node', { name: '10.0.0.3', partition: 'k8s' }).body).toEqual(
      denied('operator', 'create', 'node_address'),
    );
    expect(send('operator', 'DELETE', member).status).toBe(400);
  });
});

describe('other roles', () => {
  it('of all partitions read everything; a guest and an auditor write nothing', async () => {
    const { send } = await start('all-guest', 'all-auditor');
    for (const user of ['all-guest', 'all-auditor']) {
      expect(names(send(user, 'GET', 'ltm/pool'))).toContain('/other/secret');
      expect(send(user, 'POST', 'ltm/pool', { name: 'a' }).body).toEqual(denied(user, 'create', 'pool'));
      expect(send(user, 'DELETE', 'ltm/pool/~Common~shared').status).toBe(400);
    }
  });

  it('an application editor changes pools, nodes and monitors, and only members come and go', async () => {
    const { send } = await start('application-editor');
    const user = 'application-editor';
    expect(send(user, 'PATCH', 'ltm/pool/~k8s~web', { loadBalancingMode: 'ratio-member' }).status).toBe(200);
    expect(send(user, 'POST', 'ltm/pool/~k8s~web/members', { name: '10.0.0.1:81' }).status).toBe(200);
    expect(send(user, 'DELETE', 'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:81').status).toBe(200);
    expect(send(user, 'POST', 'ltm/pool', { name: 'b', partition: 'k8s' }).status).toBe(400);
    expect(send(user, 'DELETE', 'ltm/pool/~k8s~web').status).toBe(400);
  });

  it('a resource administrator does everything but users', async () => {
    const { send } = await start('all-resource-admin');
    const user = 'all-resource-admin';
    expect(send(user, 'POST', 'auth/partition', { name: 'new' }).status).toBe(200);
    const arp = { name: 'a', ipAddress: '10.0.0.5', macAddress: '02:00:00:00:00:05' };
    expect(send(user, 'POST', 'net/arp', arp).status).toBe(200);
    expect(send(user, 'POST', 'sys/config', { command: 'save' }).status).toBe(200);
    expect(send(user, 'POST', 'auth/user', { name: 'x', password: 'x' }).body).toEqual(
      denied(user, 'create', 'auth_user'),
    );
  });

  it('manage certificates, iRules and users where they are for that', async () => {
    const { send } = await start('certificate-manager', 'irule-manager', 'all-user-manager');
    expect(send('irule-manager', 'POST', 'ltm/rule', { name: 'r', partition: 'k8s' }).status).toBe(200);
    expect(send('irule-manager', 'POST', 'ltm/pool', { name: 'r', partition: 'k8s' }).status).toBe(400);
    const key = { name: 'k', partition: 'k8s' };
    expect(send('certificate-manager', 'POST', 'sys/file/ssl-key', key).status).toBe(200);
    expect(send('certificate-manager', 'POST', 'ltm/rule', key).status).toBe(400);
    expect(send('all-user-manager', 'POST', 'auth/user', { name: 'x', password: 'x' }).status).toBe(200);
    expect(send('all-user-manager', 'POST', 'ltm/pool', { name: 'p' }).status).toBe(400);
  });

  it('change their own password and nobody else’s', async () => {
    const { send } = await start('guest', 'manager');
    expect(send('guest', 'PATCH', 'auth/user/manager', { password: 'taken' }).status).toBe(400);
    expect(send('guest', 'PATCH', 'auth/user/guest', { password: 'guest', description: 'me' }).status).toBe(400);
    expect(send('guest', 'PATCH', 'auth/user/guest', { password: 'newer' }).status).toBe(200);
    expect(send('guest', 'GET', 'ltm/pool').status).toBe(401);
  });

  it('differ from partition to partition', async () => {
    const { device, send } = await start('manager');
    device.set('auth/user/manager', {
      partitionAccess: [
        { name: 'all-partitions', role: 'guest' },
        { name: 'k8s', role: 'manager' },
      ],
    });
    expect(names(send('manager', 'GET', 'ltm/pool'))).toContain('/other/secret');
    expect(send('manager', 'POST', 'ltm/pool', { name: 'a', partition: 'k8s' }).status).toBe(200);
    expect(send('manager', 'POST', 'ltm/pool', { name: 'a', partition: 'other' }).status).toBe(400);
  });
});

describe('what only administrators run', () => {
  it('is no argument that others have (f5-ansible 1944)', async () => {
    const { send } = await start('manager');
    const bash = send('manager', 'POST', 'util/bash', { command: 'run', utilCmdArgs: '-c id' });
    expect([bash.status, bash.body['message']]).toEqual([400, '"bash" unexpected argument']);
    expect(send('manager', 'POST', 'sys/config', { command: 'save' }).status).toBe(400);
  });
});
