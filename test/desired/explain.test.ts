import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeExplanation, drawExplanation, explain, type MappingOptions } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { runs } from '../share.ts';
import { cluster as anyCluster, options as anyOptions, asked } from './any-cluster.ts';
import { configMap, type Manifest, map, node, overlay, pod, service, slice } from './sample-cluster.ts';

const about = (what: string, objects: readonly Manifest[], options: Partial<MappingOptions> = {}) =>
  explain(
    snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]),
    { mode: 'cluster', partition: 'k8s', ...options },
    what,
  );

const cluster = [
  configMap(),
  service({ ports: [{ name: 'web', port: 80, targetPort: 'http', nodePort: 30080 }] }),
  slice(
    [
      { ip: '10.244.1.5', node: 'node1' },
      { ip: '10.244.1.6', node: 'node1', ready: false },
      { ip: '10.244.2.7', node: 'node2', ready: false, serving: true, terminating: true },
      { ip: '10.244.2.8', node: 'node2', ready: false, serving: false, terminating: true },
      { ip: '10.244.9.9', node: 'node9' },
      { ip: '192.168.1.11', node: 'node1' },
    ],
    { ports: [{ name: 'web', port: 8080 }] },
  ),
  slice([{ ip: '10.244.1.5', node: 'node1' }], { ports: [{ name: 'admin', port: 9000 }] }, { name: 'web-2' }),
  slice([{ ip: 'fd00::5' }], { addressType: 'IPv6', ports: [{ name: 'web', port: 8080 }] }, { name: 'web-6' }),
  node(1),
  node(2),
  pod('web-a', { nodeName: 'node1' }, { podIP: '10.244.1.5', phase: 'Running' }),
  pod('lonely', { nodeName: 'node2' }, { podIP: '10.244.2.99', phase: 'Running' }),
  service({}, { name: 'unasked' }),
];
const uri = 'ltm/virtual/~k8s~default_vs';

