/** The whole client against the mock's own transport, in time that only the test moves. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type FaultAction, MockBigIp } from '../../mocks/index.ts';
import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { runs } from '../share.ts';
import { TestClock } from './test-clock.ts';

const pool = ['ltm', 'pool', '/Common/web'];

async function meet(clock: TestClock, options: Partial<SessionOptions> = {}) {
  const time = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal) };
  const device = await MockBigIp.start({ protocol: 'none', clock: time, seed: { 'ltm/pool/~Common~web': {} } });
  const open = (more: Partial<SessionOptions> = {}) => {
    const { url, username, password, transport } = device;
    return new Session({ url, username, password, transport, clock, ...options, ...more });
  };
  return { device, open };
}

describe('in stopped time', () => {
  it('F3: an answer that drips or never comes ends at its deadline to the millisecond, three times', async () => {
    for (const action of ['drip', 'hang'] as const) {
      const clock = new TestClock();
      const { device, open } = await meet(clock, { timeout: 700, retry: { random: () => 0 } });
      const session = open();
      await session.request('GET', pool);
      device.fault({ match: 'GET ltm/pool/*', do: action, times: 9 });
      const began = clock.now();
      let ended = Number.NaN;
      const call = session.request('GET', pool).catch((error: unknown) => {
        ended = clock.now();
        return error;
      });
      await clock.advance(10_000);
      expect(await call).toMatchObject({ code: 'BIGIP_TIMEOUT', timeout: 700, attempts: 3 });
      expect(ended - began).toBe(2_100);
      expect(device.requests).toBe(1 + 1 + 3);
    }
  });

  it('F8: fifty parallel first calls are one login', async () => {
    const { device, open } = await meet(new TestClock({ auto: true }));
    await using session = open();
    await Promise.all(Array.from({ length: 50 }, () => session.request('GET', pool)));
    expect(device.requests).toBe(51);
  });

  it('F9: many sessions leave no token behind, and each takes three requests', async () => {
    const { device, open } = await meet(new TestClock({ auto: true }));
    const many = runs(1_000);
    for (let n = 0; n < many; n += 1) {
      await using session = open();
      await session.request('GET', pool);
    }
    expect(device.tokens).toBe(0);
    expect(device.requests).toBe(3 * many);
  });

  it('F26: a device in trouble gets few requests more than it was asked', async () => {
    const troubles: FaultAction[] = [
      'reset',
      'html',
      { status: 503, body: { code: 503, message: 'busy', apiError: 1 } },
    ];
    for (const [rate, most] of [
      [0.1, 0.15],
      [0.5, 0.1],
      [1, 0.1],
    ] as const) {
      let random = 1;
      const next = () => {
        random = (random * 48271) % 2147483647;
        return random / 2147483647;
      };
      const clock = new TestClock({ auto: true });
      const { device, open } = await meet(clock, { retry: { random: next } });
      const session = open();
      await session.request('GET', pool);
      for (const action of troubles) {
        const match = ({ path }: { readonly path: string }) => path.includes('ltm/pool') && next() < rate / 2;
        device.fault({ match, do: action, times: 1_000_000 });
      }
      const before = device.requests;
      let calls = 0;
      const asker = async () => {
        while (clock.now() < 300_000) {
          calls += 1;
          await session.request('GET', pool, { absence: 'believe' }).catch(() => undefined);
          await clock.sleep(300);
        }
      };
      await Promise.all([asker(), asker(), asker(), asker()]);
      expect((device.requests - before) / calls - 1, `at a rate of ${rate}`).toBeLessThanOrEqual(most);
      await session.close();
    }
  });

  it('no part of the client asks for a real timer, or for the time of day', async () => {
    const module = (file: string) => JSON.stringify(new URL(`../../dist/${file}`, import.meta.url).href);
    // Whatever does from here on ends the process with an error. p-retry reads performance.now for a limit that is not set.
    const script = `
      import { createHook } from 'node:async_hooks';
      const forbid = (name) => () => { throw new Error(name + ' was called: ' + new Error().stack); };
      const { BigIp } = await import(${module('src/index.js')});
      const { MockBigIp } = await import(${module('mocks/index.js')});
      for (const name of ['setTimeout', 'setInterval']) globalThis[name] = forbid(name);
      Date.now = forbid('Date.now');
      // Also those that nobody asks for by these names: of node:timers, of AbortSignal.timeout, of sockets.
      const made = [];
      createHook({ init: (_id, type) => { if (/Timeout|Timer/.test(type)) made.push(type); } }).enable();
      let now = 0;
      const sleepers = [];
      const clock = {
        now: () => now,
        sleep: (ms, signal) => new Promise((resolve, reject) => {
          const sleeper = { at: now + ms, resolve };
          sleepers.push(sleeper);
          signal?.addEventListener('abort', () => {
            sleepers.splice(sleepers.indexOf(sleeper), 1);
            reject(signal.reason);
          });
        }),
      };
      let running = true;
      const turn = async () => {
        while (running) {
          for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
          sleepers.sort((left, right) => left.at - right.at);
          const next = sleepers.shift();
          if (next === undefined) continue;
          now = Math.max(now, next.at);
          next.resolve();
        }
      };
      void turn();
      const device = await MockBigIp.start({ protocol: 'none', clock, seed: { 'auth/partition/k8s': {} } });
      const { url, username, password, transport } = device;
      const bigip = new BigIp({ url, username, password, transport, clock, timeout: 900 });
      await bigip.waitReady();
      await bigip.ltm.pool.create({ name: 'a', partition: 'k8s' });
      for (const fault of ['hang', 'drip', 'html', 'reset', { status: 503, body: 'x' }]) {
        device.fault({ match: 'GET ltm/pool/*', do: fault });
        await bigip.ltm.pool.get('/k8s/a');
      }
      device.fault({ match: 'POST ltm/pool', when: 'after', do: 'hang' });
      await bigip.ltm.pool.create({ name: 'b', partition: 'k8s' });
      device.fault({ match: 'GET ltm/pool/*', do: 'reset', times: 2 });
      await bigip.ltm.pool.get('/k8s/a', { timeout: 60_000 });
      device.revokeTokens();
      const late = await bigip.ltm.pool.get('/k8s/none', { timeout: 1_000 }).catch((error) => error.code);
      device.fault({ match: 'PATCH transaction/*', when: 'after', do: 'reset' });
      await bigip.transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'd', partition: 'k8s' });
      }, { timeout: 30_000 });
      const members = bigip.ltm.pool.members('/k8s/d');
      await members.create({ name: '10.0.0.1:80', partition: 'k8s', address: '10.0.0.1' });
      const { drained } = await members.drain('/k8s/10.0.0.1:80');
      device.restart('mcpd');
      for await (const item of bigip.ltm.pool.list()) item;
      await bigip.transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'c', partition: 'k8s' });
      });
      device.clock.advance('1h');
      await bigip.ltm.pool.delete('/k8s/c');
      await bigip.close();
      running = false;
      const { tokens } = device;
      console.log(JSON.stringify({ now, late, drained, made, pools: device.list('ltm/pool'), tokens, left: sleepers.length }));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      timeout: 15_000,
    });
    const { now, ...rest } = JSON.parse(stdout) as { now: number };
    const member = 'ltm/pool/~k8s~d/members/~k8s~10.0.0.1:80';
    const pools = ['ltm/pool/~k8s~a', 'ltm/pool/~k8s~b', 'ltm/pool/~k8s~d', member];
    expect(rest).toEqual({ late: 'BIGIP_NOT_FOUND', drained: true, made: [], pools, tokens: 0, left: 0 });
    expect(now).toBeGreaterThan(3 * 900);
  });
});
