import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay });
  return { device, client: new Speaker(device) };
}

const info = '/mgmt/shared/identified-devices/config/device-info';

describe('a policy', () => {
  const rule = (ordinal: number) => ({
    name: `r${ordinal}`,
    ordinal,
    conditions: [{ name: '0', httpUri: true, path: true, startsWith: true, values: ['/a'] }],
    actions: [{ name: '0', forward: true, select: true, pool: '/k8s/p' }],
  });

  it('is drafted, published, drafted again and published over itself, in use', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/pool/~k8s~p': {}, 'sys/folder/~k8s~Drafts': {} });
    const draft = { name: 'route', partition: 'k8s', subPath: 'Drafts', rules: [rule(0)] };
    const made = await client.post('ltm/policy', draft);
    expect([made.body['message'], made.body['status']]).toEqual([undefined, 'draft']);
    const publish = { command: 'publish', name: '/k8s/Drafts/route' };
    const answer = await client.post('ltm/policy', publish);
    expect([answer.status, answer.body]).toEqual([200, { kind: 'tm:ltm:policy:publishstate', ...publish }]);
    expect(device.list('ltm/policy').filter((uri) => !uri.includes('/rules'))).toEqual(['ltm/policy/~k8s~route']);
    expect(device.list('ltm/policy/~k8s~route/rules/r0')).toHaveLength(3);
    await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination: '10.1.1.1:80', policies: ['route'] });

    expect((await client.patch('ltm/policy/~k8s~route', { createDraft: true })).body['status']).toBe('published');
    expect(device.get('ltm/policy/~k8s~Drafts~route')).toMatchObject({ status: 'draft' });
    await client.post('ltm/policy/~k8s~Drafts~route/rules', rule(1));
    expect(device.get('ltm/policy/~k8s~route/rules/r1')).toBeUndefined();
    expect((await client.post('ltm/policy', publish)).status).toBe(200);
    expect(device.get('ltm/policy/~k8s~route/rules/r1')).toMatchObject({ ordinal: 1 });
    expect(device.get('ltm/policy/~k8s~Drafts~route')).toBeUndefined();
    expect((await client.delete('ltm/policy/~k8s~route')).status).toBe(400);
    expect((await client.delete('ltm/pool/~k8s~p')).status).toBe(400);
  });

  it('is not published when there is no draft, or in words that the mock has not', async () => {
    const { device, client } = await start();
    await using _ = device;
    const missing = await client.post('ltm/policy', { command: 'publish', name: '/Common/Drafts/none' });
    expect([missing.status, missing.body['message']]).toEqual([
      404,
      '01020036:3: The requested policy (/Common/Drafts/none) was not found.',
    ]);
    expect((await client.post('ltm/policy', { command: 'load', name: 'x' })).status).toBe(501);
    expect([...device.unimplemented.keys()]).toEqual(['the command load of ltm/policy']);
  });

  it('outside of a Drafts folder is one of the old kind, as k8s-bigip-ctlr makes it', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post('ltm/policy', { name: 'old', partition: 'k8s', legacy: true });
    expect(made.body).toMatchObject({ status: 'legacy' });
    expect(made.body).not.toHaveProperty('legacy');
  });
});

