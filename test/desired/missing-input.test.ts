import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, map, membersOf, service, slice } from './sample-cluster.ts';

describe('input that is missing or not understood', () => {
  const held = (state: ReturnType<typeof map>) => {
    expect(state.objects).toEqual([]);
    expect(state.held).toHaveLength(1);
    expect(state.scope.heldPrefixes).toContain('ltm/pool/~k8s~cfgmap_default_vs_');
    return `${state.held[0]?.uri} ${state.held[0]?.reason}`;
  };

  it.each<[string, Manifest[], string, Manifest?]>([
    ['no Service', [], 'ServiceNotFound'],
    [
      'a Service of another namespace',
      [service({}, { namespace: 'other' }), slice([{ ip: '10.0.0.1' }])],
      'ServiceNotFound',
    ],
    ['an unreadable Service', [service({ ports: 80 }), slice([{ ip: '10.0.0.1' }])], 'ServiceNotFound'],
    ['no slice and no Endpoints', [service()], 'EndpointsNotFound'],
    [
      'an unreadable slice beside a good one',
      [service(), slice([{ ip: '10.0.0.1' }]), slice([], { addressType: 7 }, { name: 'bad' })],
      'InvalidObject',
    ],
    [
      'an unreadable slice whose labels cannot be read either: it may be of any Service of the namespace',
      [service(), slice([{ ip: '10.0.0.1' }]), slice([], { addressType: 7 }, { name: 'bad', labels: 'web' })],
      'InvalidObject',
    ],
    [
      'an unreadable slice of a Service whose name is a number without quotes',
      [
        service({}, { name: '7' }),
        slice([{ ip: '10.0.0.1' }], {}, { labels: { 'kubernetes.io/service-name': 7 } }),
        slice([], { addressType: 7 }, { name: 'bad', labels: { 'kubernetes.io/service-name': 7 } }),
      ],
      'InvalidObject',
      { serviceName: '7' },
    ],
    [
      'an ExternalName',
      [service({ type: 'ExternalName', externalName: 'x.example' }), slice([{ ip: '10.0.0.1' }])],
      'WrongServiceType',
    ],
    ['another port', [service({ ports: [{ port: 81 }] }), slice([{ ip: '10.0.0.1' }])], 'ServicePortNotFound'],
  ])('%s: the virtual server is held', (_what, objects, reason, backend = {}) => {
    expect(held(map([configMap({ backend }), ...objects]))).toBe(`ltm/virtual/~k8s~default_vs ${reason}`);
  });

  it.each([
    ['of another namespace', { namespace: 'other', labels: 'web' }],
    ['that is of no Service', { labels: null }],
    ['of another Service', { labels: { 'kubernetes.io/service-name': 'other' } }],
  ])('an unreadable slice %s holds nothing here', (_what, metadata) => {
    const bad = slice([], { addressType: 7 }, { name: 'bad', ...metadata });
    expect(membersOf(map([configMap(), service(), slice([{ ip: '10.0.0.1' }]), bad]))).toEqual(['10.0.0.1:8080']);
  });

  it('of a pool alone the pool is held', () => {
    const alone = configMap({ frontend: { virtualAddress: undefined } });
    expect(held(map([alone]))).toBe('ltm/pool/~k8s~cfgmap_default_vs_web ServiceNotFound');
  });

  it('an unreadable Service is told apart from a missing one', () => {
    const note = (objects: Manifest[]) =>
      map([configMap(), ...objects]).diagnostics.find(({ reason }) => reason === 'ServiceNotFound')?.message;
    expect(note([service({ ports: 80 })])).toBe('Service default/web is in the input and cannot be read');
    expect(note([])).toBe('Service default/web is not in the input');
  });

  it('one Service that is missing holds back no other', () => {
    const other = configMap({
      name: 'other',
      backend: { serviceName: 'gone' },
      frontend: { virtualAddress: { bindAddr: '10.1.1.9', port: 1 } },
    });
    const state = map([configMap(), other, service(), slice([{ ip: '10.0.0.1' }])]);
    expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
    expect(state.held).toHaveLength(1);
  });
});
