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

describe('one destination that several ways ask for', () => {
  const transport = (name: string, created?: string) => ({
    apiVersion: 'cis.f5.com/v1',
    kind: 'TransportServer',
    metadata: { name, namespace: 'default', ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { virtualServerAddress: '10.1.10.5', virtualServerPort: 8000, pool: { service: 'web', servicePort: 80 } },
  });
  const publish = [{ service: 'web', address: '10.1.10.5', ports: [{ port: 80, listen: 8000 }] }];
  const virtualsOf = (more: Parameters<typeof map>[1] = {}, created?: string) =>
    uris(
      map([configMap({ creationTimestamp: '2024-01-01T00:00:00Z' }), transport('t', created), ...rest], {
        publish,
        ...more,
      }),
      'ltm/virtual',
    );

  it('one of them has it, and all are named', () => {
    const state = map([configMap(), transport('t'), ...rest], { publish });
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~default_vs']);
    const notes = state.diagnostics.filter(({ reason }) => reason === 'DestinationConflict');
    expect(notes.map(({ object }) => object)).toEqual(['Publish/default/web', 'TransportServer/default/t']);
    for (const { message } of notes)
      expect(message).toContain('ConfigMap/default/vs, Publish/default/web and TransportServer/default/t ask for');
  });

  it('the older one has it, whatever it is', () => {
    expect(virtualsOf({}, '2025-01-01T00:00:00Z')).toEqual(['ltm/virtual/~k8s~default_vs']);
    expect(virtualsOf({}, '2023-01-01T00:00:00Z')).toEqual(['ltm/virtual/~k8s~ts_default_t']);
  });

  it.each([
    ['/k8s/10.1.10.5:8000', true],
    ['/k8s/10.1.10.5%0:8000', true],
    ['/k8s/10.1.10.5%5:8000', true],
    ['/k8s/10.1.10.5:8001', false],
    ['not a destination', false],
  ])('the one that the BIG-IP has there stays, however young: %s', (destination, stays) => {
    const published = [
      {
        uri: 'ltm/virtual/~k8s~publish_default_web_tcp_8000',
        type: 'ltm/virtual',
        properties: { destination, ipProtocol: 'tcp' },
      },
      { uri: 'ltm/pool/~k8s~p', type: 'ltm/pool', properties: {} },
    ];
    expect(virtualsOf({ published })).toEqual([
      stays ? 'ltm/virtual/~k8s~publish_default_web_tcp_8000' : 'ltm/virtual/~k8s~default_vs',
    ]);
  });

  it('one of another protocol or another name on the BIG-IP does not count', () => {
    const on = (uri: string, ipProtocol: string) => ({
      published: [{ uri, type: 'ltm/virtual', properties: { destination: '/k8s/10.1.10.5:8000', ipProtocol } }],
    });
    expect(virtualsOf(on('ltm/virtual/~k8s~ts_default_t', 'udp'))).toEqual(['ltm/virtual/~k8s~default_vs']);
    expect(virtualsOf(on('ltm/virtual/~k8s~somebody', 'tcp'))).toEqual(['ltm/virtual/~k8s~default_vs']);
  });

  it('two ports of one asker are told apart by the port', () => {
    const two = [
      { service: 'web', address: '10.1.10.5', ports: [80] },
      { name: 'other', service: 'web', address: '10.1.10.5', ports: [80] },
    ];
    const state = map(rest, { publish: two });
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~publish_default_other_tcp_80']);
    expect(state.held).toEqual([
      { uri: 'ltm/virtual/~k8s~publish_default_web_tcp_80', type: 'ltm/virtual', reason: 'DestinationConflict' },
    ]);
  });
});
