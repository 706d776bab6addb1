import { describe, expect, it } from 'vitest';
import type { PublishItem } from '../../src/desired/index.ts';
import { type Manifest, map, membersOf, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const gateway = (ports: readonly Manifest[], more: Manifest = {}): Manifest =>
  service({ ports, ...more }, { name: 'gw', namespace: 'istio' });
const endpoints = (ports: readonly Manifest[], ips = ['10.244.1.5']): Manifest =>
  slice(
    ips.map((ip) => ({ ip })),
    { ports },
    { name: 'gw-1', namespace: 'istio', labels: { 'kubernetes.io/service-name': 'gw' } },
  );
const http = { name: 'http2', port: 80, targetPort: 8080 };
const https = { name: 'https', port: 443, targetPort: 8443 };
const status = { name: 'status-port', port: 15_021, targetPort: 15_021 };
const slicePorts = [
  { name: 'http2', port: 8080 },
  { name: 'https', port: 8443 },
  { name: 'status-port', port: 15_021 },
];
const item: PublishItem = { namespace: 'istio', service: 'gw', address: '172.16.100.195', ports: 'all' };
const cluster = (ports: readonly Manifest[] = [http, https], more: Manifest = {}) => [
  gateway(ports, more),
  endpoints(slicePorts),
];
const published = (
  publish: readonly PublishItem[],
  objects: readonly Manifest[] = cluster(),
  more: Parameters<typeof map>[1] = {},
) => map(objects, { publish, ...more });
const entry = (state: ReturnType<typeof map>, uri: string) => state.objects.find((one) => one.uri === uri)?.properties;
const virtual = 'ltm/virtual/~k8s~publish_istio_gw_tcp_80';
const pool = 'ltm/pool/~k8s~publish_istio_gw_tcp_80_pool';

describe('a published Service', () => {
  it('with all ports: a virtual server, a pool and the pods for each', () => {
    const state = published([item]);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual, 'ltm/virtual/~k8s~publish_istio_gw_tcp_443']);
    expect(entry(state, virtual)?.['destination']).toBe('/k8s/172.16.100.195:80');
    expect(membersOf(state)).toEqual(['10.244.1.5:8080', '10.244.1.5:8443']);
    expect(state.held).toEqual([]);
  });

  it('names all that it can ever set, with null where nothing is asked for', () => {
    const state = published([item]);
    expect(entry(state, virtual)).toEqual({
      destination: '/k8s/172.16.100.195:80',
      ipProtocol: 'tcp',
      pool: '/k8s/publish_istio_gw_tcp_80_pool',
      profiles: [{ name: '/Common/tcp', context: 'all' }],
      sourceAddressTranslation: { type: 'automap' },
      persist: null,
      rules: null,
      vlans: null,
      vlansDisabled: true,
      metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' }],
    });
    expect(entry(state, pool)).toMatchObject({ loadBalancingMode: 'round-robin', monitor: null });
    expect(entry(state, `${pool}/members/~k8s~10.244.1.5:8080`)).toEqual({ address: '10.244.1.5', ratio: 1 });
  });

  it('a port that appears on the Service appears, one that goes is wanted no more, and the others stay as they are', () => {
    const one = published([item], cluster([http]));
    const two = published([item], cluster([http, https]));
    expect(uris(one, 'ltm/virtual')).toEqual([virtual]);
    expect(two.objects).toEqual(expect.arrayContaining([...one.objects]));
    expect(uris(two, 'ltm/virtual')).toHaveLength(2);
    expect(one.scope.heldPrefixes).toEqual([]);
    expect(one.scope.decidedPrefixes).toContain('ltm/virtual/~k8s~publish_istio_gw_');
  });

  it('ports are left out by number and by name', () => {
    const state = published([{ ...item, except: [15_021, 'https'] }], cluster([http, https, status]));
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(reasonsOf(state)).not.toContain('PublishedPortDoubtful');
  });

  it('nothing is left out in silence: a status port is published, and warned of', () => {
    const state = published([item], cluster([http, status]));
    expect(uris(state, 'ltm/virtual')).toHaveLength(2);
    expect(state.diagnostics.find(({ reason }) => reason === 'PublishedPortDoubtful')?.message).toBe(
      'Publish/istio/gw: port 15021 looks like the status port of a proxy, and is published; leave it out by "except: [15021]"',
    );
  });

  it('SCTP is left out of all ports, and said', () => {
    const state = published([item], cluster([http, { name: 's', port: 99, protocol: 'SCTP' }]));
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(reasonsOf(state)).toContain('PublishedPortDoubtful');
  });

  it('ports are chosen by number and by name, with other ports to listen on', () => {
    const ports: PublishItem['ports'] = [80, 'https', { port: 'http2', listen: 8000 }];
    const state = published([{ ...item, ports }]);
    expect(uris(state, 'ltm/virtual')).toEqual([
      virtual,
      'ltm/virtual/~k8s~publish_istio_gw_tcp_https',
      'ltm/virtual/~k8s~publish_istio_gw_tcp_8000',
    ]);
    expect(state.objects.flatMap(({ properties }) => properties['destination'] ?? [])).toEqual([
      '/k8s/172.16.100.195:80',
      '/k8s/172.16.100.195:443',
      '/k8s/172.16.100.195:8000',
    ]);
  });

  it('UDP and TCP of one number are two', () => {
    const dns = [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
    ];
    const objects = [
      gateway(dns),
      endpoints([
        { name: 'dns', port: 5353 },
        { name: 'dns-tcp', port: 5354 },
      ]),
    ];
    const names = ['ltm/virtual/~k8s~publish_istio_gw_udp_53', 'ltm/virtual/~k8s~publish_istio_gw_tcp_53'];
    expect(uris(published([item], objects), 'ltm/virtual')).toEqual(names);
    const written: PublishItem = { ...item, ports: [{ port: 53, protocol: 'UDP' }, 53] };
    expect(uris(published([written], objects), 'ltm/virtual')).toEqual(names);
    expect(membersOf(published([{ ...item, mode: 'udp', ports: ['dns'] }], objects))).toEqual(['10.244.1.5:5353']);
  });

  it('monitors, profiles, persistence, SNAT, rules and VLANs, for all ports or for one', () => {
    const state = published([
      {
        ...item,
        mode: 'http',
        monitors: [{ type: 'http', send: 'GET /\r\n' }, '/Common/tcp'],
        loadBalancingMode: 'least-connections-member',
        clientSsl: ['/Common/clientssl'],
        serverSsl: ['/Common/serverssl'],
        persistence: '/Common/mine',
        snat: '/Common/pool1',
        rules: ['/Common/b', '/Common/a'],
        vlans: ['/Common/external'],
        ports: [
          80,
          {
            port: 443,
            mode: 'tcp',
            monitors: [],
            profiles: ['/Common/fastL4'],
            clientSsl: ['/k8s/other'],
            snat: 'none',
          },
        ],
      },
    ]);
    expect(entry(state, virtual)).toMatchObject({
      profiles: [
        { name: '/Common/clientssl', context: 'clientside' },
        { name: '/Common/http', context: 'all' },
        { name: '/Common/serverssl', context: 'serverside' },
        { name: '/Common/tcp', context: 'all' },
      ],
      persist: [{ name: 'mine', partition: 'Common', tmDefault: 'yes' }],
      sourceAddressTranslation: { type: 'snat', pool: '/Common/pool1' },
      rules: ['/Common/b', '/Common/a'],
      vlans: ['/Common/external'],
      vlansEnabled: true,
    });
    expect(entry(state, virtual)).not.toHaveProperty('vlansDisabled');
    expect(entry(state, pool)).toMatchObject({
      loadBalancingMode: 'least-connections-member',
      monitor: '/k8s/publish_istio_gw_tcp_80_pool_0_http and /Common/tcp',
    });
    expect(entry(state, 'ltm/monitor/http/~k8s~publish_istio_gw_tcp_80_pool_0_http')).toMatchObject({
      interval: 5,
      timeout: 16,
    });
    expect(entry(state, 'ltm/virtual/~k8s~publish_istio_gw_tcp_443')).toMatchObject({
      profiles: [
        { name: '/Common/fastL4', context: 'all' },
        { name: '/Common/serverssl', context: 'serverside' },
        { name: '/k8s/other', context: 'clientside' },
      ],
      sourceAddressTranslation: { type: 'none' },
    });
    expect(entry(state, 'ltm/pool/~k8s~publish_istio_gw_tcp_443_pool')?.['monitor']).toBeNull();
  });

  it.each([
    ['its own word for it', {}, undefined, null],
    [
      'ClientIP',
      { sessionAffinity: 'ClientIP' },
      undefined,
      [{ name: 'publish_istio_gw_tcp_80_source_addr', partition: 'k8s', tmDefault: 'yes' }],
    ],
    ['ClientIP, and none is asked for', { sessionAffinity: 'ClientIP' }, 'none', null],
    ['none, and it is asked for', {}, 'source_addr', [{ name: 'source_addr', partition: 'Common', tmDefault: 'yes' }]],
  ])('persistence: sessionAffinity %s', (_what, spec, persistence, expected) => {
    const state = published([{ ...item, persistence }], cluster([http], spec));
    expect(entry(state, virtual)?.['persist']).toEqual(expected);
  });

  it('ClientIP has a persistence profile with its timeout, and one that is not needed is not made', () => {
    const affinity = { sessionAffinity: 'ClientIP' };
    const profile = (more: Manifest, wished: Manifest = {}) =>
      published([{ ...item, ...wished }], cluster([http], more)).objects.filter(
        ({ type }) => type === 'ltm/persistence/source-addr',
      );
    expect(profile({ ...affinity, sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } } })).toEqual([
      {
        uri: 'ltm/persistence/source-addr/~k8s~publish_istio_gw_tcp_80_source_addr',
        type: 'ltm/persistence/source-addr',
        properties: { timeout: '600' },
        initial: { description: 'managed-by bigip-icontrol/default' },
      },
    ]);
    // Kubernetes API, ClientIPConfig: three hours.
    expect(profile(affinity)).toMatchObject([{ properties: { timeout: '10800' } }]);
    expect(profile({ ...affinity, sessionAffinityConfig: { clientIP: null } })).toMatchObject([
      { properties: { timeout: '10800' } },
    ]);
    expect(profile({ sessionAffinity: 'None' })).toEqual([]);
    expect(profile(affinity, { persistence: 'none' })).toEqual([]);
    expect(profile(affinity, { persistence: '/Common/mine' })).toEqual([]);
  });

  it('in nodeport mode the Nodes are members', () => {
    const spec = { type: 'NodePort' };
    const nodes = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
      status: { addresses: [{ type: 'InternalIP', address: '192.168.1.1' }] },
    };
    const state = published(
      [item],
      [
        gateway(
          [
            { ...http, nodePort: 30_080 },
            { ...https, nodePort: 30_443 },
          ],
          spec,
        ),
        nodes,
      ],
      { mode: 'nodeport' },
    );
    expect(membersOf(state)).toEqual(['192.168.1.1:30080', '192.168.1.1:30443']);
  });
});

