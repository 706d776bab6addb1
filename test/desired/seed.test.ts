import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { desiredState, type MappingOptions } from '../../src/desired/index.ts';
import { mergeSnapshots, parseManifests } from '../../src/kubernetes/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { membersOf } from './sample-cluster.ts';

const folder = new URL('../../docs/examples/istio-ingressgateway/', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

interface Expected {
  readonly after: {
    readonly virtual: { readonly destination: string };
    readonly cluster: {
      readonly members: readonly string[];
      readonly fdb: { readonly records: readonly { readonly mac: string; readonly endpoint: string }[] };
      readonly arp: readonly { readonly ip: string; readonly mac: string }[];
    };
    readonly nodeport: { readonly members: readonly string[] };
  };
}
const expected = JSON.parse(text('expected.json')) as Expected;

function seed(files: readonly string[], options: Partial<MappingOptions> = {}): DesiredState {
  const snapshot = mergeSnapshots(files.map((file) => parseManifests(text(file), { source: file })));
  return desiredState(snapshot, { mode: 'cluster', partition: 'k8s', ...options });
}

const before = ['service-before.yaml', 'endpointslices-before.yaml', 'nodes.yaml', 'configmap.yaml'];
const after = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
const tunnel = { tunnel: '/Common/flannel_vxlan' };
const virtual = 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs';
const pool = 'cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';

describe('the Istio ingress gateway', () => {
  it.each(['cluster', 'nodeport'] as const)(
    'before the Service has the port nothing is asked for, in %s mode',
    (mode) => {
      const state = seed(before, { mode });
      expect(state.objects).toEqual([]);
      expect(state.held).toEqual([{ uri: virtual, type: 'ltm/virtual', reason: 'ServicePortNotFound' }]);
      expect(state.scope.heldPrefixes).toContain('ltm/pool/~k8s~cfgmap_istio-system_istio-ingressgateway.32400.vs_');
      const [diagnostic] = state.diagnostics;
      expect(diagnostic).toMatchObject({
        severity: 'error',
        object: 'ConfigMap/istio-system/istio-ingressgateway.32400.vs',
        reason: 'ServicePortNotFound',
      });
      expect(diagnostic?.message).toContain('32400');
      expect(diagnostic?.message).toContain('15020, 80, 443, 31400 and 15443');
    },
  );

  it('after the edit there are a virtual server, a pool, the pods as members, FDB records and ARP entries', () => {
    const state = seed(after, { overlay: tunnel, bigipNodes: ['bigip1'] });
    const find = (uri: string) => state.objects.find((entry) => entry.uri === uri);
    expect(find(virtual)).toMatchObject({
      type: 'ltm/virtual',
      properties: {
        destination: `/k8s/${expected.after.virtual.destination}`,
        ipProtocol: 'tcp',
        pool: `/k8s/${pool}`,
        profiles: [{ name: '/Common/tcp', context: 'all' }],
        sourceAddressTranslation: { type: 'automap' },
        metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' }],
      },
    });
    expect(find(`ltm/pool/~k8s~${pool}`)?.properties).toMatchObject({
      loadBalancingMode: 'least-connections-member',
      monitor: null,
    });
    expect(membersOf(state)).toEqual(expected.after.cluster.members);
    for (const { mac, endpoint } of expected.after.cluster.fdb.records) {
      expect(find(`net/fdb/tunnel/~Common~flannel_vxlan/records/${mac}`)?.properties).toEqual({ endpoint });
    }
    for (const { ip, mac } of expected.after.cluster.arp) {
      expect(find(`net/arp/~Common~k8s-${ip}`)?.properties).toEqual({ ipAddress: ip, macAddress: mac });
    }
    expect(state.objects).toHaveLength(9);
    expect(state.held).toEqual([]);
    expect(state.diagnostics.map(({ reason, severity }) => `${severity} ${reason}`)).toEqual([
      'info PoolWithoutMonitor',
    ]);
    expect(state.scope).toMatchObject({ partition: 'k8s', tunnel: tunnel.tunnel, heldPrefixes: [], heldEndpoints: [] });
  });

  it.each([
    ['its MAC', { macAddress: '00-50-56-B3-1B-9B' }],
    ['its local address', { localAddress: '172.16.40.198%0' }],
  ])('the Node of the BIG-IP is recognised by %s', (_by, own) => {
    const state = seed(after, { overlay: { ...tunnel, ...own } });
    expect(state.objects.filter(({ type }) => type === 'net/fdb/tunnel/records')).toHaveLength(3);
  });

  it('members come from Endpoints where there are no slices, and from slices where there are both', () => {
    const endpoints = ['service-after.yaml', 'endpoints-after.yaml', 'nodes.yaml', 'configmap.yaml'];
    expect(membersOf(seed(endpoints))).toEqual(expected.after.cluster.members);
    expect(membersOf(seed([...endpoints, 'endpointslices-after.yaml']))).toEqual(expected.after.cluster.members);
  });

  it('in nodeport mode the Nodes are members, the tainted master too and the one of the BIG-IP not', () => {
    expect(membersOf(seed(after, { mode: 'nodeport' }))).toEqual(expected.after.nodeport.members);
  });

  it('the ConfigMap as it was printed, with a comment in the JSON, is held with the place of the comment', () => {
    const state = seed(['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap-as-printed.yaml']);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([{ uri: virtual, type: 'ltm/virtual', reason: 'InvalidConfigMap' }]);
    expect(state.diagnostics).toEqual([expect.objectContaining({ reason: 'InvalidConfigMap', path: 'data.data' })]);
    expect(state.diagnostics[0]?.message).toContain('line 6, column 7');
  });
});
