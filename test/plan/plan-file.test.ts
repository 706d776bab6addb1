import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan, parsePlan } from '../../src/plan/index.ts';
import { ModelDevice } from './model-device.ts';
import { stateOf, world } from './wanted.ts';

describe('a plan as JSON', () => {
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
