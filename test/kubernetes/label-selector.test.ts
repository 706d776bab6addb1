import { describe, expect, it } from 'vitest';
import { parseLabelSelector, selects } from '../../src/kubernetes/label-selector.ts';

const selected = (selector: string, labels: Record<string, unknown>): boolean =>
  selects(parseLabelSelector(selector), { metadata: { name: 'n', labels } });

describe('label selectors', () => {
  it.each([
    ['', {}, true],
    ['tier', { tier: '' }, true],
    ['tier', {}, false],
    ['!tier', {}, true],
    ['!tier', { tier: 'web' }, false],
    ['tier=web', { tier: 'web' }, true],
    ['tier==web', { tier: 'db' }, false],
    ['tier = web , zone=a', { tier: 'web', zone: 'a' }, true],
    ['tier=web,zone=a', { tier: 'web', zone: 'b' }, false],
    ['tier=', { tier: '' }, true],
    ['tier!=web', {}, true],
    ['tier!=web', { tier: 'web' }, false],
    ['zone in (a, b)', { zone: 'b' }, true],
    ['zone in (a,b),tier', { zone: 'c', tier: 'x' }, false],
    ['zone notin (a,b)', {}, true],
    ['zone notin (a,b)', { zone: 'a' }, false],
    ['node-role.kubernetes.io/worker=', { 'node-role.kubernetes.io/worker': '' }, true],
    ['node-role.kubernetes.io/worker=', {}, false],
    ['!node-role.kubernetes.io/control-plane', { 'kubernetes.io/os': 'linux' }, true],
    ['constructor', {}, false],
    ['gpu=true', { gpu: true }, true],
  ])('%j on %j is %s', (selector, labels, expected) => {
    expect(selected(selector, labels)).toBe(expected);
  });

  it.each([
    '===',
    'a b',
    'tier=web,',
    ',',
    'zone in a',
    'zone in (a',
    'zone in (a))',
    'a=b=c',
    'zone in (a/b)',
    '-x',
    '!',
  ])('%j is refused, with the clause that is wrong', (selector) => {
    expect(() => parseLabelSelector(selector)).toThrow(/is not a label selector: ".*" is neither/);
  });
});
