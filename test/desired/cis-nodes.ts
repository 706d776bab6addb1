import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { desiredState } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { parseAddress } from '../../src/values/address.ts';
import { configMap, type Manifest, membersOf, reasonsOf, service, slice } from './sample-cluster.ts';

const folder = new URL('../../../shared/data/cis/', import.meta.url);

function casesOf<T>(name: string): readonly T[] {
  const file = new URL(name, folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly T[] }).cases : [];
}

interface ShortNode {
  readonly name: string;
  readonly addresses: readonly object[];
  readonly unschedulable?: boolean;
  readonly taints?: readonly string[];
  readonly ready?: string;
  readonly annotations?: Manifest;
}

function fullNode({ name, addresses, unschedulable, taints, ready, annotations }: ShortNode): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, annotations },
    spec: { unschedulable, taints: taints?.map((effect) => ({ key: 'a', effect })) },
    status: { addresses, conditions: ready === undefined ? null : [{ type: 'Ready', status: ready }] },
  };
}

interface NodeCase {
  readonly id: string;
  readonly useNodeInternal: boolean;
  readonly nodes: readonly ShortNode[];
  readonly expected: readonly { readonly name: string; readonly addr: string }[];
}
const nodeCases = casesOf<NodeCase>('node-filter-cases.json');

/** CIS 1.5 left out cordoned Nodes and those with a NoSchedule taint; 1.14 and we do not. */
const otherRule = ['v1.5-unschedulable'];

/** Nodes that CIS makes members. Without the data there are none. */
export function memberNodeCases(): void {
  if (!(nodeCases.length > 0)) return;
  describe('nodes that CIS makes members', () => {
    it.each(nodeCases.map((item) => [item.id, item] as const))('%s', (id, item) => {
      const objects = [configMap(), service({ type: 'NodePort' }), ...item.nodes.map(fullNode)];
      const ours = desiredState(snapshotOf(JSON.parse(JSON.stringify(objects))), {
        mode: 'nodeport',
        partition: 'k8s',
        nodeAddress: item.useNodeInternal ? 'InternalIP' : 'ExternalIP',
      });
      const theirs = [...new Set(item.expected.map(({ addr }) => `${addr}:30080`))].sort();
      if (otherRule.includes(id)) {
        expect(membersOf(ours)).toEqual(expect.arrayContaining(theirs));
        expect(membersOf(ours)).toContain('127.0.0.0:30080');
      } else if (item.nodes.length === 0) {
        // Defect 17: an empty read is turned into an empty pool.
        expect(ours.held).toHaveLength(1);
        expect(reasonsOf(ours)).toEqual(['NodesNotFound']);
      } else {
        expect(membersOf(ours)).toEqual(theirs);
      }
    });
  });
}

interface VxlanCase {
  readonly id: string;
  readonly useNodeInternal?: boolean;
  readonly nodes?: readonly Manifest[];
  readonly simpleNodes?: readonly ShortNode[];
  readonly pods?: readonly Manifest[];
  readonly simplePods?: readonly { podIP: string; nodeName: string }[];
  readonly members?: readonly { address: string; port?: number }[] | null;
  readonly expected: {
    readonly 'vxlan-fdb'?: { readonly records: readonly { name?: string; endpoint: string }[] | null };
    readonly 'vxlan-arp'?: { readonly arps: readonly { name: string; ipAddress: string; macAddress: string }[] | null };
  };
}
const vxlanCases = casesOf<VxlanCase>('vxlan-cases.json');

/** Where a Node publishes no flannel VTEP CIS makes up a MAC (defects 6 and 7); here it gets no record. */
const madeUpMac = [
  'no-annotations-openshift',
  'ipv6-node-address',
  'dual-stack-node-v6-first',
  'no-usable-address',
  'upstream-fdb-internal',
  'upstream-fdb-external',
];
const otherArp: Readonly<Record<string, readonly [why: string, arps: readonly string[]]>> = {
  'arp-one-bad-pod-blocks-all': ['5: one bad pod blocks all ARP entries', ['10.244.1.21 0a:58:01:01:01:01']],
  'arp-host-network-pod': ['a static ARP entry for a Node would cut it off', []],
  'arp-succeeded-pod-same-ip': ['the pod that has ended does not count', ['10.244.1.21 0a:58:01:01:01:01']],
};