describe('weights', () => {
  const canary = slice(
    [{ ip: '10.244.2.1' }],
    { ports: slicePorts },
    { name: 'canary-1', namespace: 'istio', labels: { 'kubernetes.io/service-name': 'canary' } },
  );
  const objects = (stable: readonly string[]) => [
    gateway([http]),
    endpoints(slicePorts, [...stable]),
    service({ ports: [http] }, { name: 'canary', namespace: 'istio' }),
    canary,
  ];
  const { service: _, ...rest } = item;
  const weighed = (a: number, b: number, stable = ['10.244.1.1', '10.244.1.2', '10.244.1.3'], more = {}) =>
    published(
      [
        {
          ...rest,
          name: 'gw',
          services: [
            { service: 'gw', weight: a },
            { service: 'canary', weight: b },
          ],
          ...more,
        },
      ],
      objects(stable),
    );
  const ratios = (state: ReturnType<typeof map>) =>
    Object.fromEntries(
      state.objects.flatMap(({ type, properties }) =>
        type === 'ltm/pool/members' ? [[properties['address'], properties['ratio']]] : [],
      ),
    );

  it('are shared by the members of a Service, in whole numbers up to 100', () => {
    expect(ratios(weighed(90, 10))).toEqual({ '10.244.1.1': 3, '10.244.1.2': 3, '10.244.1.3': 3, '10.244.2.1': 1 });
    expect(ratios(weighed(50, 50, ['10.244.1.1']))).toEqual({ '10.244.1.1': 1, '10.244.2.1': 1 });
    expect(ratios(weighed(65_535, 1, ['10.244.1.1']))).toEqual({ '10.244.1.1': 100, '10.244.2.1': 1 });
  });

  it('of 0 have no members', () => {
    expect(ratios(weighed(1, 0))).toEqual({ '10.244.1.1': 1, '10.244.1.2': 1, '10.244.1.3': 1 });
    const none = weighed(0, 0);
    expect(ratios(none)).toEqual({});
    expect(none.diagnostics.find(({ reason }) => reason === 'NoReadyEndpoints')?.message).toContain(
      'every Service has weight 0',
    );
  });

  it('take a mode that looks at them, and refuse another', () => {
    expect(entry(weighed(90, 10), pool)?.['loadBalancingMode']).toBe('ratio-member');
    expect(entry(weighed(90, 10, undefined, { loadBalancingMode: 'ratio-session' }), pool)?.['loadBalancingMode']).toBe(
      'ratio-session',
    );
    const refused = weighed(90, 10, undefined, { loadBalancingMode: 'round-robin' });
    expect(refused.objects).toEqual([]);
    expect(reasonsOf(refused)).toEqual(['InvalidPublish']);
  });

  it('a Service that is missing holds the whole pool: the shares of the others are not known', () => {
    const state = published(
      [
        {
          ...rest,
          name: 'gw',
          services: [
            { service: 'gw', weight: 1 },
            { service: 'gone', weight: 1 },
          ],
        },
      ],
      objects(['10.244.1.1']),
    );
    expect(state.objects).toEqual([]);
    expect(state.held.map(({ uri, reason }) => `${uri} ${reason}`)).toEqual([`${virtual} ServiceNotFound`]);
  });
});

