import { describe, expect, it } from 'vitest';
import { desiredState } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { type Manifest, map, membersOf, node, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const server = (spec: Manifest = {}, pool: Manifest = {}, metadata: Manifest = {}): Manifest => ({
  apiVersion: 'cis.f5.com/v1',
  kind: 'TransportServer',
  metadata: { name: 'tcp', namespace: 'default', ...metadata },
  spec: {
    virtualServerAddress: '10.8.3.11',
    virtualServerPort: 8544,
    mode: 'standard',
    pool: { service: 'web', servicePort: 80, ...pool },
    ...spec,
  },
});
const rest = [service(), slice([{ ip: '10.244.1.5' }])];
const mapped = (spec: Manifest = {}, pool: Manifest = {}, more: readonly Manifest[] = rest) =>
  map([server(spec, pool), ...more]);
const virtual = 'ltm/virtual/~k8s~ts_default_tcp';
const of = (state: ReturnType<typeof map>, type: string) => state.objects.find((one) => one.type === type)?.properties;

describe('a TransportServer', () => {
  it('is a virtual server and its pool, with all that it can set', () => {
    const state = mapped();
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(of(state, 'ltm/virtual')).toEqual({
      destination: '/k8s/10.8.3.11:8544',
      ipProtocol: 'tcp',
      pool: '/k8s/ts_default_tcp_pool',
      profiles: [{ name: '/Common/tcp', context: 'all' }],
      sourceAddressTranslation: { type: 'automap' },
      persist: [{ name: 'source_addr', partition: 'Common', tmDefault: 'yes' }],
      rules: null,
      vlans: null,
      vlansDisabled: true,
      mirror: 'disabled',
      metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' }],
    });
    expect(of(state, 'ltm/pool')).toMatchObject({
      loadBalancingMode: 'round-robin',
      reselectTries: 0,
      serviceDownAction: 'none',
      monitor: null,
    });
    expect(membersOf(state)).toEqual(['10.244.1.5:8080']);
  });

  it.each<[string, Manifest, Manifest]>([
    ['route domain', { bigipRouteDomain: 5 }, { destination: '/k8s/10.8.3.11%5:8544' }],
    [
      'the route domain in the address',
      { virtualServerAddress: '10.8.3.11%7', bigipRouteDomain: 5 },
      { destination: '/k8s/10.8.3.11%7:8544' },
    ],
    ['performance', { mode: 'performance' }, { profiles: [{ name: '/Common/fastL4', context: 'all' }] }],
    [
      'profileL4',
      { mode: 'performance', profileL4: '/Common/mine' },
      { profiles: [{ name: '/Common/mine', context: 'all' }] },
    ],
    [
      'a client profile',
      { profiles: { tcp: { client: '/Common/wan' } } },
      { profiles: [{ name: '/Common/wan', context: 'all' }] },
    ],
    [
      'both sides',
      { profiles: { tcp: { client: '/Common/wan', server: '/Common/lan' } } },
      {
        profiles: [
          { name: '/Common/lan', context: 'serverside' },
          { name: '/Common/wan', context: 'clientside' },
        ],
      },
    ],
    [
      'a server profile alone',
      { profiles: { tcp: { server: '/Common/lan' } } },
      {
        profiles: [
          { name: '/Common/lan', context: 'serverside' },
          { name: '/Common/tcp', context: 'clientside' },
        ],
      },
    ],
    ['no SNAT', { snat: 'none' }, { sourceAddressTranslation: { type: 'none' } }],
    ['a SNAT pool', { snat: '/Common/s' }, { sourceAddressTranslation: { type: 'snat', pool: '/Common/s' } }],
    ['iRules', { iRules: ['/Common/b', '/Common/a'] }, { rules: ['/Common/b', '/Common/a'] }],
    ['VLANs', { allowVlans: ['/Common/v'] }, { vlans: ['/Common/v'], vlansEnabled: true }],
    ['no persistence', { persistenceProfile: 'none' }, { persist: null }],
    [
      'another persistence',
      { persistenceProfile: '/Common/p' },
      { persist: [{ name: 'p', partition: 'Common', tmDefault: 'yes' }] },
    ],
    [
      'a word of AS3',
      { persistenceProfile: 'destination-address' },
      { persist: [{ name: 'dest_addr', partition: 'Common', tmDefault: 'yes' }] },
    ],
  ])('%s', (_what, spec, expected) => {
    expect(of(mapped(spec), 'ltm/virtual')).toMatchObject(expected);
  });

  it('of type udp takes the UDP port', () => {
    const dns = service({ ports: [{ port: 80, protocol: 'UDP' }] });
    const state = mapped({ type: 'udp', profiles: { udp: '/Common/udp_gtm_dns' } }, {}, [
      dns,
      slice([{ ip: '10.244.1.5' }]),
    ]);
    expect(of(state, 'ltm/virtual')).toMatchObject({
      ipProtocol: 'udp',
      profiles: [{ name: '/Common/udp_gtm_dns', context: 'all' }],
    });
  });

  it('its pool: method, monitors, tries, action, and a Service of another namespace', () => {
    const other = [service({}, { namespace: 'apps' }), slice([{ ip: '10.244.1.9' }], {}, { namespace: 'apps' })];
    const pool = {
      serviceNamespace: 'apps',
      loadBalancingMethod: 'least-connections-member',
      monitor: { type: 'tcp', interval: 1 },
      monitors: [
        { type: 'http', send: 'GET /', recv: '', interval: 3, timeout: 10 },
        { name: '/Common/tcp', reference: 'bigip' },
      ],
      reselectTries: 2,
      serviceDownAction: 'reselect',
    };
    const state = mapped({}, pool, other);
    expect(of(state, 'ltm/pool')).toMatchObject({
      loadBalancingMode: 'least-connections-member',
      monitor: '/k8s/ts_default_tcp_pool_0_http and /Common/tcp',
      reselectTries: 2,
      serviceDownAction: 'reselect',
    });
    expect(of(state, 'ltm/monitor/http')).toMatchObject({ interval: 3, timeout: 10, send: 'GET /', recv: null });
    expect(membersOf(state)).toEqual(['10.244.1.9:8080']);
  });

  it('alternate backends share the traffic by their weights', () => {
    const canary = [
      service({}, { name: 'canary' }),
      slice([{ ip: '10.244.2.1' }], {}, { name: 'c', labels: { 'kubernetes.io/service-name': 'canary' } }),
    ];
    const state = mapped({}, { weight: 80, alternateBackends: [{ service: 'canary', weight: 20 }] }, [
      ...rest,
      ...canary,
    ]);
    expect(of(state, 'ltm/pool')?.['loadBalancingMode']).toBe('ratio-member');
    const ratios = state.objects.flatMap(({ type, properties }) =>
      type === 'ltm/pool/members' ? [properties['ratio']] : [],
    );
    expect(ratios).toEqual([4, 1]);
  });

  it.each<[string, Manifest, Manifest, string, RegExp]>([
    ['no port', { virtualServerPort: undefined }, {}, 'InvalidTransportServer', /virtualServerPort/],
    ['a pool without Service', {}, { service: undefined }, 'InvalidTransportServer', /pool\.service/],
    ['an address that is none', { virtualServerAddress: '10.8' }, {}, 'InvalidTransportServer', /virtualServerAddress/],
    [
      'no address',
      { virtualServerAddress: undefined, ipamLabel: 'prod' },
      {},
      'AddressMissing',
      /virtualServerAddress/,
    ],
    ['a bare iRule', { iRules: ['r'] }, {}, 'InvalidTransportServer', /iRules "r" is not a full path/],
    ['a Policy', { policyName: 'p' }, {}, 'FieldUnsupported', /policyName cannot be done/],
    [
      'TLS of Secrets',
      { tls: { clientSSLs: ['web-secret'], reference: 'secret' } },
      {},
      'SslProfileIsSecret',
      /make SSL profiles of them on the BIG-IP/,
    ],
    [
      'TLS without a full path',
      { tls: { clientSSLs: ['clientssl'], reference: 'bigip' } },
      {},
      'SslProfileUnresolved',
      /tls names "clientssl"/,
    ],
    ['TLS without a profile', { tls: { reference: 'bigip' } }, {}, 'SslProfileUnresolved', /tls names no profile/],
    [
      'TLS with more than that',
      { tls: { clientSSLs: ['/Common/c'], clientSSLParams: { profileReference: 'secret' } } },
      {},
      'FieldUnsupported',
      /tls\.clientSSLParams cannot be done/,
    ],
    ['a node label that is none', {}, { nodeMemberLabel: 'env==dev=x' }, 'InvalidTransportServer', /nodeMemberLabel/],
    ['SCTP', { type: 'sctp' }, {}, 'FieldUnsupported', /type sctp/],
    [
      'other clusters',
      {},
      { multiClusterServices: [{ clusterName: 'b' }] },
      'FieldUnsupported',
      /pool\.multiClusterServices/,
    ],
    [
      'a method that is none',
      {},
      { loadBalancingMethod: 'fair' },
      'UnknownLoadBalancingMode',
      /loadBalancingMethod "fair"/,
    ],
    ['a monitor of another type', {}, { monitor: { type: 'https' } }, 'InvalidMonitor', /"https"/],
    ['no Service', {}, { service: 'gone' }, 'ServiceNotFound', /default\/gone/],
    ['a nodePort', {}, { servicePort: 30080 }, 'ServicePortNotFound', /30080 is the nodePort of its port 80/],
  ])('with %s is held, by its name', (_what, spec, pool, reason, message) => {
    const state = mapped(spec, pool);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([{ uri: virtual, type: 'ltm/virtual', reason }]);
    expect(state.diagnostics.find((note) => note.reason === reason)?.message).toMatch(message);
  });

  it('fields that say nothing are as good as absent', () => {
    const nothing = { policyName: '', snat: null, host: '', dos: null, serviceAddress: [], iRules: [], profileL4: '' };
    const params = { clientSSLParams: {}, serverSSLParams: {} };
    const state = mapped(
      { ...nothing, profiles: { tcp: null }, partition: '', tls: params, connectionMirroring: 'none' },
      { monitor: {}, monitors: [{}, null], nodeMemberLabel: '', multiClusterServices: [] },
    );
    expect(state).toEqual(mapped());
  });

  it('TLS by profiles that are on the BIG-IP, and connections that are mirrored', () => {
    const tls = { clientSSLs: ['/Common/clientssl'], serverSSLs: ['/Common/serverssl'], reference: 'bigip' };
    expect(of(mapped({ tls, connectionMirroring: 'L4' }), 'ltm/virtual')).toMatchObject({
      profiles: [
        { name: '/Common/clientssl', context: 'clientside' },
        { name: '/Common/serverssl', context: 'serverside' },
        { name: '/Common/tcp', context: 'all' },
      ],
      mirror: 'enabled',
    });
  });

  it('its servicePort may be a targetPort where the Service has no such port, and it is said', () => {
    const ports = [
      { name: 'web', port: 80, targetPort: 'http' },
      { name: 'admin', port: 9000 },
      { name: 'other', port: 8080, targetPort: 8443 },
    ];
    const objects = [
      service({ ports }),
      slice([{ ip: '10.244.1.5' }], {
        ports: [
          { name: 'web', port: 8080 },
          { name: 'admin', port: 9000 },
          { name: 'other', port: 8443 },
        ],
      }),
    ];
    const asked = (servicePort: number | string) => {
      const state = mapped({}, { servicePort }, objects);
      return [
        ...membersOf(state),
        ...state.diagnostics.flatMap(({ reason, message }) => (reason === 'TargetPortTaken' ? [message] : [])),
      ];
    };
    expect(asked(8443)).toEqual([
      '10.244.1.5:8443',
      '8443 is no port of Service default/web, and the targetPort of its port 8080, which is taken',
    ]);
    expect(asked('http')[0]).toBe('10.244.1.5:8080');
    // The Service's own port goes before.
    expect(asked(8080)).toEqual(['10.244.1.5:8443']);
    expect(asked(9000)).toEqual(['10.244.1.5:9000']);
  });

  it('an interval that is not less than the timeout is lowered as BIG-IP does, and it is said', () => {
    const state = mapped(
      {},
      {
        monitors: [
          { type: 'tcp', interval: 20, timeout: 10 },
          { type: 'http', interval: 10, timeout: 10 },
        ],
      },
    );
    const intervals = state.objects.flatMap(({ type, properties }) =>
      type.startsWith('ltm/monitor/') ? [[properties['interval'], properties['timeout']]] : [],
    );
    expect(intervals).toEqual([
      [9, 10],
      [9, 10],
    ]);
    expect(reasonsOf(state).filter((reason) => reason === 'MonitorIntervalLowered')).toHaveLength(2);
    expect(reasonsOf(mapped({}, { monitor: { type: 'tcp', interval: 1, timeout: 1 } }))).toContain('InvalidMonitor');
  });

  it('that is nested without end is held alone, and the others go on', () => {
    let endless: Manifest = { a: 1 };
    for (let n = 0; n < 50_000; n += 1) endless = { a: endless };
    const good = server({}, {}, { name: 'good' });
    const bad = { ...server(), spec: endless };
    const state = desiredState(snapshotOf([good, bad, ...rest]), { mode: 'cluster', partition: 'k8s' });
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~ts_default_good']);
    expect(state.held.map(({ uri }) => uri)).toEqual([virtual]);
    expect(reasonsOf(state)).toContain('InvalidTransportServer');
  });

  it('so many of its monitors have to be up', () => {
    const monitors = [{ type: 'tcp' }, { name: '/Common/http', reference: 'bigip' }];
    expect(of(mapped({}, { monitors, minimumMonitors: 1 }), 'ltm/pool')?.['monitor']).toBe(
      'min 1 of { /k8s/ts_default_tcp_pool_0_tcp /Common/http }',
    );
    expect(of(mapped({}, { monitors, minimumMonitors: 'all' }), 'ltm/pool')?.['monitor']).toBe(
      '/k8s/ts_default_tcp_pool_0_tcp and /Common/http',
    );
  });

  it.each(['env=dev', 'env in (dev)', 'role=""', 'role='])(
    'in nodeport mode its Nodes are those labelled %s',
    (label) => {
      const nodes = [node(1, { labels: { env: 'dev', role: '' } }), node(2, { labels: { env: 'live', role: 'x' } })];
      const objects = [
        server({}, { nodeMemberLabel: label }),
        service({ type: 'NodePort' }),
        ...nodes,
        ...rest.slice(1),
      ];
      expect(membersOf(map(objects, { mode: 'nodeport' }))).toEqual(['192.168.1.11:30080']);
      const none = [server({}, { nodeMemberLabel: 'env=none' }), service({ type: 'NodePort' }), ...nodes];
      expect(map(none, { mode: 'nodeport' }).held).toMatchObject([{ uri: virtual, reason: 'NoUsableNodes' }]);
      // Pods are no Nodes.
      expect(membersOf(map(objects))).toEqual(['10.244.1.5:8080']);
    },
  );

  it('a field that nobody knows is said, and the rest goes on', () => {
    const state = mapped({ colour: 'w', profiles: { logProfiles: ['/Common/l'] } }, { sorry: 1 });
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    const said = state.diagnostics.filter(({ reason }) => reason === 'FieldIgnored');
    expect(said.map(({ path }) => path)).toEqual(['spec.colour', 'spec.pool.sorry', 'spec.profiles.logProfiles']);
  });

  it('for another partition is left alone, and a host name passed over; both are said', () => {
    const other = mapped({ partition: 'test' });
    expect([other.objects, other.held]).toEqual([[], []]);
    expect(reasonsOf(other)).toEqual(['WrongPartition']);
    expect(reasonsOf(mapped({ host: 'a.example' }))).toContain('HostIgnored');
  });

  it('that cannot be read at all is held by its name; one of another API is not read', () => {
    expect(map([{ ...server(), metadata: { name: 'tcp', labels: 7 } }]).held).toEqual([
      { uri: virtual, type: 'ltm/virtual', reason: 'InvalidObject' },
    ]);
    expect(map([{ ...server(), apiVersion: 'k8s.nginx.org/v1' }]).held).toEqual([]);
  });

  it('names that BIG-IP could not take are said', () => {
    const long = server({}, {}, { name: 'n'.repeat(253) });
    const state = map([long, ...rest]);
    expect([state.objects, state.held]).toEqual([[], []]);
    expect(reasonsOf(state)).toEqual(['NameTooLong']);
  });
});

describe('a field of a TransportServer that is spelt nearly like one that limits or protects', () => {
  it.each<[string, Manifest, Manifest, RegExp]>([
    ['TLS', { TLS: { clientSSLs: ['/Common/clientssl'] } }, {}, /TLS is not known; it looks like tls/],
    ['tsl', { tsl: { clientSSLs: ['/Common/clientssl'] } }, {}, /tsl is not known; it looks like tls/],
    ['clientSSL', { clientSSL: ['/Common/clientssl'] }, {}, /clientSSL is not known; it looks like clientSSLs/],
    ['tlsProfile', { tlsProfile: 'x' }, {}, /tlsProfile is not known; it looks like tls/],
    ['policyname', { policyname: 'waf' }, {}, /policyname is not known; it looks like policyName/],
    ['allowVLANs', { allowVLANs: ['/Common/int'] }, {}, /allowVLANs is not known; it looks like allowVlans/],
    ['irules', { irules: ['/Common/keep-out'] }, {}, /irules is not known; it looks like iRules/],
    ['pool.tls', {}, { tls: { serverSSLs: ['/Common/serverssl'] } }, /pool\.tls is not known; it looks like tls/],
  ])('%s: it is held, and never published without it', (_what, spec, pool, message) => {
    const state = mapped(spec, pool);
    expect(state.objects).toEqual([]);
    expect(state.held).toContainEqual({ uri: virtual, type: 'ltm/virtual', reason: 'FieldMisspelt' });
    expect(state.diagnostics.find(({ reason }) => reason === 'FieldMisspelt')?.message).toMatch(message);
  });

  it('another unknown field is only said', () => {
    const state = mapped({ colour: 'blue' });
    expect(uris(state, 'ltm/virtual')).toEqual([virtual]);
    expect(reasonsOf(state)).toContain('FieldIgnored');
  });
});
