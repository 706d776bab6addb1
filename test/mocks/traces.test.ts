import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

const header = (id: unknown) => ({ 'X-F5-REST-Coordination-Id': String(id) });
const headers = { authorization: `Basic ${btoa('admin:admin')}` };

describe('a reset', () => {
  it('in the middle of everything leaves nothing of it', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed: overlay });
    await using client = new Speaker(device);
    const start = device.snapshot().entries;
    const before = device.clock.now();
    const id = (await client.post('transaction', {})).body['transId'];
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination: '10.1.1.1:80' });
    await client.post('sys/config', { command: 'save' });
    await client.get('asm/policies');
    device.fault({ match: 'GET *', do: 'reset', times: 'always' });
    device.setLatency({ read: 5 });
    device.failover();
    device.clock.advance('1d');
    device.clock.freeze();
    device.restart('mcpd');
    device.reset();
    expect(device.snapshot().entries).toEqual(start);
    expect([device.tokens, device.transactions, device.faults, device.journal, device.role]).toEqual([
      0,
      [],
      [],
      [],
      'active',
    ]);
    expect([device.traffic, device.unimplemented.size, device.phase]).toEqual([
      { requests: 0, received: 0, sent: 0 },
      0,
      undefined,
    ]);
    expect(device.clock.now() - before).toBeLessThan(3_600_000);
    expect((await client.patch(`transaction/${id}`, { state: 'VALIDATING' })).status).toBe(404);
    expect((await client.get('ltm/virtual/~k8s~v')).status).toBe(404);
    device.restart('reboot');
    device.recover();
    expect(device.list('ltm')).toEqual([]);
  });

  it('costs what was changed, not what there is', async () => {
    const pools = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`ltm/pool/~Common~p${at}`, {}]));
    const device = await MockBigIp.start({ protocol: 'none', seed: pools });
    device.set('ltm/pool/~Common~p0', { description: 'x' });
    expect([...changes(device)]).toHaveLength(1);
    device.reset();
    expect(device.get('ltm/pool/~Common~p0')!['description']).toBeUndefined();
  });

  it('goes on with generations and numbers as at the start', async () => {
    const device = await MockBigIp.start({ protocol: 'none', seed: overlay });
    const make = () => {
      const body = JSON.stringify({ name: 'v', partition: 'k8s', destination: '10.1.1.1:80' });
      const { generation, vsIndex } = JSON.parse(
        device.handle({ method: 'POST', path: '/mgmt/tm/ltm/virtual', headers, body }).body,
      );
      return [generation, vsIndex];
    };
    const first = make();
    device.reset();
    expect(make()).toEqual(first);
  });
});

/** The objects that are not as they were at the start. */
function* changes(device: MockBigIp): Generator<string> {
  const after = new Map(device.snapshot().entries.map((entry) => [entry.uri, entry]));
  device.reset();
  for (const entry of device.snapshot().entries) if (after.get(entry.uri) !== entry) yield entry.uri;
}

describe('a snapshot', () => {
  it('given back in the middle of a transaction leaves it open, and it commits on what is there then', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed: overlay });
    await using client = new Speaker(device);
    const empty = device.snapshot();
    await client.post('ltm/pool', { name: 'p', partition: 'k8s' });
    const id = (await client.post('transaction', {})).body['transId'];
    await client.post('ltm/pool/~k8s~p/members', { name: '10.0.0.1:80' }, header(id));
    device.restore(empty);
    const failed = await client.patch(`transaction/${id}`, { state: 'VALIDATING' });
    expect(failed.body['message']).toMatch(/^transaction failed:01020036:3: .*\/k8s\/p/);
    expect(device.list('ltm')).toEqual([]);
  });

  it('given back while mcpd loads is there afterwards', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed: overlay });
    await using client = new Speaker(device);
    device.set('ltm/pool/~k8s~p', {});
    const full = device.snapshot();
    device.delete('ltm/pool/~k8s~p');
    device.restart([{ phase: 'loading', requests: 1 }]);
    device.restore(full);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(404);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
  });
});

