import { describe, expect, it } from 'vitest';
import { open } from './open-session.ts';
import { NOT_READY, READY, RESTARTING } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

describe('F10: a restarting device with many calls under way', () => {
  it('gets no more of them than were on their way, and all of them when it is ready', async () => {
    const clock = new TestClock();
    let restarting = true;
    const { device, session } = open(
      async () => {
        await clock.sleep(5);
        return restarting ? RESTARTING : { body: { name: 'web' } };
      },
      { clock },
    );
    device.ready = NOT_READY;
    const calls = Array.from({ length: 200 }, (_, at) =>
      at % 4 === 0
        ? session.request('PATCH', ['ltm', 'pool', '/k8s/web'], { body: {} })
        : session.request('GET', ['ltm', 'pool', '/k8s/web']),
    );
    const all = Promise.allSettled(calls);
    await clock.advance(60_000);
    // Four connections, and who had got his turn before the answer was read.
    const early = device.work.length;
    expect(early).toBeLessThanOrEqual(8);
    expect(device.count(/^GET sys\/ready/)).toBeGreaterThan(25);
    restarting = false;
    device.ready = READY;
    await clock.advance(60_000);
    const ended = await all;
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(device.work.length).toBe(200 + early);
    expect(clock.sleeping).toBe(0);
  });

  it('goes on with each of them by itself: one that is aborted while it waits ends with its reason', async () => {
    const clock = new TestClock();
    const { device, session } = open(() => RESTARTING, { clock });
    device.ready = NOT_READY;
    const controller = new AbortController();
    const reasons = Array.from({ length: 20 }, () =>
      session.request('GET', ['ltm', 'pool'], { signal: controller.signal }).catch((error: unknown) => error),
    );
    await clock.advance(10_000);
    controller.abort(new Error('enough'));
    for (const error of await Promise.all(reasons)) {
      expect(error).toMatchObject({ code: 'BIGIP_ABORTED', cause: { message: 'enough' } });
    }
    expect(clock.sleeping).toBe(0);
    expect(session.concurrentWrites).toBe(2);
  });
});

describe('a call that is aborted in the pause before it is sent again', () => {
  it('ends with the reason of the abort, and with what is known of the effect', async () => {
    for (const [status, outcome] of [
      [503, 'refused-for-now'],
      [500, 'maybe-applied'],
    ] as const) {
      const clock = new TestClock();
      const { session } = open(() => ({ status, body: { code: status, message: 'no', apiError: 1 } }), {
        clock,
        retry: { random: () => 1 },
      });
      const controller = new AbortController();
      const options = { body: {}, signal: controller.signal, onMaybe: 'retry' } as const;
      const call = session.request('PATCH', ['ltm', 'pool'], options).catch((error: unknown) => error);
      await clock.advance(100);
      controller.abort(new Error('enough'));
      expect(await call).toMatchObject({ code: 'BIGIP_ABORTED', outcome, cause: { message: 'enough' } });
      expect(clock.sleeping).toBe(0);
    }
  });
});
