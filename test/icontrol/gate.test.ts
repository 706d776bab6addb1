import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/icontrol/gate.ts';
import { runs } from '../share.ts';
import { settle } from './test-clock.ts';

const never = new AbortController().signal;

describe('a gate', () => {
  it('lets in as many as its limit, in the order of their coming', async () => {
    const gate = new Gate(2);
    const entered: number[] = [];
    await Promise.all([gate.enter(never), gate.enter(never)]);
    expect(gate.tryEnter()).toBe(false);
    for (const n of [1, 2, 3]) void gate.enter(never).then(() => entered.push(n));
    await settle();
    expect(entered).toEqual([]);
    gate.leave();
    // The place is kept for the first in the queue.
    expect(gate.tryEnter()).toBe(false);
    await settle();
    expect(entered).toEqual([1]);
    gate.limit = 3;
    await settle();
    expect(entered).toEqual([1, 2]);
    gate.leave();
    await settle();
    expect(entered).toEqual([1, 2, 3]);
  });

  it('does not keep a place for one who went away while waiting', async () => {
    const gate = new Gate(1);
    await gate.enter(never);
    const controller = new AbortController();
    const waiting = gate.enter(controller.signal).catch((error: unknown) => error);
    const next = gate.enter(never);
    controller.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError', outcome: 'not-sent' });
    gate.leave();
    await next;
    gate.leave();
    expect(gate.tryEnter()).toBe(true);
    await expect(gate.enter(controller.signal)).rejects.toMatchObject({ outcome: 'not-sent' });
  });

  it('never has more inside than its limit, and nobody waits for ever', async () => {
    const visit = fc.record({ work: fc.nat(3), patience: fc.option(fc.nat(4)) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(visit, { maxLength: 20 }), async (limit, visits) => {
        const gate = new Gate(limit);
        let inside = 0;
        let most = 0;
        await Promise.all(
          visits.map(async ({ work, patience }) => {
            const controller = new AbortController();
            if (patience !== null) void settle(patience).then(() => controller.abort());
            const entered = await gate.enter(controller.signal).then(
              () => true,
              () => false,
            );
            if (!entered) return;
            inside += 1;
            most = Math.max(most, inside);
            await settle(work);
            inside -= 1;
            gate.leave();
          }),
        );
        expect(most).toBeLessThanOrEqual(limit);
        expect(inside).toBe(0);
        expect(Array.from({ length: limit + 1 }, () => gate.tryEnter())).toEqual([...Array(limit).fill(true), false]);
      }),
      { numRuns: runs(100) },
    );
  });
});
