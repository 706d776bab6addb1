import { describe, expect, it } from 'vitest';
import { desiredState } from '../../src/desired/index.ts';
import { parseManifests } from '../../src/kubernetes/index.ts';
import { type ConfigMapParts, configMap, map, membersOf, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const rest = [service(), slice([{ ip: '10.244.1.5' }])];
const mapped = (parts: ConfigMapParts = {}, options = {}) => map([configMap(parts), ...rest], options);

describe('ConfigMaps that are none of ours', () => {
  it('without the label it is passed over in silence', () => {
    expect(mapped({ labels: { f5type: undefined } })).toMatchObject({ objects: [], held: [], diagnostics: [] });
  });

  it.each(['as3', 'overrideAS3'])('with label %s it is passed over, and said', (label) => {
    const state = mapped({ labels: { [label]: 'true' }, text: undefined });
    expect(state).toMatchObject({ objects: [], held: [] });
    expect(state.diagnostics).toMatchObject([
      { severity: 'info', reason: 'As3ConfigMapIgnored', object: 'ConfigMap/default/vs' },
    ]);
  });

  it('for another partition nothing is wanted and nothing is held, whatever else it says', () => {
    for (const parts of [{}, { schema: 'v9' }, { backend: { servicePort: 'http' } }]) {
      const state = mapped({ ...parts, frontend: { partition: 'other' } });
      expect(state).toMatchObject({ objects: [], held: [], scope: { heldPrefixes: [] } });
      expect(state.diagnostics).toMatchObject([{ severity: 'warning', reason: 'WrongPartition' }]);
      expect(state.diagnostics[0]?.message).toMatch(/"other".*"k8s"/);
    }
  });
});

describe('ConfigMaps that are held', () => {
  const withOwnProto = (): string => {
    const { data } = configMap() as { data: { data: string } };
    return data.data.replace('{', '{"__proto__":{"x":1},');
  };

  it.each<[string, ConfigMapParts, string, RegExp]>([
    ['no data', { text: undefined }, 'InvalidConfigMap', /no data key "data"/],
    ['data that is a mapping', { text: { virtualServer: {} } }, 'InvalidConfigMap', /not text/],
    ['empty data', { text: '' }, 'InvalidConfigMap', /line 1, column 1: the text ends/],
    ['cut data', { text: '{\n "virtualServer": {' }, 'InvalidConfigMap', /line 2, column 20: the text ends/],
    ['a comma too many', { text: '{\n "a": 1,\n}' }, 'InvalidConfigMap', /line 3, column 1: unexpected "}"/],
    ['data that is a list', { text: '[]' }, 'InvalidConfigMap', /does not fit/],
    ['no schema', { schema: undefined }, 'UnsupportedSchema', /no data key "schema"/],
    ['a later schema', { schema: 'f5schemadb://bigip-virtual-server_v0.1.8.json' }, 'UnsupportedSchema', /v0\.1\.8/],
    ['another schema', { schema: 'f5schemadb://as3.json' }, 'UnsupportedSchema', /as3\.json/],
    ['an unknown field', { frontend: { profiles: [] } }, 'InvalidConfigMap', /profiles/],
    ['an upper-case mode', { frontend: { mode: 'HTTP' } }, 'InvalidConfigMap', /frontend\.mode/],
    ['a port by name', { backend: { servicePort: 'http' } }, 'InvalidConfigMap', /backend\.servicePort/],
    ['port 0', { backend: { servicePort: 0 } }, 'InvalidConfigMap', /backend\.servicePort/],
    [
      'a listen port too high',
      { frontend: { virtualAddress: { bindAddr: '10.1.1.1', port: 70_000 } } },
      'InvalidConfigMap',
      /virtualAddress\.port/,
    ],
    [
      'no listen port',
      { frontend: { virtualAddress: { bindAddr: '10.1.1.1' } } },
      'InvalidConfigMap',
      /virtualAddress\.port/,
    ],
    ['no Service', { backend: { serviceName: undefined } }, 'InvalidConfigMap', /backend\.serviceName/],
    ['a Service that cannot be', { backend: { serviceName: 'a/../b~c' } }, 'InvalidConfigMap', /backend\.serviceName/],
    ['an inherited field', { text: withOwnProto() }, 'InvalidConfigMap', /__proto__/],
    [
      'a network as address',
      { frontend: { virtualAddress: { bindAddr: '10.1.1.1/32', port: 80 } } },
      'InvalidConfigMap',
      /bindAddr: "10\.1\.1\.1\/32"/,
    ],
    ['an empty address', { frontend: { virtualAddress: { bindAddr: '', port: 80 } } }, 'InvalidConfigMap', /bindAddr/],
    [
      'a bad annotation',
      { annotations: { 'virtual-server.f5.com/ip': 'x' }, frontend: { virtualAddress: { port: 80 } } },
      'InvalidConfigMap',
      /annotation virtual-server\.f5\.com\/ip: "x"/,
    ],
    [
      'an unknown balance',
      { frontend: { balance: 'super-duper-mojo' } },
      'UnknownLoadBalancingMode',
      /"super-duper-mojo".*round-robin/,
    ],
    [
      'an interval that is the timeout',
      { backend: { healthMonitors: [{ protocol: 'tcp', interval: 20, timeout: 20 }] } },
      'InvalidMonitor',
      /interval 20 and timeout 20/,
    ],
    [
      'an interval above the default timeout',
      { backend: { healthMonitors: [{ protocol: 'tcp' }, { protocol: 'http', interval: 30 }] } },
      'InvalidMonitor',
      /monitor 1 \(http\).*30.*16/,
    ],
    [
      'an https monitor',
      { backend: { healthMonitors: [{ protocol: 'https' }] } },
      'InvalidConfigMap',
      /healthMonitors/,
    ],
    ['an iApp', { frontend: { iapp: '/Common/f5.http', virtualAddress: undefined } }, 'IAppUnsupported', /iApp/],
  ])('%s', (_what, parts, reason, message) => {
    const state = mapped(parts);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([{ uri: 'ltm/virtual/~k8s~default_vs', type: 'ltm/virtual', reason }]);
    expect(state.scope.heldPrefixes).toEqual([
      'ltm/monitor/http/~k8s~cfgmap_default_vs_',
      'ltm/monitor/tcp/~k8s~cfgmap_default_vs_',
      'ltm/monitor/udp/~k8s~cfgmap_default_vs_',
      'ltm/persistence/source-addr/~k8s~cfgmap_default_vs_',
      'ltm/pool/~k8s~cfgmap_default_vs_',
    ]);
    expect(state.diagnostics).toMatchObject([{ severity: 'error', object: 'ConfigMap/default/vs', reason }]);
    expect(state.diagnostics[0]?.message).toMatch(message);
  });

  it('an error in the schema says where, and every one', () => {
    const state = mapped({ frontend: { mode: 'HTTP', balance: 7 } });
    expect(state.diagnostics[0]).toMatchObject({
      path: expect.stringMatching(/^data\.data\.virtualServer\.frontend\.(mode|balance)$/),
    });
    expect(state.diagnostics[0]?.message).toMatch(
      /frontend\.balance: .*frontend\.mode: |frontend\.mode: .*frontend\.balance: /,
    );
  });

  it.each([
    'f5schemadb://bigip-virtual-server_v0.1.0.json',
    ' "f5schemadb://bigip-virtual-server_v0.1.4.json" \n',
    'file:///app/vendor/src/f5/schemas/bigip-virtual-server_v0.1.7.json',
  ])('schema %j is taken', (schema) => {
    expect(membersOf(mapped({ schema }))).toEqual(['10.244.1.5:8080']);
  });

  it('other keys of the data count for nothing', () => {
    const extra = configMap();
    expect(membersOf(map([{ ...extra, data: { ...(extra['data'] as object), more: 'x' } }, ...rest]))).toEqual([
      '10.244.1.5:8080',
    ]);
  });

  it('a ConfigMap that cannot be read at all is held too', () => {
    const broken = { ...configMap(), metadata: { name: 'vs', namespace: 'default', labels: 'f5type' } };
    const state = map([broken, ...rest]);
    expect(state.held).toEqual([{ uri: 'ltm/virtual/~k8s~default_vs', type: 'ltm/virtual', reason: 'InvalidObject' }]);
    expect(reasonsOf(state)).toEqual(['InvalidObject']);
  });

  it('names that BIG-IP could not take are said, and nothing is held that cannot be', () => {
    const long = mapped({ name: 'a'.repeat(240) });
    expect(long).toMatchObject({ objects: [], held: [] });
    expect(reasonsOf(long)).toEqual(['NameTooLong']);
    const longService = 's'.repeat(63);
    const name = 'a'.repeat(180);
    const state = map([configMap({ name, backend: { serviceName: longService } }), service({}, { name: longService })]);
    expect(reasonsOf(state)).toEqual(['NameTooLong']);
    expect(state.held).toHaveLength(1);
  });

  it('one bad ConfigMap holds back no other', () => {
    const good = configMap({ name: 'good', frontend: { virtualAddress: { bindAddr: '10.1.10.6', port: 80 } } });
    const state = map([configMap({ text: '{' }), good, ...rest]);
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~default_good']);
    expect(state.held).toHaveLength(1);
  });

  it('labels without quotes are read as text', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: vs\n  labels:\n    f5type: virtual-server\n    as3: true\n`;
    const state = desiredState(parseManifests(text), { mode: 'cluster', partition: 'k8s' });
    expect(reasonsOf(state)).toEqual(['As3ConfigMapIgnored']);
  });
});
