import { describe, expect, it } from 'vitest';
import { type ConfigMapParts, configMap, map, membersOf, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const rest = [service(), slice([{ ip: '10.244.1.5' }])];
const mapped = (parts: ConfigMapParts = {}, options = {}) => map([configMap(parts), ...rest], options);
const virtualOf = (state: ReturnType<typeof mapped>) => state.objects.find(({ type }) => type === 'ltm/virtual');
const poolOf = (state: ReturnType<typeof mapped>) => state.objects.find(({ type }) => type === 'ltm/pool');

describe('what a ConfigMap asks for', () => {
  it('names all that it can ever set, with defaults where it asks for nothing', () => {
    const state = mapped();
    expect(virtualOf(state)).toEqual({
      uri: 'ltm/virtual/~k8s~default_vs',
      type: 'ltm/virtual',
      properties: {
        destination: '/k8s/10.1.10.5:8000',
        ipProtocol: 'tcp',
        pool: '/k8s/cfgmap_default_vs_web',
        profiles: [{ name: '/Common/tcp', context: 'all' }],
        sourceAddressTranslation: { type: 'automap' },
        metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' }],
      },
    });
    expect(poolOf(state)?.properties).toEqual({
      loadBalancingMode: 'round-robin',
      monitor: null,
      metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' }],
    });
  });

  it('carries the mark of its owner', () => {
    const state = mapped({ backend: { healthMonitors: [{ protocol: 'tcp' }] } }, { owner: 'cluster-1' });
    for (const type of ['ltm/virtual', 'ltm/pool']) {
      const entry = state.objects.find((candidate) => candidate.type === type);
      expect(entry?.properties['metadata']).toEqual([
        { name: 'managed-by', persist: 'true', value: 'bigip-icontrol/cluster-1' },
      ]);
    }
    const monitor = state.objects.find(({ type }) => type === 'ltm/monitor/tcp');
    expect(monitor?.initial?.['description']).toBe('managed-by bigip-icontrol/cluster-1');
    expect(state.owner).toBe('cluster-1');
  });

  it.each([
    ['10.1.10.5', '/k8s/10.1.10.5:8000'],
    ['10.1.10.5%5', '/k8s/10.1.10.5%5:8000'],
    ['fd00::10%5', '/k8s/fd00::10%5.8000'],
    ['FD00:0:0::10', '/k8s/fd00::10.8000'],
    ['0.0.0.0', '/k8s/0.0.0.0:8000'],
  ])('bindAddr %s listens on %s', (bindAddr, destination) => {
    const state = mapped({ frontend: { virtualAddress: { bindAddr, port: 8000 } } });
    expect(virtualOf(state)?.properties['destination']).toBe(destination);
  });

  it('takes the address of the annotation where there is no bindAddr', () => {
    const annotations = { 'virtual-server.f5.com/ip': '10.9.9.9%2' };
    const port = { virtualAddress: { port: 8000 } };
    expect(virtualOf(mapped({ annotations, frontend: port }))?.properties['destination']).toBe('/k8s/10.9.9.9%2:8000');
    expect(virtualOf(mapped({ annotations }))?.properties['destination']).toBe('/k8s/10.1.10.5:8000');
  });

  it.each([
    ['no virtualAddress', undefined],
    ['no address', { port: 8000 }],
  ])('with %s there is a pool alone', (_what, virtualAddress) => {
    const state = mapped({ frontend: { virtualAddress } });
    expect(virtualOf(state)).toBeUndefined();
    expect(membersOf(state)).toEqual(['10.244.1.5:8080']);
  });

  it.each([
    ['http', 'tcp', ['/Common/http', '/Common/tcp']],
    ['tcp', 'tcp', ['/Common/tcp']],
  ])('mode %s is ipProtocol %s with profiles %j', (mode, ipProtocol, profiles) => {
    expect(virtualOf(mapped({ frontend: { mode } }))?.properties).toMatchObject({
      ipProtocol,
      profiles: profiles.map((name) => ({ name, context: 'all' })),
    });
  });

  it('mode udp takes the UDP port of the Service', () => {
    const ports = [
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ];
    const both = slice([{ ip: '10.244.1.5' }], {
      ports: [
        { name: 'dns-tcp', port: 9053, protocol: 'TCP' },
        { name: 'dns', port: 5353, protocol: 'UDP' },
      ],
    });
    for (const order of [ports, [...ports].reverse()]) {
      const asked = (mode: string) =>
        map([configMap({ backend: { servicePort: 53 }, frontend: { mode } }), service({ ports: order }), both]);
      expect(membersOf(asked('udp'))).toEqual(['10.244.1.5:5353']);
      expect(membersOf(asked('tcp'))).toEqual(['10.244.1.5:9053']);
      expect(virtualOf(asked('udp'))?.properties).toMatchObject({
        ipProtocol: 'udp',
        profiles: [{ name: '/Common/udp', context: 'all' }],
      });
    }
  });

  it.each([
    ['/Common/pool1', '/Common/pool1'],
    ['pool1', '/Common/pool1'],
    ['/k8s/pool1', '/k8s/pool1'],
  ])('SNAT pool %s is %s', (snatPool, pool) => {
    expect(virtualOf(mapped({}, { snatPool }))?.properties['sourceAddressTranslation']).toEqual({ type: 'snat', pool });
  });

  it('monitors are named as CIS names them, with defaults, and the pool needs them all', () => {
    const healthMonitors = [
      { protocol: 'http', interval: 30, timeout: 91, send: 'GET /\r\n', recv: 'a\tb' },
      { protocol: 'http' },
      { protocol: 'tcp' },
      { protocol: 'udp' },
    ];
    const state = mapped({ backend: { healthMonitors } });
    const name = (suffix: string) => `/k8s/cfgmap_default_vs_web_${suffix}`;
    expect(poolOf(state)?.properties['monitor']).toBe(
      [name('0_http'), name('1_http'), name('2_tcp'), name('3_udp')].join(' and '),
    );
    expect(
      state.objects
        .filter(({ type }) => type.startsWith('ltm/monitor'))
        .map(({ uri, properties }) => [uri, properties]),
    ).toEqual([
      // Line ends as BIG-IP keeps them: an escape in two characters.
      [
        'ltm/monitor/http/~k8s~cfgmap_default_vs_web_0_http',
        { interval: 30, timeout: 91, send: 'GET /\\r\\n', recv: 'a\\tb' },
      ],
      [
        'ltm/monitor/http/~k8s~cfgmap_default_vs_web_1_http',
        { interval: 5, timeout: 16, send: 'GET /\\r\\n', recv: null },
      ],
      ['ltm/monitor/tcp/~k8s~cfgmap_default_vs_web_2_tcp', { interval: 5, timeout: 16, send: null, recv: null }],
      [
        'ltm/monitor/udp/~k8s~cfgmap_default_vs_web_3_udp',
        { interval: 5, timeout: 16, send: 'default send string', recv: null },
      ],
    ]);
    expect(reasonsOf(state)).toEqual([]);
  });

  it('a namespace that begins with a digit gets a pool for every ConfigMap', () => {
    const namespace = '4-default-rack';
    const ports = [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ];
    const slicePorts = [
      { name: 'a', port: 8080 },
      { name: 'b', port: 8081 },
    ];
    const one = (name: string, servicePort: number) =>
      configMap({
        name,
        namespace,
        backend: { servicePort },
        frontend: { virtualAddress: { bindAddr: '10.1.10.5', port: servicePort } },
      });
    const state = map([
      one('vs-a', 80),
      one('vs-b', 81),
      service({ ports }, { namespace }),
      slice([{ ip: '10.244.1.5' }], { ports: slicePorts }, { namespace }),
    ]);
    expect(uris(state, 'ltm/virtual')).toEqual([
      'ltm/virtual/~k8s~cfgmap_4-default-rack_vs-a',
      'ltm/virtual/~k8s~cfgmap_4-default-rack_vs-b',
    ]);
    expect(uris(state, 'ltm/pool')).toEqual([
      'ltm/pool/~k8s~cfgmap_4-default-rack_vs-a_web',
      'ltm/pool/~k8s~cfgmap_4-default-rack_vs-b_web',
    ]);
    expect(membersOf(state)).toEqual(['10.244.1.5:8080', '10.244.1.5:8081']);
  });
});

describe('a ConfigMap that asks for less than it seems to', () => {
  it('without an address it is a pool alone, which is said', () => {
    const state = map([
      configMap({ frontend: { virtualAddress: undefined } }),
      service(),
      slice([{ ip: '10.244.1.5' }]),
    ]);
    expect(state.diagnostics.filter(({ reason }) => reason === 'PoolAlone')).toHaveLength(1);
  });

  it('with another f5type nothing is done, and that is said', () => {
    const state = map([configMap({ labels: { f5type: 'virtualserver' } }), service()]);
    expect(state.objects).toEqual([]);
    expect(state.diagnostics).toMatchObject([
      { severity: 'warning', reason: 'UnknownF5Type', object: 'ConfigMap/default/vs', path: 'metadata.labels.f5type' },
    ]);
  });
});
