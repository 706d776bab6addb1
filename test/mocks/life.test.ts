import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

const virtual = { name: 'v', destination: '10.1.1.1:80', profiles: ['tcp'] };

describe('two units', () => {
  it('copy the objects of traffic, and keep network to themselves', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http' });
    await using first = one;
    await using second = two;
    await using client = new Speaker(first);
    second.seed({ 'net/vlan/~Common~v1': {} });
    first.seed({
      'auth/partition/k8s': {},
      'net/vlan/~Common~v1': {},
      'net/tunnels/tunnel/~Common~t': { profile: '/Common/vxlan', key: 1, localAddress: '10.0.0.1' },
      'net/self/~Common~local': { address: '192.0.2.1/24', vlan: '/Common/v1' },
      'net/self/~Common~floating': {
        address: '192.0.2.3/24',
        vlan: '/Common/v1',
        trafficGroup: '/Common/traffic-group-1',
      },
      'net/arp/~Common~a': { ipAddress: '10.2.0.1', macAddress: '02:00:00:00:00:01' },
      'net/fdb/tunnel/~Common~t/records/02:00:00:00:00:01': { endpoint: '10.0.0.2' },
      'ltm/pool/~k8s~p/members/~k8s~10.3.0.1:80': {},
      'ltm/pool/~k8s~p': {},
    });
    await client.post('ltm/virtual', { ...virtual, partition: 'k8s', pool: '/k8s/p' });
    const before = (await client.get('cm/sync-status')).text;
    expect(before).toContain('"status":{"description":"Changes Pending"}');
    const command = { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' };
    expect((await client.post('cm', command)).body).toEqual({ kind: 'tm:cm:runstate', ...command });
    expect((await client.get('cm/sync-status')).text).toContain('"status":{"description":"In Sync"}');
    expect(second.list()).toEqual([
      'auth/partition/k8s',
      'ltm/node/~k8s~10.3.0.1',
      'ltm/pool/~k8s~p',
      'ltm/pool/~k8s~p/members/~k8s~10.3.0.1:80',
      'ltm/virtual-address/~k8s~10.1.1.1',
      'ltm/virtual/~k8s~v',
      'ltm/virtual/~k8s~v/profiles/~Common~tcp',
      'net/fdb/vlan/~Common~v1',
      'net/self/~Common~floating',
      'net/vlan/~Common~v1',
      'sys/folder/~k8s',
    ]);
    second.set('ltm/pool/~k8s~p', { description: 'by the peer' });
    expect((await client.get('cm/sync-status')).text).toContain('Changes Pending');
  });

  it('swap their roles', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http' });
    await using first = one;
    await using second = two;
    await using client = new Speaker(second);
    expect([first.role, second.role]).toEqual(['active', 'standby']);
    expect((await client.get('cm/failover-status')).text).toContain('"status":{"description":"STANDBY"}');
    first.failover();
    expect([first.role, second.role]).toEqual(['standby', 'active']);
    const devices = await client.get('cm/device?$select=name,failoverState,selfDevice');
    expect(devices.body['items']).toEqual([
      { name: 'bigip1.example.com', failoverState: 'standby', selfDevice: 'false' },
      { name: 'bigip2.example.com', failoverState: 'active', selfDevice: 'true' },
    ]);
    await client.post('sys/failover', { command: 'run', standby: true });
    expect([first.role, second.role]).toEqual(['active', 'standby']);
  });

  it('copy at once when the group does so by itself', async () => {
    const [first, second] = await MockBigIp.pair({ protocol: 'none' });
    first.set('cm/device-group/~Common~sync-failover', { autoSync: 'enabled' });
    first.set('ltm/pool/~Common~p', {});
    expect(second.get('ltm/pool/~Common~p')).toBeDefined();
    first.delete('ltm/pool/~Common~p');
    expect(second.get('ltm/pool/~Common~p')).toBeUndefined();
  });
});

describe('latency', () => {
  const headers = { authorization: `Basic ${btoa('admin:admin')}` };
  const signal = new AbortController().signal;

  async function times(latency: 've' | 'cold' | 'busy'): Promise<number[]> {
    const device = await MockBigIp.start({
      protocol: 'none',
      latency,
      latencyTime: 'virtual',
      clock: { now: () => 0 },
    });
    const taken: number[] = [];
    for (const [method, path, body] of [
      ['GET', 'ltm/pool', undefined],
      ['GET', 'ltm/pool', undefined],
      ['POST', 'ltm/pool', { name: 'p' }],
    ] as const) {
      const before = device.clock.now();
      const bytes = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
      await device.transport.send({ method, path: `/mgmt/tm/${path}`, headers, signal, ...bytes });
      taken.push(Math.round(device.clock.now() - before));
    }
    return taken;
  }

  it('passes on the clock of the device, by profile', async () => {
    expect(await times('ve')).toEqual([8, 8, 50]);
    const [cold = 0, warm = 0] = await times('cold');
    expect(Math.round(cold / warm)).toBe(10);
    expect((await times('busy')).every((time) => time >= 40)).toBe(true);
  });

  it('makes writes wait for each other, and commits cost by their commands', async () => {
    const waits: number[] = [];
    const clock = {
      now: () => 0,
      sleep: async (milliseconds: number) => {
        waits.push(Math.round(milliseconds / 10) * 10);
      },
    };
    const device = await MockBigIp.start({ protocol: 'none', latency: 've', clock });
    const send = async (method: string, path: string, body: unknown, extra = {}) => {
      const reply = await device.transport.send({
        method,
        path: `/mgmt/tm/${path}`,
        headers: { ...headers, ...extra },
        body: Buffer.from(JSON.stringify(body)),
        signal,
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of reply.body) chunks.push(chunk);
      return JSON.parse(Buffer.concat(chunks).toString());
    };
    await send('POST', 'ltm/pool', { name: 'a' });
    await send('POST', 'ltm/pool', { name: 'b' });
    expect(waits).toEqual([50, 100]);
    const { transId } = await send('POST', 'transaction', {});
    for (const name of ['c', 'd'])
      await send('POST', 'ltm/pool', { name }, { 'x-f5-rest-coordination-id': `${transId}` });
    const before = waits.at(-3) ?? 0;
    await send('PATCH', `transaction/${transId}`, { state: 'VALIDATING' });
    expect((waits.at(-1) ?? 0) - before).toBe(60);
  });
});

describe('faults by name', () => {
  it('play what they say', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    await device.play('commit-lost');
    const id = String((await client.post('transaction', {})).body['transId']);
    await client.post('ltm/pool', { name: 'p' }, { 'x-f5-rest-coordination-id': id });
    await expect(client.patch(`transaction/${id}`, { state: 'VALIDATING' })).rejects.toThrow();
    expect(device.get('ltm/pool/~Common~p')).toBeDefined();
    await device.play('tokens-full');
    const login = await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    expect(login.body['message']).toContain('maximum active login tokens');
    await device.play('async-task');
    expect((await client.get('ltm/pool')).body['message']).toBe('There is an active asynchronous task executing.');
    device.recover();
    await device.play('html-500', { match: 'POST ltm/pool' });
    expect((await client.post('ltm/pool', { name: 'q' })).text).toContain('AsyncContext timeout');
    expect(device.get('ltm/pool/~Common~q')).toBeDefined();
    await device.play('refused');
    await using late = new Speaker(device);
    await expect(late.get('ltm/pool')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
