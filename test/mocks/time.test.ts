import { describe, expect, it } from 'vitest';
import { type LatencyProfile, MockBigIp, type MockOptions } from '../../mocks/index.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const { signal } = new AbortController();

/** Real time that a test holds: it passes by sleeping only. */
class Held {
  time = 1_600_000_000_000;
  readonly waits: number[] = [];

  now = (): number => this.time;

  sleep = (milliseconds: number): Promise<void> => {
    this.waits.push(Math.round(milliseconds));
    this.time += milliseconds;
    return Promise.resolve();
  };
}

async function send(device: MockBigIp, method: string, path: string, body?: object): Promise<number> {
  const bytes = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
  const reply = await device.transport.send({ method, path: `/mgmt/tm/${path}`, headers, signal, ...bytes });
  return reply.status;
}

async function start(options: MockOptions): Promise<{ device: MockBigIp; held: Held }> {
  const held = new Held();
  return { device: await MockBigIp.start({ protocol: 'none', clock: held, ...options }), held };
}

describe('latency that is waited for', () => {
  it.each(['frozen', 'moved ahead', 'set back'])('is the same when the device’s clock is %s', async (how) => {
    const { device, held } = await start({ latency: { write: 50, read: 8 } });
    if (how === 'frozen') device.clock.freeze();
    for (const name of ['a', 'b', 'c']) {
      if (how !== 'frozen') device.clock.advance(how === 'set back' ? -3_600_000 : '1h');
      expect(await send(device, 'POST', 'ltm/pool', { name })).toBe(200);
    }
    expect(held.waits).toEqual([50, 50, 50]);
  });

  it('queues writes behind each other and reads beside each other, until a reset', async () => {
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
    };
    const device = await MockBigIp.start({
      protocol: 'none',
      latency: { read: 10, write: 50, readers: 2 },
      clock: { now: () => 0, sleep },
    });
    for (const name of ['a', 'b']) await send(device, 'POST', 'ltm/pool', { name });
    for (let at = 0; at < 4; at++) await send(device, 'GET', 'ltm/pool');
    expect(waits.splice(0)).toEqual([50, 100, 10, 10, 20, 20]);
    device.reset();
    await send(device, 'POST', 'ltm/pool', { name: 'a' });
    expect(waits).toEqual([50]);
  });

  it('ends in Jetty’s page after a minute, and the work is done', async () => {
    const { device, held } = await start({ latency: { write: 90_000 } });
    expect(await send(device, 'POST', 'ltm/pool', { name: 'a' })).toBe(500);
    expect([held.waits, device.list('ltm')]).toEqual([[60_000], ['ltm/pool/~Common~a']]);
  });
});

describe('virtual latency', () => {
  it.each([false, true])('moves the device’s clock and nobody waits (frozen: %s)', async (frozen) => {
    const { device, held } = await start({ latency: 've', latencyTime: 'virtual' });
    if (frozen) device.clock.freeze();
    const times: number[] = [];
    for (const [method, path, body] of [
      ['GET', 'ltm/pool', undefined],
      ['POST', 'ltm/pool', { name: 'a' }],
      ['POST', 'ltm/pool', { name: 'b' }],
    ] as const) {
      const before = device.clock.now();
      await send(device, method, path, body);
      times.push(Math.round((device.clock.now() - before) / 10) * 10);
    }
    expect([times, held.waits]).toEqual([[10, 50, 50], []]);
  });

  it('starts anew after the clock went back or the device was reset', async () => {
    const { device } = await start({ latency: { write: 3_600_000 / 100 }, latencyTime: 'virtual' });
    const taken = async (name: string) => {
      const before = device.clock.now();
      const status = await send(device, 'POST', 'ltm/pool', { name });
      return [status, device.clock.now() - before];
    };
    expect(await taken('a')).toEqual([200, 36_000]);
    device.clock.advance(-3_600_000);
    expect(await taken('b')).toEqual([200, 36_000]);
    device.clock.reset();
    expect(await taken('c')).toEqual([200, 36_000]);
    device.reset();
    expect(await taken('a')).toEqual([200, 36_000]);
  });

  it('lets tokens and transactions grow old', async () => {
    const { device } = await start({ latency: { read: 50_000 }, latencyTime: 'virtual' });
    await send(device, 'POST', 'transaction', {});
    for (let at = 0; at < 2; at++) await send(device, 'GET', 'ltm/pool');
    expect(device.transactions).toHaveLength(1);
    await send(device, 'GET', 'ltm/pool');
    expect(device.transactions).toEqual([]);
  });
});

describe('a profile', () => {
  it('can be changed on the way, and is the first one again after a reset', async () => {
    const { device, held } = await start({ latency: 've' });
    await send(device, 'GET', 'ltm/pool');
    device.setLatency('busy');
    await send(device, 'GET', 'ltm/pool');
    device.setLatency({ read: 3 });
    await send(device, 'GET', 'ltm/pool');
    device.setLatency('instant');
    await send(device, 'GET', 'ltm/pool');
    device.reset();
    await send(device, 'GET', 'ltm/pool');
    expect(held.waits).toEqual([8, 40, 3, 8]);
  });

  it('that there is not is refused', async () => {
    const wrong = (latency: unknown) => MockBigIp.start({ protocol: 'none', latency: latency as 've' });
    await expect(wrong('slow')).rejects.toThrow('no latency profile is called slow');
    await expect(wrong({ writes: 5 })).rejects.toThrow('a latency profile has no writes');
    await expect(wrong({ readers: 0 } satisfies Partial<LatencyProfile>)).rejects.toThrow('readers 0');
  });
});

describe('what has a time limit', () => {
  it('has it on the device’s clock, frozen or not', async () => {
    const { device, held } = await start({});
    device.clock.freeze();
    held.time += 10_000_000;
    await send(device, 'POST', 'transaction', {});
    device.restart([{ phase: 'busy', for: '10s' }]);
    held.time += 10_000_000;
    expect([device.transactions.length, device.phase]).toEqual([1, 'busy']);
    device.clock.advance('10s');
    expect([device.transactions.length, device.phase]).toEqual([1, undefined]);
    device.clock.unfreeze();
    held.time += 110_000;
    expect(device.transactions).toEqual([]);
  });
});
