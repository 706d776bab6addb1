import { describe, expect, it } from 'vitest';
import { type Manifest, map, membersOf, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const balanced = (annotations: Manifest, spec: Manifest = {}): Manifest =>
  service(
    {
      type: 'LoadBalancer',
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
      ...spec,
    },
    { annotations },
  );
const endpoints = slice([{ ip: '10.244.1.5' }], {
  ports: [
    { name: 'a', port: 8080 },
    { name: 'b', port: 5353 },
  ],
});
const ip = { 'cis.f5.com/ip': '10.8.3.11' };
const names = ['ltm/virtual/~k8s~lb_default_web_tcp_80', 'ltm/virtual/~k8s~lb_default_web_udp_53'];
const mapped = (annotations: Manifest, spec: Manifest = {}, options: Parameters<typeof map>[1] = {}) =>
  map([balanced(annotations, spec), endpoints], options);
const note = (state: ReturnType<typeof map>, reason: string) => state.diagnostics.find((one) => one.reason === reason);

describe('a Service of type LoadBalancer', () => {
  it('has a virtual server for every port, on the address of its annotation', () => {
    const state = mapped(ip);
    expect(uris(state, 'ltm/virtual')).toEqual(names);
    expect(state.objects.flatMap(({ properties }) => properties['destination'] ?? [])).toEqual([
      '/k8s/10.8.3.11:80',
      '/k8s/10.8.3.11:53',
    ]);
    expect(membersOf(state)).toEqual(['10.244.1.5:8080', '10.244.1.5:5353']);
  });

  it.each([
    ['no annotation', {}, {}],
    ['another type', ip, { type: 'NodePort' }],
    ['a class that is not ours', ip, { loadBalancerClass: 'example.com/lb' }],
  ])('with %s is none of ours, and nothing is said', (_what, annotations, spec) => {
    const state = mapped(annotations, spec);
    expect([state.objects, state.diagnostics, state.held]).toEqual([[], [], []]);
  });

  it('of the class that is ours is, and without an address it is said', () => {
    const spec = { loadBalancerClass: 'example.com/lb' };
    const options = { loadBalancerClass: 'example.com/lb' };
    expect(uris(mapped(ip, spec, options), 'ltm/virtual')).toEqual(names);
    const state = mapped({}, spec, options);
    expect(reasonsOf(state)).toEqual(['AddressMissing']);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~lb_default_web_');
    expect(uris(mapped(ip, {}, options), 'ltm/virtual')).toEqual(names);
  });

  it.each<[string, Manifest, string]>([
    ['an address that has to be handed out', { 'cis.f5.com/ipamLabel': 'prod' }, 'AddressMissing'],
    ['an address that is none', { 'cis.f5.com/ip': 'web.example' }, 'InvalidAnnotation'],
    ['a Policy, which may be a firewall', { ...ip, 'cis.f5.com/policyName': 'waf' }, 'PolicyUnsupported'],
  ])('with %s is held as a whole', (_what, annotations, reason) => {
    const state = mapped(annotations);
    expect(state.objects).toEqual([]);
    expect(reasonsOf(state)).toEqual([reason]);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~lb_default_web_');
    expect(note(state, reason)?.message).toMatch(/^Service\/default\/web: /);
  });

  it.each<[string, Manifest, Manifest, RegExp]>([
    [
      'source ranges',
      {},
      { loadBalancerSourceRanges: ['10.0.0.0/8', '192.0.2.0/24'] },
      /loadBalancerSourceRanges lets in 10\.0\.0\.0\/8 and 192\.0\.2\.0\/24 alone/,
    ],
    [
      'Services of other clusters',
      { 'cis.f5.com/multiClusterServices': '[{"clusterName":"b"}]' },
      {},
      /Services of other clusters/,
    ],
  ])('with %s is held, so that it never stands without them', (_what, annotations, spec, message) => {
    const state = mapped({ ...ip, ...annotations }, spec);
    expect(state.objects).toEqual([]);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~lb_default_web_');
    expect(note(state, 'FieldUnsupported')?.message).toMatch(message);
  });

  it('source ranges that keep nobody out change nothing', () => {
    for (const loadBalancerSourceRanges of [['0.0.0.0/0'], ['10.0.0.0/8', '::/0'], [], null]) {
      expect(uris(mapped(ip, { loadBalancerSourceRanges }), 'ltm/virtual')).toEqual(names);
    }
  });

  it.each<[string, string, string]>([
    ['that is not JSON', '{', 'InvalidAnnotation'],
    ['with a field of another type', '{"interval":"5"}', 'InvalidAnnotation'],
    ['that can never succeed', '{"interval":1,"timeout":1}', 'InvalidMonitor'],
    ['of a type that is not made', '{"type":"https"}', 'InvalidMonitor'],
    ['that names no full path', '{"reference":"bigip","name":"tcp"}', 'InvalidMonitor'],
  ])('with a health monitor %s is held, each port by its name', (_what, health, reason) => {
    const state = mapped({ ...ip, 'cis.f5.com/health': health });
    expect(state.held.map((one) => `${one.uri} ${one.reason}`)).toEqual(names.map((name) => `${name} ${reason}`));
  });

  it('monitors are of the protocol of the port, several, and ones that are there', () => {
    const health =
      '[{"interval":5,"timeout":10},{"name":"/Common/gateway_icmp","reference":"bigip"},{"type":"http","targetPort":8081}]';
    const state = mapped({ ...ip, 'cis.f5.com/health': health });
    const pool = state.objects.find(({ uri }) => uri === 'ltm/pool/~k8s~lb_default_web_udp_53_pool');
    expect(pool?.properties['monitor']).toBe(
      '/k8s/lb_default_web_udp_53_pool_0_udp and /k8s/lb_default_web_udp_53_pool_1_http and /Common/gateway_icmp',
    );
    const monitor = (uri: string) => state.objects.find((one) => one.uri === uri)?.properties;
    expect(monitor('ltm/monitor/tcp/~k8s~lb_default_web_tcp_80_pool_0_tcp')).toMatchObject({
      interval: 5,
      timeout: 10,
      destination: '*:*',
    });
    expect(monitor('ltm/monitor/http/~k8s~lb_default_web_tcp_80_pool_1_http')).toMatchObject({ destination: '*:8081' });
  });

  it('a monitor that is named is made, unless its name is all that it has', () => {
    const health = '[{"name":"hm1","interval":20,"timeout":10,"targetPort":80},{"name":"/Common/mine"}]';
    const state = mapped({ ...ip, 'cis.f5.com/health': health });
    const pool = state.objects.find(({ uri }) => uri === 'ltm/pool/~k8s~lb_default_web_tcp_80_pool');
    expect(pool?.properties['monitor']).toBe('/k8s/lb_default_web_tcp_80_pool_0_tcp and /Common/mine');
    const made = state.objects.find(({ uri }) => uri === 'ltm/monitor/tcp/~k8s~lb_default_web_tcp_80_pool_0_tcp');
    expect(made?.properties).toMatchObject({ interval: 9, timeout: 10, destination: '*:80' });
    expect(reasonsOf(state)).toContain('MonitorIntervalLowered');
  });

  it('for another partition is left alone; a host name is passed over; both are said', () => {
    const other = mapped({ ...ip, 'cis.f5.com/partition': 'test' });
    expect([other.objects, other.held, other.scope.heldPrefixes]).toEqual([[], [], []]);
    expect(reasonsOf(other)).toEqual(['WrongPartition']);
    const host = mapped({ ...ip, 'cis.f5.com/host': 'a.example' });
    expect(uris(host, 'ltm/virtual')).toEqual(names);
    expect(note(host, 'HostIgnored')?.message).toContain('"a.example"');
  });

  it('that cannot be read holds what it may have', () => {
    const state = map([balanced(ip, { ports: 'many' })]);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~lb_default_web_');
  });

  it('has source address persistence for ClientIP, and leaves SCTP out', () => {
    const state = mapped(ip, {
      sessionAffinity: 'ClientIP',
      ports: [
        { name: 'a', port: 80 },
        { port: 7, protocol: 'SCTP' },
      ],
    });
    expect(uris(state, 'ltm/virtual')).toEqual([names[0]]);
    expect(state.objects.find(({ type }) => type === 'ltm/virtual')?.properties['persist']).toEqual([
      { name: `${names[0]?.split('~').at(-1)}_source_addr`, partition: 'k8s', tmDefault: 'yes' },
    ]);
    expect(uris(state, 'ltm/persistence/source-addr')).toHaveLength(1);
    expect(reasonsOf(state)).toContain('PublishedPortDoubtful');
  });
});

describe('annotations of a Service of type LoadBalancer that are not known', () => {
  it('are said, with the one that may be meant, and the rest is done', () => {
    const state = mapped({ ...ip, 'cis.f5.com/healthz': '[]', 'cis.f5.com/IP': '10.8.3.12', 'example.com/x': '1' });
    expect(uris(state, 'ltm/virtual')).toEqual(names);
    const said = state.diagnostics.filter(({ reason }) => reason === 'FieldIgnored').map(({ message }) => message);
    expect(said).toEqual([
      'Service/default/web: annotation cis.f5.com/IP is not known here, and nothing is done for it; is cis.f5.com/ip meant?',
      'Service/default/web: annotation cis.f5.com/healthz is not known here, and nothing is done for it; is cis.f5.com/health meant?',
    ]);
  });

  it.each(['policyname', 'PolicyName', 'policy-name', 'polcyName', 'waf', 'tls'])(
    '%s may ask for what keeps others out: all is held',
    (name) => {
      const state = mapped({ ...ip, [`cis.f5.com/${name}`]: 'x' });
      expect(state.objects).toEqual([]);
      expect(reasonsOf(state)).toEqual(['FieldMisspelt']);
      expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~lb_default_web_');
    },
  );

  it('the address alone in other case: it asks for nothing, and that is said', () => {
    const state = mapped({ 'cis.f5.com/IP': '10.8.3.12' });
    expect([state.objects, state.held]).toEqual([[], []]);
    expect(note(state, 'FieldIgnored')?.message).toMatch(
      /cis\.f5\.com\/IP is not known .* is cis\.f5\.com\/ip meant\?$/,
    );
    expect(mapped({ 'cis.f5.com/IP': '10.8.3.12' }, { type: 'ClusterIP' }).diagnostics).toEqual([]);
  });
});
