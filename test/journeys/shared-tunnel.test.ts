/** Two owners of one tunnel, each with a cluster of its own: whatever one of them does, the other keeps what it has. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { runs } from '../share.ts';
import { openCluster } from './open-cluster.ts';

const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';

interface Owner {
  readonly name: string;
  readonly partition: string;
  readonly virtual: string;
  /** Of Nodes and pods: `1` is node1 and 10.244.1.0/24. */
  readonly numbers: readonly number[];
}
const owners: readonly Owner[] = [
  { name: 'default', partition: 'k8s', virtual: '10.1.10.5', numbers: [1, 2] },
  { name: 'blue', partition: 'blue', virtual: '10.1.10.6', numbers: [3, 4] },
];

/** What one owner's cluster is at one time: the boot of each Node, and whether it has a pod. */
interface Moment {
  readonly owner: number;
  readonly nodes: readonly { readonly boot: number; readonly pod: boolean }[];
}
const moment: fc.Arbitrary<Moment> = fc.record({
  owner: fc.integer({ min: 0, max: 1 }),
  nodes: fc.array(fc.record({ boot: fc.integer({ min: 1, max: 2 }), pod: fc.boolean() }), {
    minLength: 1,
    maxLength: 2,
  }),
});

function clusterOf({ partition, virtual, numbers }: Owner, { nodes }: Moment) {
  const made = nodes.map(({ boot, pod }, index) => {
    const number = numbers[index] ?? 0;
    const mac = `5e:00:00:00:0${boot}:0${number}`;
    return { number, mac, ip: `10.244.${number}.5`, pod, manifest: node(number, { mac }) };
  });
  const withPod = made.filter(({ pod }) => pod);
  const objects: readonly Manifest[] = [
    configMap({ frontend: { partition, virtualAddress: { bindAddr: virtual, port: 80 } } }),
    service(),
    ...made.map(({ manifest }) => manifest),
    slice(withPod.map(({ ip, number }) => ({ ip, node: `node${number}` }))),
  ];
  return {
    objects,
    records: made.map(({ mac, number }) => `${mac} 192.168.1.${10 + number}`),
    neighbours: withPod.map(({ ip, mac }) => `${ip} ${mac}`),
  };
}

describe('two owners of one tunnel', () => {
  it('have their own records and neighbours each, in whatever order they write', async () => {
    await using rig = await openCluster();
    const start = rig.device.snapshot();
    const values = (uri: string, ...keys: readonly string[]) =>
      keys.map((key) => String(rig.device.get(uri)?.[key])).join(' ');
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 2, maxLength: 6 }), fc.boolean(), async (moments, prune) => {
        rig.device.restore(start);
        const last = new Map<number, ReturnType<typeof clusterOf>>();
        for (const one of moments) {
          const owner = owners[one.owner] ?? owners[0];
          if (owner === undefined) throw new Error('no owner');
          const wanted = clusterOf(owner, one);
          const more = { owner: owner.name, partition: owner.partition, prune };
          const { conflicts } = await rig.reconcile(wanted.objects, more);
          expect(conflicts).toEqual([]);
          last.set(one.owner, wanted);
          const all = [...last.values()];
          const neighbours = rig.device.list('net/arp').map((uri) => values(uri, 'ipAddress', 'macAddress'));
          expect(neighbours.sort()).toEqual(all.flatMap((each) => each.neighbours).sort());
          const found = rig.device
            .list(records)
            .map((uri) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${values(uri, 'endpoint').replace('%0', '')}`);
          // Without --prune the record of a Node that is gone stays.
          if (prune) expect(found.sort()).toEqual(all.flatMap((each) => each.records).sort());
          else expect(found).toEqual(expect.arrayContaining(all.flatMap((each) => each.records)));
          expect((await rig.plan(wanted.objects, more)).changes).toEqual([]);
        }
      }),
      { numRuns: runs(8) },
    );
  });
});