describe('explain', () => {
  const whole = about('default_vs', cluster, { overlay });
  const [chain] = whole.chains;
  const candidate = (name: string, source = 'EndpointSlice web-1') =>
    chain?.services[0]?.candidates.find((one) => one.name === name && one.source === source);

  it('tells the way from the ConfigMap to the record in the tunnel', () => {
    expect(chain).toMatchObject({
      object: 'ConfigMap/default/vs',
      outcome: 'published',
      virtual: { uri, destination: '/k8s/10.1.10.5:8000' },
      pool: 'ltm/pool/~k8s~cfgmap_default_vs_web',
      services: [
        {
          service: 'default/web',
          asked: 80,
          port: { port: 80, name: 'web', protocol: 'TCP', targetPort: 'http', nodePort: 30_080 },
        },
      ],
    });
    expect(candidate('10.244.1.5')).toEqual({
      kind: 'endpoint',
      name: '10.244.1.5',
      source: 'EndpointSlice web-1',
      pods: ['default/web-a'],
      node: 'node1',
      outcome: 'member',
      member: { uri: 'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~10.244.1.5:8080', name: '10.244.1.5:8080' },
      arp: { uri: 'net/arp/~Common~k8s-10.244.1.5', macAddress: '5e:00:00:00:00:01' },
      fdb: { uri: 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:01', endpoint: '192.168.1.11' },
    });
  });

  it.each([
    ['one that is not ready', '10.244.1.6', 'web-1', 'out', 'it is not ready'],
    ['one that is gone', '10.244.2.8', 'web-1', 'out', 'it is terminating and does not serve any more'],
    ['one that drains', '10.244.2.7', 'web-1', 'draining', undefined],
    ['one on a Node that is not in the input', '10.244.9.9', 'web-1', 'held', 'Node node9 is not in the input'],
    [
      'another port',
      '10.244.1.5',
      'web-2',
      'out',
      'EndpointSlice web-2 has the port "admin", and the Service’s port 80 is called "web"',
    ],
    ['another family', 'fd00::5', 'web-6', 'out', 'it is an IPv6 address, and the members are IPv4'],
  ])('tells what became of %s', (_what, name, source, outcome, why) => {
    expect(candidate(name, `EndpointSlice ${source}`)).toMatchObject({
      outcome,
      ...(why === undefined ? {} : { why }),
    });
  });

  it('tells why a member needs no ARP entry', () => {
    expect(candidate('192.168.1.11')).toMatchObject({
      outcome: 'member',
      arp: { none: 'it is in the network of its Node, which no tunnel carries' },
    });
  });

  it.each([
    uri,
    '/k8s/default_vs',
    'default_vs',
    '/k8s/10.1.10.5:8000',
    '10.1.10.5:8000',
    'ltm/pool/~k8s~cfgmap_default_vs_web',
    'cfgmap_default_vs_web',
    'ConfigMap/default/vs',
    'default/vs',
    'Service/default/web',
    'default/web',
    'web',
  ])('%s is the whole chain', (what) => {
    expect(about(what, cluster, { overlay }).chains).toEqual(whole.chains);
  });

  it.each(['10.244.1.5:8080', '10.244.1.5', '/k8s/10.244.1.5:8080', 'Pod/default/web-a', 'default/web-a', 'web-a'])(
    '%s is that one candidate',
    (what) => {
      const names = about(what, cluster).chains.flatMap(({ services }) => services.flatMap((link) => link.candidates));
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names.map(({ name }) => name))).toEqual(new Set(['10.244.1.5']));
    },
  );

  it.each([
    ['unasked', 'Service default/unasked is in the input, and nothing asks for it'],
    ['lonely', 'Pod lonely has the address 10.244.2.99, which is no endpoint of any published Service'],
    ['10.244.2.99', '10.244.2.99, which is no endpoint of any published Service'],
    ['Node/node3', 'Node node3 is in the input, and no published Service has a member on it'],
  ])('%s is known, and nothing is published of it', (what, note) => {
    expect(about(what, [...cluster, node(3)])).toEqual({ version: 1, what, chains: [], note });
  });

  it.each([
    ['other', /^ConfigMap\/default\/other is for partition "test", not for "k8s"/],
    ['default_other', /^ConfigMap\/default\/other is for partition "test", not for "k8s"/],
    ['ConfigMap/default/settings', /is not labelled f5type: virtual-server, so it asks for nothing$/],
    ['Pod/default/done', /^Pod default\/done is Succeeded and has no address that counts/],
    ['waiting', /^Pod default\/waiting is Pending and has no address that counts/],
  ])('%s is known, asks for nothing, and it is said why', (what, note) => {
    const more = [
      configMap({ name: 'other', frontend: { partition: 'test' } }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: {} },
      pod('done', { nodeName: 'node1' }, { podIP: '10.244.1.77', phase: 'Succeeded' }),
      pod('waiting', {}, { phase: 'Pending' }),
    ];
    expect(about(what, [...cluster, ...more]).note).toMatch(note);
  });

  it('a Service that is held as a whole is found by its bare name', () => {
    const annotations = { 'cis.f5.com/ip': '10.1.1.1', 'cis.f5.com/policyName': 'waf' };
    const { chains, note } = about('web', [service({ type: 'LoadBalancer' }, { annotations })]);
    expect([chains.map(({ outcome, reason }) => [outcome, reason]), note]).toEqual([
      [['held', 'PolicyUnsupported']],
      undefined,
    ]);
  });

  it('what cannot be read, or is for another partition, is explained by what was said of it', () => {
    const broken = { ...service({}, { name: 'broken' }), spec: { ports: 'none' } };
    const server = {
      apiVersion: 'cis.f5.com/v1',
      kind: 'TransportServer',
      metadata: { name: 'far', namespace: 'default' },
      spec: { partition: 'other' },
    };
    for (const what of ['broken', 'default/broken', 'Service/default/broken']) {
      const { chains, note } = about(what, [...cluster, broken, server]);
      expect([chains, note]).toEqual([
        [],
        expect.stringMatching(/Service\/default\/broken cannot be read: spec\.ports/),
      ]);
    }
    expect(about('far', [...cluster, server]).note).toMatch(/is for partition "other"/);
  });

  it('a kind and a name without namespace will do', () => {
    expect(about('ConfigMap/vs', cluster).chains).toHaveLength(1);
    expect(about('Pod/lonely', cluster).note).toMatch(/^Pod lonely has the address/);
  });

  it('nothing is called by the empty text, not even what has no destination', () => {
    const { chains, note } = about('', [...cluster, configMap({ name: 'bad', text: '{' })]);
    expect([chains, note]).toEqual([[], undefined]);
  });

  it('what nobody knows has neither chain nor note', () => {
    expect(about('nonsense', cluster)).toEqual({ version: 1, what: 'nonsense', chains: [] });
  });

  it('what is held says why: a port that is missing, a conflict, a ConfigMap that is not understood', () => {
    const other = configMap({ name: 'other', backend: { servicePort: 81 } });
    const bad = configMap({ name: 'bad', text: '{' });
    const message = (what: string) =>
      about(what, [...cluster, other, bad]).chains.map((one) => `${one.outcome} ${one.reason}: ${one.message}`);
    expect(message('default_bad')[0]).toMatch(
      /^held InvalidConfigMap: ConfigMap\/default\/bad: data\.data is not JSON/,
    );
    expect(message('default_vs')[0]).toMatch(/^held DestinationConflict: /);
    expect(message('default_other')[0]).toMatch(
      /^published|^held ServicePortNotFound: Service default\/web has no port 81/,
    );
  });

  it('in nodeport mode tells of every Node', () => {
    const objects = [
      configMap(),
      service({ type: 'NodePort', externalTrafficPolicy: 'Local' }),
      slice([{ ip: '10.244.1.5', node: 'node1' }]),
      node(1),
      node(2),
      node(3, { ready: 'False' }),
      node(4, { addresses: [['ExternalIP', '203.0.113.4']] }),
      node(5),
    ];
    const { chains } = about('default_vs', objects, { mode: 'nodeport', bigipNodes: ['node5'] });
    expect(
      chains[0]?.services[0]?.candidates.map(({ name, outcome, why, member }) => [name, outcome, why ?? member?.name]),
    ).toEqual([
      ['node1', 'member', '192.168.1.11:30080'],
      ['node2', 'out', 'externalTrafficPolicy is Local, and it has no endpoint of the Service on this port'],
      ['node3', 'out', 'its condition Ready is False'],
      ['node4', 'out', 'externalTrafficPolicy is Local, and it has no endpoint of the Service on this port'],
      ['node5', 'out', 'it stands for the BIG-IP itself'],
    ]);
    expect(about('node3', objects, { mode: 'nodeport' }).chains[0]?.services[0]?.candidates).toHaveLength(1);
  });

  it.each(['fd00::11', 'fd00::11.30080', '/k8s/fd00::11.30080'])('in nodeport mode %s is found', (what) => {
    const six = node(1, { addresses: [['InternalIP', 'fd00::11']] });
    const objects = [configMap(), service({ type: 'NodePort' }), six];
    expect(about(what, objects, { mode: 'nodeport' }).chains[0]?.services[0]?.candidates).toMatchObject([
      { kind: 'node', name: 'node1', outcome: 'member' },
    ]);
  });

  it('whatever the cluster: the members of the explanation are those of the mapping', () => {
    fc.assert(
      fc.property(anyCluster, anyOptions, (objects, how) => {
        const state = map(objects, asked(how));
        const virtuals = state.objects.filter(({ type }) => type === 'ltm/virtual' || type === 'ltm/pool');
        const explained = new Set<string>();
        for (const entry of virtuals) {
          for (const { services } of about(entry.uri, objects, asked(how)).chains) {
            for (const { candidates } of services) {
              for (const { outcome, member, why, arp, fdb } of candidates) {
                if (outcome === 'member' || outcome === 'draining') explained.add(member?.uri ?? '');
                else expect(why).not.toBe('the whole is held');
                if (arp !== undefined && 'uri' in arp)
                  expect(state.objects.some((one) => one.uri === arp.uri)).toBe(true);
                if (fdb !== undefined) expect(state.objects.some((one) => one.uri === fdb.uri)).toBe(true);
              }
            }
          }
        }
        const members = state.objects.flatMap((one) => (one.type === 'ltm/pool/members' ? [one.uri] : []));
        expect([...explained].sort()).toEqual(members.sort());
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('an explanation for people', () => {
  const text = describeExplanation(about('default_vs', cluster, { overlay }));

  it('is one line a step', () => {
    expect(text.split('\n').slice(0, 7)).toEqual([
      'ConfigMap/default/vs',
      '  virtual server /k8s/default_vs at /k8s/10.1.10.5:8000',
      '  pool /k8s/cfgmap_default_vs_web',
      '    Service default/web, port 80 ("web", TCP, targetPort http, nodePort 30080)',
      '      ✓ 10.244.1.5 (EndpointSlice web-1; Pod default/web-a; Node node1): member 10.244.1.5:8080',
      '          ARP /Common/k8s-10.244.1.5 -> 5e:00:00:00:00:01',
      '          FDB 5e:00:00:00:00:01 -> 192.168.1.11',
    ]);
    expect(text).toContain('✗ 10.244.1.6 (EndpointSlice web-1; Node node1): no member: it is not ready');
    expect(text).toContain(
      '= 10.244.9.9 (EndpointSlice web-1; Node node9): held 10.244.9.9:8080: Node node9 is not in the input',
    );
  });

  it('says what is held, once', () => {
    const held = describeExplanation(about('default_vs', [configMap()]));
    expect(held).toBe(
      [
        'ConfigMap/default/vs',
        '  virtual server /k8s/default_vs at /k8s/10.1.10.5:8000',
        '  held: Service default/web is not in the input [ServiceNotFound]',
        '  pool /k8s/cfgmap_default_vs_web',
        '    Service default/web, port 80',
      ].join('\n'),
    );
  });

  it('drawn: every box once, an arrow for each step, a dotted one with the reason for who is out', () => {
    const chart = drawExplanation(about('default_vs', cluster, { overlay }));
    expect(chart.split('\n')[0]).toBe('flowchart LR');
    expect(chart).toMatch(/n1\["ConfigMap\/default\/vs"\]/);
    expect(chart).toMatch(/n\d+ -\. "it is not ready" \.-> n\d+/);
    const boxes = chart.split('\n').filter((line) => line.includes('["'));
    expect(new Set(boxes.map((line) => line.slice(line.indexOf('[')))).size).toBe(boxes.length);
  });

  it('no text of the input starts a line of its own, or reaches a terminal as a control character', () => {
    const hostile = slice([{ ip: '10.244.1.5', node: 'n\nevil --> n1\u001b[2J' }]);
    const explanation = about('web', [configMap(), service(), hostile, node(1)], { overlay });
    expect(explanation.chains).toHaveLength(1);
    for (const text of [describeExplanation(explanation), drawExplanation(explanation)]) {
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      expect(text).not.toMatch(/^evil/m);
    }
  });

  it('no text of the input gets out of its label', () => {
    const label = drawExplanation({
      version: 1,
      what: 'x',
      chains: [{ object: 'a"]; click n1 "javascript:', outcome: 'held', reason: 'R', services: [] }],
    }).split('\n')[1];
    expect(label).toBe('  n1["a#34;#93;; click n1 #34;javascript:"]');
  });
});

describe('explain of an Endpoints object', () => {
  it('knows the addresses that are not ready, and the plan counts them', () => {
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'web', namespace: 'default' },
      subsets: [{ notReadyAddresses: [{ ip: '10.244.3.70', nodeName: 'node3' }], ports: [{ port: 8080 }] }],
    };
    const objects = [configMap(), service(), endpoints];
    expect(about('10.244.3.70', objects).chains[0]?.services[0]?.candidates).toEqual([
      {
        kind: 'endpoint',
        name: '10.244.3.70',
        source: 'Endpoints web',
        node: 'node3',
        outcome: 'out',
        why: 'it is not ready',
      },
    ]);
    expect(map(objects).diagnostics.find(({ reason }) => reason === 'NoReadyEndpoints')?.message).toMatch(
      /1 cannot serve/,
    );
  });
});

describe('explain, by what a person has at hand', () => {
  it('the address of a virtual server without its port', () => {
    expect(about('10.1.10.5', cluster).chains[0]?.object).toBe('ConfigMap/default/vs');
  });

  it('a pod that only the slice names', () => {
    const named = slice(null, {
      endpoints: [
        { addresses: ['10.244.1.5'], conditions: {}, targetRef: { kind: 'Pod', namespace: 'default', name: 'web-x' } },
      ],
    });
    const [chain] = about('Pod/default/web-x', [configMap(), service(), named]).chains;
    expect(chain?.services[0]?.candidates).toMatchObject([{ name: '10.244.1.5', pods: ['default/web-x'] }]);
  });

  it('a Service of type LoadBalancer that does not ask: which of the two it lacks', () => {
    const note = (spec: Manifest, options: Partial<MappingOptions> = {}) =>
      about('web', [service({ type: 'LoadBalancer', ...spec })], options).note;
    expect(note({})).toMatch(/nothing asks for it: it has no annotation cis\.f5\.com\/ip$/);
    expect(note({ loadBalancerClass: 'a/b' })).toMatch(/its loadBalancerClass is a\/b, and no class is ours/);
    expect(note({ loadBalancerClass: 'a/b' }, { loadBalancerClass: 'c/d' })).toMatch(/and ours is c\/d$/);
  });

  it('a ConfigMap with a pool alone: why there is no virtual server', () => {
    const said = (frontend: Manifest) =>
      describeExplanation(about('default_vs', [configMap({ frontend }), ...cluster.slice(1)]));
    expect(said({ virtualAddress: undefined })).toMatch(/no virtual server: it has no virtualAddress/);
    expect(said({ virtualAddress: { port: 80 } })).toMatch(
      /its virtualAddress has no bindAddr, and it has no annotation/,
    );
  });
});