describe('a device', () => {
  it('says who it is', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http', version: '16.1.2' });
    await using _ = one;
    await using __ = two;
    const ids = new Set<string>();
    for (const device of [one, two]) {
      await using client = new Speaker(device);
      const { status, body } = await client.get(info);
      expect([status, body['kind'], body['version'], body['product']]).toEqual([
        200,
        'shared:resolver:device-groups:deviceinfostate',
        '16.1.2',
        'BIG-IP',
      ]);
      expect(device.get(`cm/device/~Common~${body['hostname']}`)).toMatchObject({ selfDevice: 'true' });
      ids.add(String(body['machineId']));
      client.headers = {};
      expect((await client.get(info)).status).toBe(401);
    }
    expect(ids.size).toBe(2);
  });

  it('is renamed, and all that names it follows', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http' });
    await using _ = one;
    await using __ = two;
    await using client = new Speaker(one);
    const [name, target] = ['bigip1.example.com', 'renamed.example.com'];
    await client.patch('cm/traffic-group/traffic-group-1', { haOrder: [name] });
    const answer = await client.post('cm/device', { command: 'mv', name, target });
    expect([answer.status, answer.body]).toEqual([200, { kind: 'tm:cm:device:mvstate', command: 'mv', name, target }]);
    expect(one.get(`cm/device/~Common~${name}`)).toBeUndefined();
    expect(one.get(`cm/device/~Common~${target}`)).toMatchObject({ hostname: target, selfDevice: 'true' });
    const other = '/Common/bigip2.example.com';
    expect(one.get('cm/trust-domain/~Common~Root')!['caDevices']).toEqual([`/Common/${target}`, other]);
    expect(one.get('cm/traffic-group/~Common~traffic-group-1')!['haOrder']).toEqual([`/Common/${target}`]);
    const group = await client.get('cm/device-group/sync-failover/devices');
    expect(rows(group.body['items']).map((item) => item['fullPath'])).toEqual([other, `/Common/${target}`]);
    expect((await client.post('cm/device', { command: 'mv', name, target: 'x' })).status).toBe(404);
    expect((await client.post('cm/device', { command: 'mv', name: target, target: other })).status).toBe(409);
  });

  it('forgets the others when its trust is reset', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http' });
    await using _ = one;
    await using __ = two;
    await using client = new Speaker(one);
    expect(one.get('cm/trust-domain/~Common~Root')!['caDevices']).toHaveLength(2);
    const haOrder = ['bigip1.example.com', 'bigip2.example.com'];
    await client.patch('cm/traffic-group/traffic-group-1', { haOrder });
    expect((await client.delete('cm/trust-domain')).status).toBe(200);
    expect(one.get('cm/traffic-group/~Common~traffic-group-1')!['haOrder']).toEqual(['/Common/bigip1.example.com']);
    expect(one.get('cm/trust-domain/~Common~Root')!['caDevices']).toEqual(['/Common/bigip1.example.com']);
    expect(rows((await client.get('cm/device')).body['items'])).toHaveLength(1);
    expect(rows((await client.get('cm/device-group/sync-failover/devices')).body['items'])).toHaveLength(1);
    await client.post('ltm/pool', { name: 'own' });
    await client.post('cm', { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' });
    expect(two.list('ltm/pool')).toEqual([]);
  });

  it('has database variables whose value is none', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect((await client.get('sys/db/provision.action')).body).toMatchObject({ value: 'none' });
    expect((await client.patch('sys/db/provision.action', { value: 'reboot' })).body['value']).toBe('reboot');
    expect((await client.patch('sys/db/provision.action', { value: 'none' })).body['value']).toBe('none');
  });
});

describe('values as clients send them', () => {
  it('are JSON booleans where the texts true and false are meant, and nowhere else', async () => {
    const { device, client } = await start();
    await using _ = device;
    const uri = 'cm/device-group/~Common~g';
    await client.post('cm/device-group', { name: 'g', fullLoadOnSync: true, saveOnAutoSync: false });
    expect(device.get(uri)).toMatchObject({ fullLoadOnSync: 'true', saveOnAutoSync: 'false' });
    expect((await client.patch(uri, { autoSync: true })).body['message']).toBe(
      'invalid property value "auto-sync":"true"',
    );
    expect((await client.patch(uri, { description: true })).status).toBe(400);
  });

  it('are rows by name, and a word that means nothing', async () => {
    const { device, client } = await start();
    await using _ = device;
    const access = { 'all-partitions': { role: 'guest' }, k8s: { role: 'manager' } };
    await client.post('auth/user', { name: 'robot', password: 'x', 'partition-access': access });
    expect(device.get('auth/user/robot')!['partitionAccess']).toEqual([
      { name: 'all-partitions', role: 'guest' },
      { name: 'k8s', role: 'manager' },
    ]);
    const typo = await client.post('auth/user', { name: 'b', 'partition-access': { k8s: { roll: 'guest' } } });
    expect(typo.body['message']).toBe('"roll" unknown property');
    await client.post('ltm/pool', { name: 'p', monitor: 'http' });
    expect((await client.patch('ltm/pool/p', { monitor: 'default' })).body).not.toHaveProperty('monitor');
  });

  it('name how a member is resolved when it is made, and not later', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/pool/~k8s~p': {} });
    const fqdn = { tmName: 'a.example.com', autopopulate: 'enabled', interval: '60', addressFamily: 'ipv6' };
    const made = await client.post('ltm/pool/~k8s~p/members', { name: 'a.example.com:80', fqdn });
    expect(made.body['fqdn']).toEqual({ autopopulate: 'enabled', tmName: 'a.example.com' });
    const uri = 'ltm/pool/~k8s~p/members/~k8s~a.example.com:80';
    expect((await client.patch(uri, { fqdn: { addressFamily: 'ipv4' } })).status).toBe(400);
    expect((await client.put(uri, { fqdn: made.body['fqdn'] })).status).toBe(200);
  });

  it('cannot make an iApp, of which there are none', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect((await client.get('sys/application/service')).body['items']).toEqual([]);
    expect((await client.post('sys/application/service', { name: 'x' })).status).toBe(501);
    expect(device.unimplemented.size).toBe(1);
  });
});
