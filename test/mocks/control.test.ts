import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { rows, Speaker } from './speak.ts';

describe('the control path', () => {
  it('is not there unless it was asked for', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    expect((await client.get('/__mock')).status).toBe(404);
  });

  it('gives tests in other languages what a test in this one has', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    client.headers = {};
    expect((await client.get('/__mock')).body).toMatchObject({ url: device.url, role: 'active', requests: 0 });
    await client.put('/__mock/objects', { 'ltm/pool/~Common~p': { description: 'seeded' }, 'auth/partition/k8s': {} });
    expect((await client.get('/__mock/objects?prefix=ltm')).body).toEqual(['ltm/pool/~Common~p']);
    const { id } = (await client.post('/__mock/snapshots', {})).body;
    await client.put('/__mock/objects/ltm/pool/~Common~p', { description: 'changed' });
    expect((await client.get('/__mock/objects/ltm/pool/~Common~p')).body['description']).toBe('changed');
    await client.post(`/__mock/snapshots/${String(id)}`, {});
    expect(device.get('ltm/pool/~Common~p')).toMatchObject({ description: 'seeded' });
    await client.post('/__mock/clock', { frozen: true, advance: '20m' });
    await client.post('/__mock/faults', { match: 'GET ltm/pool', do: { status: 503 } });
    const basic = { authorization: `Basic ${btoa('admin:admin')}` };
    expect((await client.get('ltm/pool', basic)).status).toBe(503);
    await client.post('/__mock/faults', { name: 'html-503', match: 'GET ltm/pool' });
    expect((await client.get('ltm/pool', basic)).text).toContain('restarting');
    expect((await client.get('asm/policies', basic)).status).toBe(501);
    expect((await client.get('/__mock/unimplemented')).body).toEqual({ '/mgmt/tm/asm/policies': 1 });
    const journal = (await client.get('/__mock/journal')).body;
    expect(journal).toMatchObject([
      { method: 'GET', uri: '/mgmt/tm/ltm/pool', status: 503, fault: 'before status' },
      { method: 'GET', uri: '/mgmt/tm/ltm/pool', status: 503, fault: 'before html' },
      { method: 'GET', uri: '/mgmt/tm/asm/policies', status: 501 },
    ]);
    await client.post('/__mock/restart', { what: 'mcpd' });
    expect((await client.get('ltm/pool', basic)).status).toBe(503);
    await client.post('/__mock/recover', {});
    await client.delete('/__mock/objects/ltm/pool/~Common~p');
    expect(device.list('ltm')).toEqual([]);
    await client.post('/__mock/reset', {});
    expect(device.requests).toBe(0);
  });

  it('says what is wrong', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    const said = async (path: string, body: unknown) => {
      const { status, body: answer } = await client.post(path, body);
      return `${status} ${String(answer['message'])}`;
    };
    expect(await said('/__mock/objects', { 'ltm/nonsense/x': {} })).toBe(
      '400 not the URI of an object: ltm/nonsense/x',
    );
    expect(await said('/__mock/faults', { name: 'x' })).toBe('400 no fault is called x');
    expect(await said('/__mock/faults', { name: 'refused' })).toMatch(/^400 nobody could end refused/);
    expect(await said('/__mock/faults', {})).toMatch(/^400 a fault needs match: /);
    expect(await said('/__mock/faults', { match: 'GET *', do: 'explode' })).toBe('400 not an action: "explode"');
    expect(await said('/__mock/faults', { name: 'loading', match: 'GET *' })).toMatch(/^400 loading is met by every/);
    expect(await said('/__mock/faults', { name: 'new-certificate' })).toMatch(/^400 there is no certificate/);
    expect(await said('/__mock/nothing', {})).toBe('404 nothing at POST /__mock/nothing');
    expect(await said('/__mock/clock', '{')).toMatch(/^400 /);
    expect(await said('/__mock/clock', [])).toBe('400 the body is not a JSON object');
    expect(await said('/__mock/clock', { advance: 'soon' })).toBe('400 not a duration: soon');
    expect(await said('/__mock/clock', { forward: '5s' })).toBe(
      '400 there is no forward here, only advance, frozen, reset',
    );
    expect(await said('/__mock/restart', { what: 'tmm' })).toMatch(/^400 a restart needs what/);
    expect(await said('/__mock/restart', { windows: [{ phase: 'asleep' }] })).toMatch(/^400 not a phase: asleep/);
    expect(await said('/__mock/failover', { to: 'moon' })).toMatch(/^400 a failover is to standby/);
    expect(await said('/__mock/latency', { profile: 'slow' })).toBe('400 no latency profile is called slow');
    expect(await said('/__mock/latency', { profile: { reed: 5 } })).toBe('400 a latency profile has no reed');
    expect(await said('/__mock/latency', { profile: { read: -5 } })).toBe(
      '400 not a figure of a latency profile: read -5',
    );
    expect(await said('/__mock/latency', { profile: 've', time: 'x' })).toBe('400 latency is real or virtual, not x');
    expect(await said('/__mock/pause', {})).toBe('400 for is milliseconds or "20m"');
    expect(await said('/__mock/snapshots/7', {})).toBe('404 nothing at POST /__mock/snapshots/7');
    expect(device.faults).toEqual([]);
  });

  it('is closed to pages in a browser on the same machine, and open to what a person types there', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    client.headers = {};
    const fault = { match: '*', do: { status: 503 } };
    for (const headers of [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'null' }]) {
      expect((await client.post('/__mock/faults', fault, headers)).status).toBe(403);
      expect((await client.get('/__mock/journal', headers)).status).toBe(403);
    }
    expect(device.faults).toEqual([]);
    expect((await client.get('/__mock', { 'sec-fetch-site': 'none' })).status).toBe(200);
  });

  it('sets faults, lists them, and takes them back', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    const match = { method: 'POST', path: 'ltm/pool', body: { name: 'a' } };
    const { id } = (await client.post('/__mock/faults', { match, do: { status: 503 }, times: 'always', skip: 1 })).body;
    await client.post('/__mock/faults', { match: 'GET *', when: 'after', do: 'reset' });
    await client.post('ltm/pool', { name: 'b' });
    await client.post('ltm/pool', { name: 'a' });
    expect((await client.post('ltm/pool', { name: 'a' })).status).toBe(503);
    expect((await client.get(`/__mock/faults/${String(id)}`)).body).toEqual({
      id,
      match,
      when: 'before',
      do: { status: 503 },
      left: 'always',
      skip: 0,
      played: 1,
    });
    expect(rows((await client.get('/__mock/faults')).body)).toHaveLength(2);
    expect(rows((await client.delete(`/__mock/faults/${String(id)}`)).body)).toHaveLength(1);
    expect((await client.delete(`/__mock/faults/${String(id)}`)).status).toBe(404);
    expect((await client.get(`/__mock/faults/${String(id)}`)).status).toBe(404);
    expect(rows((await client.delete('/__mock/faults')).body)).toEqual([]);
    expect((await client.get('ltm/pool')).status).toBe(200);
    const named = (await client.post('/__mock/faults', { name: 'commit-lost', times: 3 })).body;
    expect((await client.get(`/__mock/faults/${String(named['id'])}`)).body).toMatchObject({ left: 3 });
    const names = rows((await client.get('/__mock/fault-names')).body).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['commit-lost', 'reset-after', 'save-fails']));
  });

  it('gives the journal from a count on, the traffic, the transactions and the whole configuration', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true, journalSize: 4 });
    await using client = new Speaker(device);
    let sent = 0;
    for (let at = 0; at < 6; at++) sent += (await client.get(`ltm/pool?${at}`)).text.length;
    const before = (await client.get('/__mock')).body;
    expect(before).toMatchObject({ requests: 6, received: 0, sent });
    await client.get('ltm/pool');
    await client.post('ltm/pool', { name: 'a' });
    const uris = async (query: string) =>
      rows((await client.get(`/__mock/journal?${query}`)).body).map(({ method, uri }) =>
        `${method} ${uri}`.replace('/mgmt/tm/', ''),
      );
    expect(await uris('since=6')).toEqual(['GET ltm/pool', 'POST ltm/pool']);
    expect(await uris('since=0')).toHaveLength(4);
    expect(await uris('last=1')).toEqual(['POST ltm/pool']);
    expect(await uris('since=99')).toEqual([]);
    expect((await client.get('/__mock/journal?last=x')).status).toBe(400);
    const id = (await client.post('transaction', {})).body['transId'];
    await client.post('ltm/pool', { name: 'b' }, { 'X-F5-REST-Coordination-Id': String(id) });
    expect((await client.get('/__mock/transactions')).body).toEqual([
      {
        id,
        state: 'STARTED',
        validateOnly: false,
        commands: [{ method: 'POST', path: '/mgmt/tm/ltm/pool', body: { name: 'b' } }],
      },
    ]);
    const dump = (await client.get('/__mock/objects?values=true')).body;
    expect(dump).toMatchObject({ 'ltm/pool/~Common~a': { loadBalancingMode: 'round-robin' } });
    await client.post('/__mock/reset', {});
    expect((await client.put('/__mock/objects', dump)).body).toEqual(['ltm/pool/~Common~a']);
    expect(rows((await client.get('/__mock/types')).body)).toContain('ltm/pool');
  });

  it('moves the clock, restarts, fails over, slows down and pauses', async () => {
    const waits: number[] = [];
    const clock = {
      now: () => 1_600_000_000_000,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
      },
    };
    await using device = await MockBigIp.start({ protocol: 'http', control: true, clock });
    await using client = new Speaker(device);
    expect((await client.get('/__mock/clock')).body).toEqual({ now: 1_600_000_000_000 });
    expect((await client.post('/__mock/clock', { advance: '1h' })).body['now']).toBe(1_600_003_600_000);
    expect((await client.post('/__mock/clock', { reset: true, frozen: true })).body['now']).toBe(1_600_000_000_000);
    const windows = [{ phase: 'busy', requests: 1 }];
    expect((await client.post('/__mock/restart', { windows })).body['phase']).toBe('busy');
    expect((await client.get('ltm/pool')).status).toBe(503);
    expect((await client.get('/__mock')).body['phase']).toBe(null);
    for (const [to, role] of [
      ['offline', 'offline'],
      ['online', 'active'],
      [undefined, 'standby'],
    ] as const) {
      expect((await client.post('/__mock/failover', to === undefined ? undefined : { to })).body['role']).toBe(role);
    }
    await client.post('/__mock/latency', { profile: { read: 7 } });
    await client.get('ltm/pool');
    expect(waits).toEqual([7]);
    await client.post('/__mock/latency', { profile: 've', time: 'virtual' });
    await client.get('ltm/pool');
    expect(Math.round(device.clock.now() - 1_600_000_000_000)).toBe(8);
    await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    expect((await client.send('DELETE', '/__mock/tokens')).body['tokens']).toBe(0);
    expect((await client.post('/__mock/pause', { for: '5s' })).status).toBe(200);
    while (!waits.includes(5000)) await new Promise(setImmediate);
    expect((await client.get('/__mock')).status).toBe(200);
  });

  it('shows the certificate, and changes it', async () => {
    await using device = await MockBigIp.start({ control: true });
    await using client = new Speaker(device);
    const { certificate, fingerprint256 } = (await client.get('/__mock/certificate')).body;
    expect([certificate, fingerprint256]).toEqual([device.certificate, device.fingerprint256]);
    const changed = (await client.post('/__mock/certificate', {})).body;
    expect(changed['fingerprint256']).toBe(device.fingerprint256);
    expect(changed['fingerprint256']).not.toBe(fingerprint256);
    await client.post('/__mock/faults', { name: 'new-certificate' });
    expect(device.fingerprint256).not.toBe(changed['fingerprint256']);
  });

  it('keeps snapshots until they are forgotten', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    for (const id of [0, 1]) expect((await client.post('/__mock/snapshots', {})).body).toEqual({ id });
    expect((await client.send('DELETE', '/__mock/snapshots/0')).body).toEqual([1]);
    expect((await client.post('/__mock/snapshots/0', {})).status).toBe(404);
    expect((await client.post('/__mock/snapshots', {})).body).toEqual({ id: 2 });
    expect((await client.get('/__mock/snapshots')).body).toEqual([1, 2]);
    expect((await client.send('DELETE', '/__mock/snapshots')).body).toEqual([]);
  });

  it('answers nobody but clients on the same host', async () => {
    const device = await MockBigIp.start({ protocol: 'none', control: true });
    const accepted = device.accept({ method: 'GET', path: '/__mock', remoteAddress: '192.0.2.7' });
    expect(accepted.perform().reply?.status).toBe(404);
  });
});
