import { describe, expect, it } from 'vitest';
import { type ConfigMapParts, configMap, map, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const rest = [service(), slice([{ ip: '10.244.1.5' }])];

describe('two ConfigMaps', () => {
  const one = (name: string, more: ConfigMapParts = {}) => configMap({ name, ...more });
  const conflict = (a: ConfigMapParts, b: ConfigMapParts, more = {}) => {
    const state = map([one('a', a), one('b', b), ...rest], more);
    return {
      state,
      virtuals: uris(state, 'ltm/virtual'),
      held: state.held.map(({ uri, reason }) => `${uri} ${reason}`),
    };
  };

  it('with one address and different ports are two virtual servers', () => {
    expect(conflict({}, { frontend: { virtualAddress: { bindAddr: '10.1.10.5', port: 443 } } }).virtuals).toHaveLength(
      2,
    );
  });

  it('with one destination: the first by name has it, both are named', () => {
    const { state, virtuals, held } = conflict({}, {});
    expect(virtuals).toEqual(['ltm/virtual/~k8s~default_a']);
    expect(held).toEqual(['ltm/virtual/~k8s~default_b DestinationConflict']);
    expect(state.scope.heldPrefixes).toContain('ltm/pool/~k8s~cfgmap_default_b_');
    const note = state.diagnostics.find(({ reason }) => reason === 'DestinationConflict');
    expect(note?.message).toMatch(/ConfigMap\/default\/a and ConfigMap\/default\/b .*10\.1\.10\.5:8000/);
    expect(note?.object).toBe('ConfigMap/default/b');
  });

  it('the older one has it, and age goes before a name', () => {
    const { virtuals } = conflict(
      { creationTimestamp: '2024-05-01T00:00:00Z' },
      { creationTimestamp: '2023-05-01T00:00:00Z' },
    );
    expect(virtuals).toEqual(['ltm/virtual/~k8s~default_b']);
    expect(conflict({}, { creationTimestamp: '2023-05-01T00:00:00Z' }).virtuals).toEqual([
      'ltm/virtual/~k8s~default_b',
    ]);
  });

  it('a destination does not change hands when the Service of its holder is gone', () => {
    const { virtuals, held } = conflict({ backend: { serviceName: 'gone' } }, {});
    expect(virtuals).toEqual([]);
    expect(held).toEqual([
      'ltm/virtual/~k8s~default_a ServiceNotFound',
      'ltm/virtual/~k8s~default_b DestinationConflict',
    ]);
  });

  it.each([
    ['another protocol', { mode: 'udp' }, false],
    ['another route domain', { virtualAddress: { bindAddr: '10.1.10.5%7', port: 8000 } }, false],
    ['route domain 0', { virtualAddress: { bindAddr: '10.1.10.5%0', port: 8000 } }, true],
    ['no address', { virtualAddress: { port: 8000 } }, false],
    ['another partition', { partition: 'other' }, false],
  ])('%s', (_what, frontend, isConflict) => {
    expect(reasonsOf(conflict({}, { frontend }).state).includes('DestinationConflict')).toBe(isConflict);
  });
});