/** Overlays that were run through CIS. Without the data there are none. */
export function overlayCases(): void {
  if (!(vxlanCases.length > 0)) return;
  describe('overlays that were run through CIS', () => {
    it.each(vxlanCases.map((item) => [item.id, item] as const))('%s', (id, item) => {
      const pods = [
        ...(item.pods ?? []).map((pod) => ({ apiVersion: 'v1', kind: 'Pod', ...pod })),
        ...(item.simplePods ?? []).map(({ podIP, nodeName }, index) => ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: `p${index}` },
          spec: { nodeName },
          status: { podIP },
        })),
      ];
      const nodes = [
        ...(item.nodes ?? []).map((node) => ({ apiVersion: 'v1', kind: 'Node', ...node })),
        ...(item.simpleNodes ?? []).map(fullNode),
      ];
      const members = (item.members ?? []).map(({ address }) => ({ ip: address }));
      const objects = [configMap(), service(), slice(members), ...pods, ...nodes];
      const ours = desiredState(snapshotOf(JSON.parse(JSON.stringify(objects))), {
        mode: 'cluster',
        partition: 'k8s',
        nodeAddress: item.useNodeInternal === false ? 'ExternalIP' : 'InternalIP',
        overlay: { tunnel: '/Common/flannel_vxlan' },
      });
      const records = ours.objects
        .filter(({ type }) => type === 'net/fdb/tunnel/records')
        .map(({ uri, properties }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${String(properties['endpoint'])}`);
      const arps = ours.objects
        .filter(({ type }) => type === 'net/arp')
        .map(({ properties }) => `${String(properties['ipAddress'])} ${String(properties['macAddress'])}`);

      if (madeUpMac.includes(id)) {
        expect(records).toEqual([]);
        expect(reasonsOf(ours)).toContain('NodeWithoutVtep');
        expect(ours.scope.heldEndpoints).toBe('all');
      } else if (item.expected['vxlan-fdb'] !== undefined) {
        const theirs = (item.expected['vxlan-fdb'].records ?? []).map(({ name, endpoint }) => `${name} ${endpoint}`);
        expect(records).toEqual(theirs.sort());
      }
      const other = otherArp[id];
      if (other !== undefined) expect(arps).toEqual(other[1]);
      else
        expect(arps).toEqual(
          (item.expected['vxlan-arp']?.arps ?? [])
            .map(({ ipAddress, macAddress }) => `${ipAddress} ${macAddress}`)
            .sort(),
        );
      if (id === 'arp-one-bad-pod-blocks-all') {
        expect(membersOf(ours)).toEqual(['10.244.1.21:8080']);
        expect(ours.held.map(({ uri }) => uri)).toEqual([
          'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~10.99.99.99:8080',
          'net/arp/~Common~k8s-10.99.99.99',
        ]);
      }
    });
  });
}

interface AddressCase {
  readonly id: string;
  readonly valid?: readonly string[];
  readonly invalid?: readonly string[];
}
const addressCases = casesOf<AddressCase>('address-format-cases.json').filter(({ valid }) => valid !== undefined);

/** Addresses that CIS takes and refuses. Without the data there are none. */
export function bindAddressCases(): void {
  if (!(addressCases.length > 0)) return;
  describe('bind addresses that CIS takes and refuses', () => {
    const asked = (bindAddr: string) => {
      const objects = [
        configMap({ frontend: { virtualAddress: { bindAddr, port: 8000 } } }),
        service(),
        slice([{ ip: '10.244.1.5' }]),
      ];
      return desiredState(snapshotOf(JSON.parse(JSON.stringify(objects))), { mode: 'cluster', partition: 'k8s' });
    };
    const both = addressCases.flatMap(({ valid, invalid }) => [...(valid ?? []), ...(invalid ?? [])]);
    // An address is refused by CIS when neither of its two checkers takes it.
    const taken = new Set(addressCases.flatMap(({ valid }) => valid ?? []));

    it.each([...new Set(both)])('%s', (bindAddr) => {
      const ours = asked(bindAddr);
      if (!taken.has(bindAddr)) {
        expect(reasonsOf(ours)).toEqual(['InvalidConfigMap']);
        expect(ours.held).toHaveLength(1);
        return;
      }
      const { ip } = parseAddress(bindAddr);
      const destination = ours.objects.find(({ type }) => type === 'ltm/virtual')?.properties['destination'];
      expect(destination).toBe(`/k8s/${bindAddr.replace(/^[^%]*/, ip)}${isIPv6(ip) ? '.' : ':'}8000`);
    });
  });
}
