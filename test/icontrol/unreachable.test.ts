import { describe, expect, it } from 'vitest';
import { BigIp } from '../../src/bigip.ts';
import { ConnectError, NotReadyError, ValidationError } from '../../src/errors.ts';
import { open } from './open-session.ts';
import { networkFailure, ScriptedDevice } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

const pool = ['ltm', 'pool', '/k8s/web'];

/** A device that can be gone altogether, login and probes too. */
function absent(code = 'ECONNREFUSED') {
  const clock = new TestClock();
  const opened = open(() => ({ body: { name: 'web' } }), { clock });
  const { device } = opened;
  const there = device.send.bind(device);
  let tried = 0;
  const state = {
    gone: true,
    get tried() {
      return tried;
    },
  };
  device.send = async (request) => {
    if (!state.gone) return there(request);
    tried += 1;
    throw networkFailure(code, { syscall: 'connect' });
  };
  return { ...opened, clock, state };
}

describe('a device that refuses connections', () => {
  it('fails within a second when this client has never reached it, and the message says that a restart takes its time', async () => {
    const { session, clock, state } = absent();
    const call = session.request('GET', pool).catch((error: unknown) => error);
    await clock.advance(3_000);
    const error = await call;
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ reason: 'ECONNREFUSED', sent: false, attempts: 3, outcome: 'not-sent' });
    expect(String(error)).toMatch(/nothing listens there.*running\? A device that restarts takes some minutes\.$/);
    expect(state.tried).toBe(3);
    expect(clock.sleeping).toBe(0);
  });

  it.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'])(
    'that this client has reached before is taken to restart: calls wait, one probe every 2 s, then go on (%s)',
    async (code) => {
      const { session, device, clock, state } = absent(code);
      state.gone = false;
      await session.request('GET', pool);
      state.gone = true;
      const calls = Promise.all([
        session.request('GET', pool),
        session.request('PATCH', pool, { body: {} }),
        ...Array.from({ length: 18 }, () => session.request('GET', pool)),
      ]);
      await clock.advance(20_000);
      // Four that had a connection, four that had got their turn, and then a probe every 2 s.
      expect(state.tried).toBeGreaterThanOrEqual(10);
      expect(state.tried).toBeLessThanOrEqual(8 + 11);
      await clock.advance(280_000);
      expect(state.tried).toBeLessThanOrEqual(8 + 151);
      state.gone = false;
      await clock.advance(20_000);
      expect((await calls).map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect(device.count(/^PATCH/)).toBe(1);
      expect(clock.sleeping).toBe(0);
    },
  );

  it('and does not come back is a NotReadyError after readiness.limit, which says what the last probe saw', async () => {
    const { session, clock, state } = absent();
    state.gone = false;
    await session.request('GET', pool);
    state.gone = true;
    const call = session.request('GET', pool).catch((error: unknown) => error);
    await clock.advance(599_000);
    const early = await Promise.race([call, Promise.resolve('still waiting')]);
    expect(early).toBe('still waiting');
    await clock.advance(2_000);
    const error = await call;
    expect(error).toBeInstanceOf(NotReadyError);
    expect(String(error)).toMatch(/not become ready within 600000 ms.*cannot reach 192\.0\.2\.10:443 \(ECONNREFUSED\)/);
    expect(clock.sleeping).toBe(0);
  });

  it('is waited for no longer than the timeout of the call, or its signal', async () => {
    const { session, clock, state } = absent();
    state.gone = false;
    await session.request('GET', pool);
    state.gone = true;
    const controller = new AbortController();
    const calls = [
      session.request('POST', ['ltm', 'pool'], { body: {}, timeout: 5_000 }),
      session.request('GET', pool, { signal: controller.signal }),
      session.request('GET', pool, { attempts: 1 }),
    ].map((call) => call.catch((error: unknown) => error));
    await clock.advance(5_001);
    controller.abort();
    await clock.advance(1);
    expect(await Promise.all(calls)).toMatchObject([
      { code: 'BIGIP_TIMEOUT', outcome: 'not-sent' },
      { code: 'BIGIP_ABORTED' },
      { code: 'BIGIP_CONNECT', outcome: 'not-sent' },
    ]);
    expect(clock.sleeping).toBe(0);
  });

  it('is waited for by waitReady(), also when it has never been reached', async () => {
    const { session, clock, state } = absent();
    const waiting = session.waitReady();
    await clock.advance(60_000);
    state.gone = false;
    // A probe every 2 s, and logins in between whose pauses are drawn.
    await clock.advance(10_000);
    await waiting;
    expect(clock.sleeping).toBe(0);
  });

  it('whose name does not resolve is a wrong address, however often it was reached', async () => {
    const { session, clock, state } = absent('ENOTFOUND');
    state.gone = false;
    await session.request('GET', pool);
    state.gone = true;
    const call = session.request('GET', pool).catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await call).toMatchObject({ code: 'BIGIP_CONNECT', reason: 'ENOTFOUND', attempts: 3 });
  });
});

describe('a request that the device does not know', () => {
  it('is sent once: 501 is final, and nothing was done', async () => {
    const { device, session } = open(() => ({ status: 501, body: { code: 501, message: 'not implemented' } }));
    for (const method of ['GET', 'POST'] as const) {
      const body = method === 'POST' ? { body: {} } : {};
      const error: unknown = await session.request(method, ['ltm', 'pool'], body).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ status: 501, outcome: 'refused', attempts: undefined });
    }
    expect(device.work).toEqual(['GET ltm/pool', 'POST ltm/pool']);
  });

  it('is not asked for in pages that nobody wanted', async () => {
    const device = new ScriptedDevice(() => ({ status: 501, body: { code: 501, message: 'not implemented' } }));
    const login = { url: 'https://192.0.2.10', username: 'admin', password: 'canary-S3cret' };
    const bigip = new BigIp({ ...login, transport: device, clock: new TestClock({ auto: true }) });
    await expect(bigip.ltm.pool.list().toArray()).rejects.toMatchObject({ status: 501 });
    expect(device.seen.map(({ path }) => path).filter((path) => path.includes('pool'))).toEqual(['/mgmt/tm/ltm/pool']);
  });
});

describe('a page of a web server', () => {
  it('is quoted as it reads, without its entities', async () => {
    const body = '<html><head><title>BIG-IP&reg;&#45; &lt;Redirect&gt; &#x26; more&hellip;</title></head></html>';
    const { session } = open(() => ({ status: 404, headers: { 'content-type': 'text/html' }, body }));
    await expect(session.request('GET', pool)).rejects.toThrow('BIG-IP®- <Redirect> & more&hellip;');
    const success = open(() => ({ status: 200, headers: { 'content-type': 'text/html' }, body }));
    const call = success.session.request('GET', pool, { attempts: 1 });
    await expect(call).rejects.toThrow('BIG-IP®- <Redirect>');
  });
});
