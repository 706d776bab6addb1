import { describe, expect, it } from 'vitest';
import {
  configMap,
  type EndpointParts,
  map,
  membersOf,
  pod,
  reasonsOf,
  service,
  slice,
  uris,
} from './sample-cluster.ts';

const of = (...slices: object[]) => map([configMap(), service(), ...(slices as Record<string, unknown>[])]);

describe('members from EndpointSlices', () => {
  it.each<[string, Omit<EndpointParts, 'ip'>, string[]]>([
    ['nothing said', {}, ['10.0.0.1:8080']],
    ['ready', { ready: true }, ['10.0.0.1:8080']],
    [
      'ready and terminating (publishNotReadyAddresses)',
      { ready: true, serving: false, terminating: true },
      ['10.0.0.1:8080'],
    ],
    ['terminating and serving', { ready: false, serving: true, terminating: true }, ['10.0.0.1:8080 draining']],
    ['terminating and not serving', { ready: false, serving: false, terminating: true }, []],
    ['terminating and nothing said of serving', { ready: false, terminating: true }, []],
    ['not ready', { ready: false, serving: false, terminating: false }, []],
    ['serving and not ready', { ready: false, serving: true, terminating: false }, []],
  ])('an endpoint with %s', (_what, conditions, expected) => {
    const state = of(slice([{ ip: '10.0.0.1', ...conditions }, { ip: '10.0.0.9' }]));
    expect(membersOf(state)).toEqual([...expected, '10.0.0.9:8080']);
  });

  it('a draining member is disabled and up; of an enabled one the session is only said when it is made', () => {
    const state = of(slice([{ ip: '10.0.0.1', ready: false, serving: true, terminating: true }, { ip: '10.0.0.2' }]));
    expect(state.objects.filter(({ type }) => type === 'ltm/pool/members')).toEqual([
      {
        uri: 'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~10.0.0.1:8080',
        type: 'ltm/pool/members',
        properties: { address: '10.0.0.1', session: 'user-disabled', state: 'user-up' },
      },
      {
        uri: 'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~10.0.0.2:8080',
        type: 'ltm/pool/members',
        properties: { address: '10.0.0.2' },
        initial: { session: 'user-enabled' },
      },
    ]);
  });

  it('when all are draining they stay enabled', () => {
    const draining = { ready: false, serving: true, terminating: true };
    const state = of(
      slice([
        { ip: '10.0.0.1', ...draining },
        { ip: '10.0.0.2', ...draining },
      ]),
    );
    expect(membersOf(state)).toEqual(['10.0.0.1:8080', '10.0.0.2:8080']);
    expect(reasonsOf(state)).toContain('AllEndpointsTerminating');
    expect(reasonsOf(state)).not.toContain('NoReadyEndpoints');
  });

  it('an address in two slices is one member, and the slice in which it is ready counts', () => {
    const draining = { ready: false, serving: true, terminating: true };
    const a = slice([{ ip: '10.0.0.1', ...draining }, { ip: '10.0.0.2' }], {}, { name: 'a' });
    const b = slice([{ ip: '10.0.0.1' }, { ip: '10.0.0.2', ...draining }], {}, { name: 'b' });
    expect(membersOf(of(a, b))).toEqual(['10.0.0.1:8080', '10.0.0.2:8080']);
    expect(membersOf(of(b, a))).toEqual(['10.0.0.1:8080', '10.0.0.2:8080']);
  });

  it("the port is the slice's own, so pods whose named port differs are each right", () => {
    const ports = (port: number) => ({
      ports: [
        { name: 'other', port: 1 },
        { name: 'http', port },
      ],
    });
    const state = map([
      configMap(),
      service({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] }),
      slice([{ ip: '10.0.0.1' }], ports(8080), { name: 'a' }),
      slice([{ ip: '10.0.0.2' }], ports(9090), { name: 'b' }),
    ]);
    expect(membersOf(state)).toEqual(['10.0.0.1:8080', '10.0.0.2:9090']);
  });

  it('an unnamed port is the same as one with an empty name', () => {
    for (const name of [undefined, null, '']) {
      const ports = [{ name, port: 80 }];
      expect(membersOf(map([configMap(), service({ ports }), slice([{ ip: '10.0.0.1' }])]))).toEqual(['10.0.0.1:8080']);
      expect(membersOf(of(slice([{ ip: '10.0.0.1' }], { ports: [{ name, port: 8080 }] })))).toEqual(['10.0.0.1:8080']);
    }
  });

  it('only the first address of an endpoint counts', () => {
    const state = of(
      slice(null, { endpoints: [{ addresses: ['10.0.0.1', '10.0.0.2'] }, { addresses: [] }, { addresses: null }] }),
    );
    expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
  });

  it('slices of another Service, another namespace or of none are not read', () => {
    const state = of(
      slice([{ ip: '10.0.0.1' }]),
      slice([{ ip: '10.0.0.2' }], {}, { name: 'x', labels: { 'kubernetes.io/service-name': 'webs' } }),
      slice([{ ip: '10.0.0.3' }], {}, { namespace: 'other' }),
      slice([{ ip: '10.0.0.4' }], {}, { name: 'y', labels: null }),
    );
    expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
  });

  it('slices of discovery.k8s.io/v1beta1 are read', () => {
    expect(membersOf(of({ ...slice([{ ip: '10.0.0.1' }]), apiVersion: 'discovery.k8s.io/v1beta1' }))).toEqual([
      '10.0.0.1:8080',
    ]);
  });

  it.each([
    ['no endpoint', slice([])],
    ['no endpoints and no ports', slice(null, { ports: null })],
    ['none that is ready', slice([{ ip: '10.0.0.1', ready: false }])],
    ['none with this port', slice([{ ip: '10.0.0.1' }], { ports: [{ name: 'other', port: 8080 }] })],
  ])('a slice with %s is an answer: the pool is empty, the virtual server stays', (_what, empty) => {
    const state = of(empty);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
    expect(uris(state, 'ltm/pool')).toHaveLength(1);
    expect(membersOf(state)).toEqual([]);
    expect(state.held).toEqual([]);
    expect(state.diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'warning', reason: 'NoReadyEndpoints', object: 'ConfigMap/default/vs' }),
    );
  });

  it('an address that is none of its family is left out, and said', () => {
    const state = of(slice([{ ip: '10.0.0.1' }, { ip: 'fd00::1' }, { ip: '10.0.0.300' }]));
    expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
    expect(reasonsOf(state).filter((reason) => reason === 'InvalidEndpointAddress')).toHaveLength(2);
  });

  it('a slice of DNS names is left out, and said', () => {
    const names = slice([{ ip: 'a.example' }], { addressType: 'FQDN' }, { name: 'names' });
    const state = of(names, slice([{ ip: '10.0.0.1' }]));
    expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
    expect(reasonsOf(state)).toContain('FqdnSliceIgnored');
    const alone = of(names);
    expect(alone.objects).toEqual([]);
    expect(alone.held).toMatchObject([{ reason: 'EndpointsNotFound' }]);
    expect(alone.diagnostics.find(({ reason }) => reason === 'EndpointsNotFound')?.message).toMatch(
      /^no EndpointSlice of Service default\/web holds IP addresses/,
    );
  });

  it('a port of a slice is that of the Service by protocol too, where the slice says one', () => {
    const ports = [
      { name: '', port: 5353, protocol: 'UDP' },
      { name: '', port: 8080, protocol: 'TCP' },
    ];
    expect(membersOf(of(slice([{ ip: '10.0.0.1' }], { ports })))).toEqual(['10.0.0.1:8080']);
    expect(membersOf(of(slice([{ ip: '10.0.0.1' }], { ports: [{ port: 8080 }] })))).toEqual(['10.0.0.1:8080']);
    const other = of(slice([{ ip: '10.0.0.1' }], { ports: ports.slice(0, 1) }));
    expect(membersOf(other)).toEqual([]);
    expect(other.diagnostics.find(({ reason }) => reason === 'NoReadyEndpoints')?.message).toContain(
      'they have the port "" (UDP)',
    );
  });

  it('a port that the slice leaves open cannot be a member; the virtual server is held', () => {
    const state = of(slice([{ ip: '10.0.0.1' }], { ports: [{ name: '', port: null }] }));
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ reason: 'EndpointPortUnspecified' }]);
  });

  it('a headless Service has members like any other', () => {
    expect(membersOf(map([configMap(), service({ clusterIP: 'None' }), slice([{ ip: '10.0.0.1' }])]))).toEqual([
      '10.0.0.1:8080',
    ]);
  });
});

it('a pod of the input changes nothing about who is a member', () => {
  const state = of(
    slice([{ ip: '10.0.0.1' }]),
    pod('p', { hostNetwork: true }, { podIP: '10.0.0.1', phase: 'Failed' }),
  );
  expect(membersOf(state)).toEqual(['10.0.0.1:8080']);
});
