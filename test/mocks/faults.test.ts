import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay });
  return { device, client: new Speaker(device) };
}

const pool = { name: 'p', partition: 'k8s' };

describe('a fault', () => {
  it('loses the reply of a request that was done', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.fault({ match: 'POST ltm/pool', when: 'after', do: 'reset' });
    await expect(client.post('ltm/pool', pool)).rejects.toThrow();
    expect(device.get('ltm/pool/~k8s~p')).toBeDefined();
    expect(device.journal.at(-1)).toMatchObject({ method: 'POST', status: 0, fault: 'after reset' });
    expect((await client.post('ltm/pool', { ...pool, name: 'q' })).status).toBe(200);
  });

  it('breaks the connection before anything is done', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.fault({ match: 'POST ltm/pool', do: 'reset' });
    await expect(client.post('ltm/pool', pool)).rejects.toThrow();
    expect(device.get('ltm/pool/~k8s~p')).toBeUndefined();
  });

  it.each(['http', 'https'] as const)('resets a connection over %s, and only that one', async (protocol) => {
    await using device = await MockBigIp.start({ protocol, seed: overlay });
    await using client = new Speaker(device);
    const other = connect(Number(new URL(device.url).port), '127.0.0.1');
    await once(other, 'connect');
    for (const when of ['before', 'after'] as const) {
      await client.get('ltm/pool');
      device.fault({ match: 'POST ltm/pool', when, do: 'reset' });
      await expect(client.post('ltm/pool', pool)).rejects.toMatchObject({ code: 'ECONNRESET' });
    }
    expect(device.get('ltm/pool/~k8s~p')).toBeDefined();
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
  });

  it.each(['http', 'https'] as const)(
    'breaks a connection over %s while the device is unreachable',
    async (protocol) => {
      await using device = await MockBigIp.start({ protocol });
      await using client = new Speaker(device);
      device.restart([{ phase: 'unreachable', requests: 1 }]);
      await expect(client.get('ltm/pool')).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect((await client.get('ltm/pool')).status).toBe(200);
    },
  );

  it('cuts the body, with a broken connection or a clean end', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.fault({ match: 'GET ltm/pool', do: 'drop' });
    await expect(client.get('ltm/pool')).rejects.toThrow();
    device.fault({ match: 'GET ltm/pool', do: { truncate: 10 } });
    await expect(client.get('ltm/pool')).rejects.toThrow(SyntaxError);
  });

  it('answers a page, a status, or the login page', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.fault({ match: 'GET *', do: 'html' });
    const page = await client.get('ltm/pool');
    expect([page.status, page.headers['content-type']]).toEqual([503, 'text/html; charset=iso-8859-1']);
    expect(page.text).toContain('Configuration Utility restarting...');
    device.fault({
      match: 'PATCH ltm/pool/*',
      do: { status: 500, body: { code: 500 }, headers: { 'retry-after': '3' } },
    });
    const own = await client.patch('ltm/pool/~k8s~p', { description: 'x' });
    expect([own.status, own.body, own.headers['retry-after']]).toEqual([500, { code: 500 }, '3']);
    device.fault({ match: '/mgmt/tm/ltm/pool', do: 'redirect' });
    expect((await client.get('ltm/pool')).headers['location']).toBe('/tmui/login.jsp');
  });

  it('waits, and drips, on the time that the test gives', async () => {
    const waits: number[] = [];
    const clock = {
      now: Date.now,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
      },
    };
    await using device = await MockBigIp.start({ protocol: 'http', clock });
    await using client = new Speaker(device);
    device.fault({ match: 'GET ltm/pool', do: { delay: '5s' } });
    expect((await client.get('ltm/pool')).status).toBe(200);
    device.fault({ match: 'GET ltm/pool', when: 'after', do: { delay: 7 } });
    await client.get('ltm/pool');
    device.fault({ match: 'GET ltm/snatpool', do: { drip: { bytes: 64, every: 3 } } });
    const { text } = await client.get('ltm/snatpool');
    expect(waits).toEqual([5000, 7, ...new Array(Math.ceil(text.length / 64)).fill(3)]);
  });

  it('waits on a clock that is an object of a class', async () => {
    class Clock {
      readonly waits: number[] = [];
      now(): number {
        return 1_600_000_000_000 + this.waits.length;
      }
      sleep(milliseconds: number): Promise<void> {
        this.waits.push(milliseconds);
        return Promise.resolve();
      }
    }
    const clock = new Clock();
    await using device = await MockBigIp.start({ protocol: 'http', clock });
    await using client = new Speaker(device);
    device.fault({ match: 'GET ltm/pool', do: { delay: '5s' }, times: 2 });
    expect((await client.get('ltm/pool')).status).toBe(200);
    const { signal } = new AbortController();
    const reply = await device.transport.send({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers: {}, signal });
    expect(reply.status).toBe(401);
    expect(clock.waits).toEqual([5000, 5000]);
    expect(device.clock.now()).toBe(1_600_000_000_002);
  });

  it('comes as often as it was told, after as many as it was told', async () => {
    const { device, client } = await start();
    await using _ = device;
    const fault = device.fault({ match: ({ method }) => method === 'GET', skip: 1, times: 2, do: { status: 503 } });
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await client.get('ltm/pool')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(fault.played).toBe(2);
    const other = device.fault({ match: 'GET *', do: 'reset', times: Number.POSITIVE_INFINITY });
    other.remove();
    expect((await client.get('ltm/pool')).status).toBe(200);
  });

  it('works without a socket too', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const send = (signal = new AbortController().signal) =>
      device.transport.send({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers: {}, signal });
    device.fault({ match: 'GET ltm/pool', do: 'reset' });
    await expect(send()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    device.fault({ match: 'GET ltm/pool', do: 'drop' });
    const { body } = await send();
    await expect(
      (async () => {
        for await (const _ of body);
      })(),
    ).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    device.fault({ match: 'GET ltm/pool', do: 'hang' });
    const controller = new AbortController();
    const hanging = send(controller.signal);
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a restart', () => {
  it('of mcpd goes through its windows on the clock of the device', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/pool/~k8s~p': {} });
    device.clock.freeze();
    device.restart('mcpd');
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(503);
    device.clock.advance('10s');
    const lost = await client.get('ltm/pool/~k8s~p');
    expect(lost.body).toEqual({
      code: 500,
      message: 'The connection to mcpd has been lost, try again.',
      errorStack: [],
      apiError: 32_768_001,
    });
    device.clock.advance('20s');
    expect((await client.get('ltm/pool/~k8s~p')).body['message']).toBe(
      '01020036:3: The requested Pool (/k8s/p) was not found.',
    );
    expect((await client.get('ltm/pool')).body['items']).toEqual([]);
    expect((await client.delete('ltm/pool/~k8s~p')).status).toBe(500);
    expect((await client.get('sys/ready')).text).toContain('"configReady":{"description":"no"}');
    device.clock.advance('30s');
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
    expect((await client.get('sys/ready')).text).toContain('"configReady":{"description":"yes"}');
  });

  it('of restjavad ends the tokens and says "not registered" for so many requests', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    device.restart('restjavad');
    expect(device.tokens).toBe(0);
    device.restart([{ phase: 'unregistered', requests: 2 }]);
    const early = await client.get('ltm/pool/~Common~my-pool');
    expect(early.status).toBe(404);
    expect(early.body['message']).toBe(
      'URI path /mgmt/tm/ltm/pool/?Common?my-pool not registered.  Please verify URI is supported and wait for /available suffix to be responsive.',
    );
    expect(early.body['kind']).toBe(':resterrorresponse');
    await client.get('ltm/pool');
    expect((await client.get('ltm/pool')).status).toBe(200);
  });

  it('is loading for every request that was counted', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/pool/~k8s~p': {} });
    device.restart([{ phase: 'loading', requests: 3 }]);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(404);
    expect((await client.get('ltm/pool')).body['items']).toEqual([]);
    expect((await client.get('sys/ready')).text).toContain('"configReady":{"description":"no"}');
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
    expect((await client.get('sys/ready')).text).toContain('"configReady":{"description":"yes"}');
  });

  it('goes from counted windows to timed ones', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.clock.freeze();
    device.restart([
      { phase: 'busy', requests: 1 },
      { phase: 'apache', for: '5s' },
      { phase: 'mcpd-lost', requests: 1, for: '1h' },
    ]);
    const seen: number[] = [];
    for (const wait of [0, 3, 2, 0]) {
      device.clock.advance(wait * 1000);
      seen.push((await client.get('ltm/pool')).status);
    }
    expect(seen).toEqual([503, 503, 500, 200]);
  });

  it('refuses connections while the device is paused', async () => {
    const { device, client } = await start();
    await using _ = device;
    await device.pause();
    await using late = new Speaker(device);
    await expect(late.get('ltm/pool')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await device.resume();
    expect((await client.get('ltm/pool')).status).toBe(200);
  });
});