describe('the journal', () => {
  async function journal(size: number | undefined, bodies: readonly (object | string)[]): Promise<MockBigIp> {
    const device = await MockBigIp.start({ protocol: 'none', ...(size === undefined ? {} : { journalSize: size }) });
    for (const body of bodies) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      device.accept({ method: 'POST', path: '/mgmt/tm/ltm/none', headers, body: text }).perform();
    }
    return device;
  }

  it('keeps as many as it was told, or none', async () => {
    const bodies = Array.from({ length: 7 }, (_, at) => ({ at }));
    const kept = async (size: number) => (await journal(size, bodies)).journal.map(({ body }) => body);
    expect(await kept(0)).toEqual([]);
    expect(await kept(1)).toEqual([{ at: 6 }]);
    expect(await kept(3)).toEqual([{ at: 4 }, { at: 5 }, { at: 6 }]);
    expect(await kept(7)).toHaveLength(7);
    expect((await journal(0, bodies)).requests).toBe(7);
    for (const size of [-1, 1.5, Number.NaN]) await expect(kept(size)).rejects.toThrow('not a size of a journal');
  });

  it('lets the bodies of old requests go when they are large', async () => {
    const body = 'x'.repeat(8 * 1024 * 1024);
    const { journal: entries } = await journal(undefined, [
      { name: 'first' },
      ...new Array(6).fill(body),
      { name: 'last' },
    ]);
    expect(entries.map(({ bodyDropped, body: kept }) => bodyDropped ?? (kept === undefined ? 'none' : 'kept'))).toEqual(
      [true, true, true, true, 'kept', 'kept', 'kept', 'kept'],
    );
    const ring = await journal(3, new Array(9).fill(body));
    expect(ring.journal.map(({ bodyDropped }) => bodyDropped)).toEqual([undefined, undefined, undefined]);
  });

  it('has no passwords, wherever they lie, and no more depth than a test can print', async () => {
    const device = await journal(undefined, [
      {
        username: 'ann',
        password: 's3cret',
        list: [{ password: 's3cret', name: 'x' }],
        deep: { Passphrase: 's3cret' },
      },
      `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`,
      '{"__proto__": {"polluted": true}}',
      'not json',
    ]);
    const text = JSON.stringify(device.journal);
    expect(text).not.toContain('s3cret');
    expect(device.journal[0]?.body).toMatchObject({ username: 'ann', list: [{ name: 'x' }] });
    expect(device.journal[3]?.body).toBe('not json');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('several devices in one process', () => {
  it('share a certificate and nothing else', async () => {
    await using one = await MockBigIp.start();
    await using two = await MockBigIp.start({
      hostname: 'two.example.com',
      version: '17.1.0',
      username: 'ann',
      password: 'word',
    });
    await using first = new Speaker(one);
    await using second = new Speaker(two);
    expect([one.fingerprint256 === two.fingerprint256, one.url === two.url]).toEqual([true, false]);
    await first.post('ltm/pool', { name: 'p' });
    const { body } = await first.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    const token = { 'x-f5-auth-token': String(body['token']!['token']) };
    second.headers = {};
    expect((await second.get('ltm/pool', token)).status).toBe(401);
    one.fault({ match: 'GET *', do: { status: 503 } });
    one.restart('mcpd');
    one.clock.advance('1d');
    expect([two.list('ltm'), two.tokens, two.faults, two.phase, two.requests]).toEqual([[], 0, [], undefined, 1]);
    expect(two.clock.now()).toBeLessThan(one.clock.now());
    await two.changeCertificate();
    expect(one.fingerprint256 === two.fingerprint256).toBe(false);
  });

  it('may wait on a clock that rejects what is aborted', async () => {
    const sleep = (_milliseconds: number, ended?: AbortSignal) =>
      new Promise<void>((_, reject) => {
        ended?.addEventListener('abort', () => reject(ended.reason));
      });
    const device = await MockBigIp.start({ protocol: 'http', clock: { now: Date.now, sleep }, latency: { read: 5 } });
    await using client = new Speaker(device);
    const asked = client.get('ltm/pool').catch((error: Error) => error);
    const { signal } = new AbortController();
    const path = '/mgmt/tm/ltm/pool';
    const direct = device.transport.send({ method: 'GET', path, headers, signal }).catch((error: Error) => error);
    while (device.requests < 2) await new Promise(setImmediate);
    await device.close();
    for (const outcome of await Promise.all([asked, direct])) expect(outcome).toBeInstanceOf(Error);
  });

  it('fifty of them, with requests under way, leave no handle', async () => {
    const held = () => {
      const counts = new Map<string, number>();
      for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
      return ['TCPServerWrap', 'TCPSocketWrap', 'TLSWrap', 'Timeout'].map((name) => counts.get(name) ?? 0);
    };
    const before = held();
    const more = () => held().some((count, at) => count > (before[at] ?? 0));
    const hanging: Promise<unknown>[] = [];
    for (let at = 0; at < 50; at++) {
      const protocol = (['http', 'https', 'none'] as const)[at % 3] ?? 'none';
      await using device = await MockBigIp.start({ protocol, latency: { read: 1_000_000 } });
      await using client = new Speaker(device);
      device.fault({ match: 'POST *', do: { delay: '1h' } });
      const { signal } = new AbortController();
      const ask = (method: string) =>
        protocol === 'none'
          ? device.transport.send({ method, path: '/mgmt/tm/ltm/pool', headers, signal })
          : client.send(method, 'ltm/pool', method === 'POST' ? { name: 'p' } : undefined);
      hanging.push(...['GET', 'POST'].map((method) => ask(method).catch((error: Error) => error)));
      await device.pause('1h');
      await device.resume();
    }
    for (const outcome of await Promise.all(hanging)) expect(outcome).toBeInstanceOf(Error);
    for (let turn = 0; turn < 1000 && more(); turn++) await new Promise(setImmediate);
    expect(more()).toBe(false);
  });
});
