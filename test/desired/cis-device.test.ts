/** What CIS leaves on a device, in the spelling of its driver, beside what is made of the same input here. */
import { describe, expect, it } from 'vitest';
import { planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { type CisCase, casesOf, measuredCases, measuredDifferences, snapshotObjects } from './cis-measured.ts';
import type { CisResources } from './cis-shape.ts';
import { onDevice, type Seed } from './on-device.ts';
import {
  configMap,
  type Manifest,
  node,
  overlay,
  reasonsOf,
  map as sampleMap,
  service,
  slice,
} from './sample-cluster.ts';

/** Every address with its route domain, and all that the driver manages (facts: cis 4.1). */
function asDriverWrites(partition: string, { virtualServers, pools, monitors }: CisResources): Seed {
  const seed: Seed = { [`auth/partition/${partition}`]: {} };
  const uri = (type: string, name: string) => `${type}/~${partition}~${name}`;
  for (const { name, type, ...rest } of monitors ?? []) {
    seed[uri(`ltm/monitor/${String(type)}`, name)] = { interval: 5, timeout: 16, ...rest };
  }
  for (const { name, loadBalancingMode, members, monitors: rule } of pools ?? []) {
    const monitor = rule == null || rule.length === 0 ? {} : { monitor: [...rule].sort().join(' and ') };
    seed[uri('ltm/pool', name)] = { loadBalancingMode, ...monitor };
    for (const { address, port, session } of members ?? []) {
      const join = address.includes(':') ? '.' : ':';
      seed[`${uri('ltm/pool', name)}/members/~${partition}~${address}%250${join}${port}`] = {
        address: `${address}%0`,
        session,
      };
    }
  }
  for (const { name, destination, profiles, enabled: _, ...rest } of virtualServers ?? []) {
    const text = String(destination);
    seed[uri('ltm/virtual', name)] = {
      ...rest,
      destination: text.includes('%') ? text : text.replace(/[:.]\d+$/, (port) => `%0${port}`),
      profiles: (profiles as { name: string; partition: string; context: string }[]).map((profile) => ({
        name: `/${profile.partition}/${profile.name}`,
        context: profile.context,
      })),
      vlansDisabled: true,
      connectionLimit: 0,
    };
  }
  return seed;
}

function optionsOf({ controller }: CisCase): ReconcileOptions {
  return {
    mode: controller.poolMemberType,
    partition: controller.partition,
    nodeAddress: controller.useNodeInternal ? 'InternalIP' : 'ExternalIP',
    ...(controller.vsSnatPoolName === '' ? {} : { snatPool: controller.vsSnatPoolName }),
    adopt: true,
  };
}

const equal = measuredCases().filter(({ id }) => !(id in measuredDifferences));

if (equal.length > 0) {
  describe('a partition that CIS manages is taken over as it is', () => {
    it.each(equal.map((item) => [item.id, item] as const))('%s', async (_id, item) => {
      const { partition } = item.controller;
      const seed = asDriverWrites(partition, item.expected.resources[partition] ?? {});
      await onDevice(seed, async (bigip) => {
        const snapshot = snapshotOf(snapshotObjects(item));
        const { changes, conflicts, kept } = await planFor(bigip, snapshot, optionsOf(item));
        // Marks are set, and nothing else.
        expect(changes.filter(({ action }) => action !== 'modify')).toEqual([]);
        const keys = changes.flatMap(({ after }) => Object.keys(after ?? {}));
        expect(keys.filter((key) => key !== 'metadata')).toEqual([]);
        expect([conflicts, kept]).toEqual([[], []]);
        await reconcile(bigip, snapshot, optionsOf(item));
        const again = await planFor(bigip, snapshot, { ...optionsOf(item), adopt: false });
        expect([again.changes, again.conflicts]).toEqual([[], []]);
      });
    });
  });
}

interface WireCase {
  readonly id: string;
  readonly input: {
    readonly defaultRouteDomain?: number;
    readonly destination?: string;
    readonly members?: readonly { readonly address: string; readonly port: number }[];
  };
  readonly payload: Readonly<Record<string, unknown>>;
}
const wire = casesOf<WireCase>('cccl-wire-payloads.json');

const foo = (port = 8080): Manifest[] => [
  service({}, { name: 'foo' }),
  slice([{ ip: '10.244.1.21' }], { ports: [{ port }] }, { labels: { 'kubernetes.io/service-name': 'foo' } }),
];
const asked = (frontend: Manifest, backend: Manifest = {}): Manifest =>
  configMap({ name: 'vs1', backend: { serviceName: 'foo', ...backend }, frontend });

/** The input that leads to the body of a case; undefined where no cluster can say it. */
function inputOf({ id, input }: WireCase): readonly Manifest[] | undefined {
  if (id.startsWith('virtual-')) {
    const [, bindAddr = '', port = ''] = /^\/k8s\/(.+)[:.](\d+)$/.exec(input.destination ?? '') ?? [];
    return [asked({ virtualAddress: { bindAddr, port: Number(port) } }), ...foo()];
  }
  if (id.startsWith('monitor-')) {
    const healthMonitors = [{ protocol: id.split('-')[1] }];
    return [asked({ virtualAddress: undefined }, { healthMonitors }), ...foo()];
  }
  const [member] = input.members ?? [];
  return member?.address === '10.244.1.21' ? [asked({ virtualAddress: undefined }), ...foo(member.port)] : undefined;
}

const written = wire.filter((one) => one.payload['error'] === undefined && inputOf(one) !== undefined);

if (written.length > 0) {
  describe('on a device that has the body of the driver nothing but a mark is missing', () => {
    it.each(written.map((one) => [one.id, one] as const))('%s', async (id, one) => {
      const pool = 'cfgmap_default_vs1_foo';
      const seed: Seed = {
        'net/route-domain/~Common~2': { id: 2 },
        'net/route-domain/~Common~5': { id: 5 },
        'auth/partition/k8s': { defaultRouteDomain: one.input.defaultRouteDomain ?? 0 },
        ...(id.startsWith('pool-') ? {} : { [`ltm/pool/~k8s~${pool}`]: {} }),
      };
      await onDevice(seed, async (bigip) => {
        const kind = id.startsWith('monitor-') ? ['monitor', id.split('-')[1] ?? ''] : [id.split('-')[0] ?? ''];
        const name = kind[0] === 'pool' ? pool : kind[0] === 'monitor' ? `${pool}_0_${kind[1]}` : 'default_vs1';
        await bigip.request('POST', ['ltm', ...kind], { body: { ...one.payload, name } as never });
        const snapshot = snapshotOf(JSON.parse(JSON.stringify(inputOf(one))) as unknown[]);
        const { changes, conflicts } = await planFor(bigip, snapshot, {
          mode: 'cluster',
          partition: 'k8s',
          adopt: true,
        });
        const uri = `ltm/${kind.join('/')}/~k8s~${name}`;
        const own = changes.filter((change) => change.uri === uri || change.uri.startsWith(`${uri}/`));
        expect(own.flatMap(({ action, after }) => (action === 'modify' ? Object.keys(after ?? {}) : [action]))).toEqual(
          kind[0] === 'monitor' ? [] : ['metadata'],
        );
        expect(conflicts).toEqual([]);
      });
    });
  });

  it('what the driver chokes on is held before anything is sent, and holds back nothing else (defects 7, 12, 17)', () => {
    const refused = wire.filter(({ payload }) => payload['error'] !== undefined).map(({ id }) => id);
    const instead: Readonly<Record<string, () => void>> = {
      'pool-member-port-zero': () => {
        const nodePort = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 0 }] });
        expect(reasonsOf(sampleMap([configMap(), nodePort, node(1)], { mode: 'nodeport' }))).toContain(
          'NodePortNotAllocated',
        );
      },
      'monitor-interval-not-less-than-timeout': () => {
        const healthMonitors = [{ protocol: 'tcp', interval: 30, timeout: 20 }];
        expect(reasonsOf(sampleMap([asked({}, { healthMonitors }), ...foo()]))).toContain('InvalidMonitor');
      },
      'fdb-empty-name': () => {
        const six = node(2, { annotations: {}, addresses: [['InternalIP', 'fd00:1::11']] });
        const state = sampleMap([node(1), six], { overlay });
        expect(reasonsOf(state)).toContain('NodeWithoutVtep');
        expect(state.objects.map(({ type }) => type)).toEqual(['net/fdb/tunnel/records']);
      },
      'fdb-records-null': () => {
        expect(sampleMap([configMap()], { overlay }).scope.heldEndpoints).toBe('all');
      },
    };
    for (const id of refused) instead[id]?.();
    expect(refused.filter((id) => !(id in instead))).toEqual([]);
  });
}