describe('what leaves out, or keeps out, nothing', () => {
  const admin = { name: 'admin', port: 9000 };
  const message = (state: ReturnType<typeof map>, wanted: string) =>
    state.diagnostics.filter(({ reason }) => reason === wanted).map((one) => one.message);

  it('except with a slip: the port that is nearly called so is held, the others are published', () => {
    const state = published([{ ...item, except: ['admni'] }], cluster([http, admin]));
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(state.held.map(({ uri }) => uri)).toContain('ltm/virtual/~k8s~publish_istio_gw_tcp_9000');
    expect(message(state, 'ExceptWithoutPort')).toEqual([
      'Publish/istio/gw: except: admni is no port of Service istio/gw, and leaves out nothing',
    ]);
    expect(message(state, 'InvalidPublish')[0]).toMatch(/port 9000 is called "admin", and except says "admni"/);
  });

  it('except with what is no port at all is warned of', () => {
    const state = published([{ ...item, except: [1, 'https'] }]);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(message(state, 'ExceptWithoutPort')).toHaveLength(1);
    expect(state.held).toEqual([]);
  });

  it('a number that is written as text leaves out the port of that number', () => {
    const state = published([{ ...item, except: ['443'] }]);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(message(state, 'ExceptWithoutPort')).toEqual([]);
  });

  it('loadBalancerSourceRanges are not done, and that is said unless rules or vlans keep others out', () => {
    const limited = cluster([http], { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] });
    const state = published([item], limited);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(message(state, 'SourceRangesIgnored')[0]).toMatch(/^Service istio\/gw lets in 10\.0\.0\.0\/8 alone/);
    expect(reasonsOf(published([{ ...item, rules: ['/Common/keep-out'] }], limited))).not.toContain(
      'SourceRangesIgnored',
    );
    const open = cluster([http], { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8', '0.0.0.0/0'] });
    expect(reasonsOf(published([item], open))).not.toContain('SourceRangesIgnored');
  });
});

describe('a port of UDP in a list of ports', () => {
  const dns = { name: 'dns', port: 53, protocol: 'UDP' };
  const both = [gateway([http, dns]), endpoints([...slicePorts, { name: 'dns', port: 5353, protocol: 'UDP' }])];
  const udp = 'ltm/virtual/~k8s~publish_istio_gw_udp_dns';

  it('by its name is UDP, as the Service says', () => {
    const state = published([{ ...item, ports: [80, 'dns'] }], both);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual, udp]);
    expect(entry(state, udp)).toMatchObject({ ipProtocol: 'udp', destination: '/k8s/172.16.100.195:53' });
  });

  it('by its number is asked for with its protocol, in any case, and the message says how', () => {
    const state = published([{ ...item, ports: [53] }], both);
    expect(state.objects).toEqual([]);
    expect(state.diagnostics.find(({ reason }) => reason === 'ServicePortNotFound')?.message).toMatch(
      /has port 53 for UDP and not for TCP; .*; say \{port: 53, protocol: UDP\}$/,
    );
    const stated = published([{ ...item, ports: [{ port: 53, protocol: 'udp' }] }], both);
    expect(uris(stated, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~publish_istio_gw_udp_53']);
  });

  it('whose Service is gone: it is held, whichever protocol it has', () => {
    const state = published([{ ...item, ports: ['dns'] }], []);
    expect(state.objects).toEqual([]);
    expect(state.held.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([udp, 'ltm/virtual/~k8s~publish_istio_gw_tcp_dns']),
    );
    expect(reasonsOf(state)).toEqual(['ServiceNotFound']);
  });
});

describe('SSL profiles and UDP', () => {
  const dns = { name: 'dns', port: 53, protocol: 'UDP' };
  const objects = [gateway([http, dns]), endpoints([...slicePorts, { name: 'dns', port: 5353, protocol: 'UDP' }])];
  const udp = 'ltm/virtual/~k8s~publish_istio_gw_udp_53';

  it('those of the item are on its TCP ports alone, and it is said of the others', () => {
    const state = published([{ ...item, clientSsl: ['/Common/clientssl'] }], objects);
    expect(JSON.stringify(entry(state, virtual)?.['profiles'])).toContain('clientssl');
    expect(entry(state, udp)?.['profiles']).toEqual([{ name: '/Common/udp', context: 'all' }]);
    expect(state.diagnostics.find(({ reason }) => reason === 'PublishedPortDoubtful')?.message).toBe(
      'Publish/istio/gw: port 53 is UDP, and is published without the item’s clientSsl',
    );
  });

  it('a UDP port that asks for them itself is held', () => {
    const ports = [80, { port: 53, protocol: 'UDP' as const, clientSsl: ['/Common/clientssl'] }];
    const state = published([{ ...item, ports }], objects);
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(state.held.map(({ uri }) => uri)).toContain(udp);
  });
});
