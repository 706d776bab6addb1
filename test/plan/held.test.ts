import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixTest } from '../../src/plan/held.ts';
import { makePlan } from '../../src/plan/index.ts';
import { runs } from '../share.ts';
import { desired, monitor, monitorUri, pool, virtual, virtualUri } from './wanted.ts';

const word = fc.stringMatching(/^[ab~]{0,4}$/);

describe('held prefixes', () => {
  it('cover what begins with one of them, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), word, (prefixes, text) => {
        expect(prefixTest(prefixes)(text)).toBe(prefixes.some((prefix) => text.startsWith(prefix)));
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe('a virtual server that is held, whose pool is not', () => {
  it('keeps its pool, but not the monitor that the pool is not to have any more', () => {
    const actual = {
      objects: [virtual('web', '172.16.0.1:80', 'web'), pool('web', { monitor: '/k8s/old' }), monitor('old')],
      routeDomains: {},
      membersElsewhere: [],
    };
    const held = [{ uri: virtualUri('web'), type: 'ltm/virtual', reason: 'DestinationConflict' }];
    const changes = (objects: Parameters<typeof desired>[0]) =>
      makePlan(desired(objects, { held }), actual, { prune: true }).changes.map(
        ({ action, uri }) => `${action} ${uri}`,
      );
    expect(changes([pool('web')])).toContain(`delete ${monitorUri('old')}`);
    expect(changes([])).toEqual([]);
  });
});
