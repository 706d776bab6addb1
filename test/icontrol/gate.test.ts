import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/icontrol/gate.ts';
import { settle } from './test-clock.ts';

const never = new AbortController().signal;

describe('a gate', () => {
  it('lets in as many as its limit, in the order of their coming', async () => {
    const gate = new Gate(2);
    const entered: number[] = [];
    const leaves = await Promise.all([gate.enter(never), gate.enter(never)]);
    for (const n of [1, 2, 3]) void gate.enter(never).then(() => entered.push(n));
    await settle();
    expect(entered).toEqual([]);
    leaves[0]?.();
    leaves[0]?.();
    await settle();
    expect(entered).toEqual([1]);
    gate.limit = 3;
    await settle();
    expect(entered).toEqual([1, 2]);
    leaves[1]?.();
    await settle();
    expect(entered).toEqual([1, 2, 3]);
  });

  it('does not keep a place for one who went away while waiting', async () => {
    const gate = new Gate(1);
    const leave = await gate.enter(never);
    const controller = new AbortController();
    const waiting = gate.enter(controller.signal).catch((error: unknown) => error);
    const next = gate.enter(never);
    controller.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError', outcome: 'not-sent' });
    leave();
    (await next)();
    await gate.enter(never);
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
            const leave = await gate.enter(controller.signal).catch(() => undefined);
            if (leave === undefined) return;
            inside += 1;
            most = Math.max(most, inside);
            await settle(work);
            inside -= 1;
            leave();
          }),
        );
        expect(most).toBeLessThanOrEqual(limit);
        expect(inside).toBe(0);
        const all = await Promise.all(Array.from({ length: limit }, () => gate.enter(never)));
        expect(all).toHaveLength(limit);
      }),
      { numRuns: 100 },
    );
  });
});
