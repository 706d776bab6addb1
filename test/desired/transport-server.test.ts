import { describe, expect, it } from 'vitest';
import { type Manifest, map, membersOf, reasonsOf, service, slice, uris } from './sample-cluster.ts';

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
    ['a Policy and TLS', { policyName: 'p', tls: {} }, {}, 'FieldUnsupported', /policyName and tls cannot be done/],
    ['SCTP', { type: 'sctp' }, {}, 'FieldUnsupported', /type sctp/],
    ['other clusters', {}, { multiClusterServices: [] }, 'FieldUnsupported', /pool\.multiClusterServices/],
    [
      'a method that is none',
      {},
      { loadBalancingMethod: 'fair' },
      'UnknownLoadBalancingMode',
      /loadBalancingMethod "fair"/,
    ],
    ['a monitor of another type', {}, { monitor: { type: 'https' } }, 'InvalidMonitor', /"https"/],
    ['no Service', {}, { service: 'gone' }, 'ServiceNotFound', /default\/gone/],
    [
      'a targetPort, which CIS takes',
      {},
      { servicePort: 8080 },
      'ServicePortNotFound',
      /8080 is the targetPort of its port 80/,
    ],
  ])('with %s is held, by its name', (_what, spec, pool, reason, message) => {
    const state = mapped(spec, pool);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([{ uri: virtual, type: 'ltm/virtual', reason }]);
    expect(state.diagnostics.find((note) => note.reason === reason)?.message).toMatch(message);
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
