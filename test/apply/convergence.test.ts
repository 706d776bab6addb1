import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf, type World, world } from '../plan/wanted.ts';
import { runs } from '../share.ts';
import { openRig } from './device.ts';

/** What may go wrong on the way: nothing, or one lost reply, before or after the device did what it was asked. */
const mishap = fc.record({
  match: fc.constantFrom(
    'PATCH transaction/*',
    'POST transaction',
    'POST ltm/pool',
    'POST net/arp',
    'GET ltm/pool',
    'DELETE *',
  ),
  when: fc.constantFrom('before' as const, 'after' as const),
  skip: fc.nat(2),
});

/** A destination is asked for once in these worlds, and the SNAT pool is there. */
const seed = { 'ltm/snatpool/~Common~outside': { members: ['/Common/192.0.2.77'] } };
const ipv4Only = (one: World): World => ({
  ...one,
  requests: one.requests.map((request) => ({ ...request, pods: request.pods.filter((pod) => pod !== 9) })),
});

describe('applies, one after the other', () => {
  it('converge, prune and leave nothing open, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(world.map(ipv4Only), { minLength: 2, maxLength: 3 }),
        fc.option(mishap),
        async (worlds, lost) => {
          await using rig = await openRig(seed);
          if (lost !== null) rig.device.fault({ ...lost, do: 'reset' });
          for (const one of worlds) {
            const wanted = stateOf(one);
            const result = await rig.apply(wanted, { prune: true });
            const trouble = result.steps.filter(
              ({ outcome, type }) => type !== 'ltm/node' && (outcome === 'failed' || outcome === 'skipped'),
            );
            // One lost reply is always answered by reading back, except where a command may have been queued twice.
            if (trouble.length > 0) await rig.apply(wanted, { prune: true });
            expect((await rig.plan(wanted, { prune: true })).changes).toEqual([]);
            // One whose id was lost is empty, and expires.
            expect(rig.device.transactions.filter(({ commands }) => commands.length > 0)).toEqual([]);
          }
          expect([...rig.device.unimplemented.keys()]).toEqual([]);
        },
      ),
      { numRuns: runs(40) },
    );
  });
});
