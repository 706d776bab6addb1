import { describe, expect, it } from 'vitest';
import { Notes } from '../../src/desired/notes.ts';
import { type ConfigMapParts, configMap, map, node, service } from './sample-cluster.ts';

describe('diagnostics', () => {
  it('are each said once, in an order of their own, with the severity of their reason', () => {
    const notes = new Notes([{ severity: 'error', object: 'Service/a/b', reason: 'InvalidObject', message: 'first' }]);
    notes.add('Node/b', 'NodeExcluded', 'x');
    notes.add('Node/a', 'NodeWithoutVtep', 'y', 'metadata');
    notes.add('Node/b', 'NodeExcluded', 'x');
    expect(notes.list()).toEqual([
      { severity: 'warning', object: 'Node/a', reason: 'NodeWithoutVtep', message: 'y', path: 'metadata' },
      { severity: 'info', object: 'Node/b', reason: 'NodeExcluded', message: 'x' },
      { severity: 'error', object: 'Service/a/b', reason: 'InvalidObject', message: 'first' },
    ]);
  });

  it('carry no control character of the input to a terminal', () => {
    const hostile = '\u001b[2J\u009b0m\r\n';
    const state = map(
      [
        configMap({ name: `a${hostile}` }),
        configMap({ frontend: { [`x${hostile}`]: 1 } }),
        configMap({ name: 'iapp', frontend: { balance: hostile } }),
        configMap({
          name: 'good',
          backend: { serviceName: 'web' },
          frontend: { virtualAddress: { bindAddr: '10.1.1.7', port: 1 } },
        }),
        service({ type: 'NodePort' }),
        node(1, { ready: hostile }),
      ],
      { mode: 'nodeport' },
    );
    expect(state.diagnostics.length).toBeGreaterThan(4);
    for (const { object, message, path } of state.diagnostics)
      expect(`${object}${message}${path ?? ''}`).not.toMatch(/\p{Cc}/u);
  });

  it.each<[string, ConfigMapParts]>([
    ['balance', { frontend: { balance: 'b'.repeat(1_000_000) } }],
    ['partition', { frontend: { partition: 'p'.repeat(1_000_000) } }],
    ['schema', { schema: 's'.repeat(1_000_000) }],
    ['unknown fields', { frontend: Object.fromEntries(Array.from({ length: 9_999 }, (_, n) => [`field${n}`, n])) }],
    ['monitors', { backend: { healthMonitors: Array.from({ length: 9_999 }, () => ({ protocol: 'tcp', other: 1 })) } }],
  ])('do not repeat all of an input that has far too much of %s', (_what, parts) => {
    const state = map([configMap(parts)]);
    expect(state.diagnostics).toHaveLength(1);
    const [note] = state.diagnostics;
    expect(note?.message).toMatch(/ characters left out\)|; and \d+ more$/);
    expect(note?.message.length).toBeLessThan(2_500);
  });
});
