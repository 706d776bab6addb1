import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan, parsePlan } from '../../src/plan/index.ts';
import { ModelDevice } from './model-device.ts';
import { desired, pool, stateOf, world } from './wanted.ts';

describe('a plan as JSON', () => {
  it('that was changed to write elsewhere than where its owner has its objects is refused', () => {
    const plan = makePlan(desired([pool('web')]), { objects: [], routeDomains: {}, membersElsewhere: [] });
    const [change] = plan.changes;
    for (const uri of ['ltm/pool/~other~web', 'ltm/pool/~k8s2~web']) {
      const text = JSON.stringify({ ...plan, changes: [{ ...change, uri }] });
      expect(() => parsePlan(text)).toThrow(/plan\.changes\.0.*is not in the place that the plan is of/);
    }
    expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
  });

  it('is the same plan when it is read back', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const device = new ModelDevice();
        device.apply(makePlan(stateOf(before), device.state));
        const plan = makePlan(stateOf(after), device.state, { prune: true });
        expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
      }),
      { numRuns: 50 },
    );
  });
});
