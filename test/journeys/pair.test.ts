/** Two units of a pair: pools and virtual servers are copied, FDB records and neighbours are each unit's own. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp, overlayFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { runs } from '../share.ts';
import { factory } from './open-cluster.ts';

const group = 'sync-failover';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const members = 'ltm/pool/~k8s~cfgmap_default_vs_web/members';

/** The Node that stands for a unit: made by hand, with the unit's own address and pod network. */
function unitNode(number: number): Manifest {
  const { status: _status, ...made } = node(90 + number, {
    mac: `00:50:56:00:00:0${number}`,
    publicIp: `192.168.1.${4 + number}`,
  });
  return { ...made, metadata: { ...(made['metadata'] as object), name: `bigip${number}` } };
}

class Pair {
  readonly devices: readonly [MockBigIp, MockBigIp];
  readonly units: readonly [BigIp, BigIp];
  readonly #start: readonly [ReturnType<MockBigIp['snapshot']>, ReturnType<MockBigIp['snapshot']>];

  private constructor(devices: readonly [MockBigIp, MockBigIp]) {
    this.devices = devices;
    const open = ({ url, username, password, transport }: MockBigIp) =>
      new BigIp({ url, username, password, transport });
    this.units = [open(devices[0]), open(devices[1])];
    this.#start = [devices[0].snapshot(), devices[1].snapshot()];
  }

  static async open(): Promise<Pair> {
    const seed = { ...factory, 'sys/db/iptunnel.configsync': { value: 'disable' } };
    const [one, two] = await MockBigIp.pair({ protocol: 'none', seed: seed as never });
    // Each unit has a tunnel of its own, with its own address.
    two.set('net/self/~Common~under', { address: '192.168.1.6/24' });
    two.set('net/tunnels/tunnel/~Common~flannel_vxlan', { localAddress: '192.168.1.6' });
    return new Pair([one, two]);
  }

  reset(): void {
    for (const [index, device] of this.devices.entries()) device.restore(this.#start[index === 0 ? 0 : 1]);
  }

  /** Members that take traffic on a unit that cannot reach them. */
  get cutOff(): readonly string[] {
    return this.devices.flatMap((device, index) => {
      const macs = new Set(device.list(records).map((uri) => uri.slice(uri.lastIndexOf('/') + 1)));
      const known = new Map(
        device
          .list('net/arp')
          .map((uri) => [String(device.get(uri)?.['ipAddress']), String(device.get(uri)?.['macAddress'])]),
      );
      return device
        .list(members)
        .map((uri) => String(device.get(uri)?.['address']))
        .filter((ip) => !macs.has(known.get(ip) ?? ''))
        .map((ip) => `${ip} on unit ${index + 1}`);
    });
  }

  /** The order in which a pair is written to, with a look at both units after each step. */
  async bring(objects: readonly Manifest[], look: (step: string) => void, more: Partial<ReconcileOptions> = {}) {
    const snapshot = snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);
    const [one, two] = this.units;
    const options: ReconcileOptions = {
      mode: 'cluster',
      partition: 'k8s',
      overlay: { tunnel: '/Common/flannel_vxlan' },
      bigipNodes: ['bigip1', 'bigip2'],
      ...more,
    };
    const overlay = async () => applyPlan(await overlayFor(two, snapshot, options), two);
    const before = await overlay();
    look('the overlay of the other unit, before');
    const shared = await reconcile(one, snapshot, options);
    look('the unit that is written to');
    await one.request('POST', ['cm'], { body: { command: 'run', utilCmdArgs: `config-sync to-group ${group}` } });
    look('config sync');
    const after = await overlay();
    look('the overlay of the other unit, after');
    return { before, shared, after, again: (await overlayFor(two, snapshot, options)).changes };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const unit of this.units) await unit.close();
    for (const device of this.devices) await device.close();
  }
}

const web = (nodes: readonly Manifest[], ...pods: readonly { ip: string; node: string }[]): readonly Manifest[] => [
  configMap(),
  service(),
  ...nodes,
  unitNode(1),
  unitNode(2),
  slice(pods),
];
const outcomes = ({ steps }: { steps: readonly { outcome: string; uri: string }[] }) =>
  steps.map(({ uri, outcome }) => `${outcome} ${uri}`);

let pair: Pair;
beforeEach(async () => {
  pair = await Pair.open();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

describe('a pair', () => {
  it('has FDB records and neighbours on each unit, and none for the Nodes that stand for a unit', async () => {
    const looked: string[] = [];
    const look = (step: string) => {
      looked.push(step);
      expect(pair.cutOff, step).toEqual([]);
    };
    const objects = web([node(1), node(2)], { ip: '10.244.1.5', node: 'node1' });
    const { before, after, again } = await pair.bring(objects, look);
    expect(outcomes(before)).toEqual([
      `created ${records}/5e:00:00:00:00:01`,
      `created ${records}/5e:00:00:00:00:02`,
      'created net/arp/~Common~k8s-10.244.1.5',
    ]);
    expect([after.steps, again]).toEqual([[], []]);
    const [one, two] = pair.devices;
    for (const uri of [...one.list(records), ...one.list('net/arp'), ...one.list(members)])
      expect(two.get(uri), uri).toEqual(one.get(uri));
    expect(one.list(records)).toHaveLength(2);
    expect(looked).toHaveLength(4);

    // The pod moves, and its Node reboots with another MAC.
    const moved = web([node(1, { mac: '5e:00:00:00:09:01' }), node(2)], { ip: '10.244.1.6', node: 'node1' });
    const next = await pair.bring(moved, look);
    // The former record stays as long as a neighbour names it.
    expect(outcomes(next.before)).toEqual([
      `created ${records}/5e:00:00:00:09:01`,
      'created net/arp/~Common~k8s-10.244.1.6',
    ]);
    expect(outcomes(next.after)).toContain(`deleted ${records}/5e:00:00:00:00:01`);
    expect(outcomes(next.after)).toContain('deleted net/arp/~Common~k8s-10.244.1.5');
    expect(next.again).toEqual([]);
    expect(pair.devices[1].list('net/arp')).toEqual(['net/arp/~Common~k8s-10.244.1.6']);
  });

  it('keeps the neighbours of members that config sync has not taken away yet', async () => {
    const look = () => {};
    await pair.bring(web([node(1)], { ip: '10.244.1.5', node: 'node1' }), look);
    const [one, two] = pair.units;
    const snapshot = snapshotOf(
      JSON.parse(JSON.stringify(web([node(1)], { ip: '10.244.1.6', node: 'node1' }))) as unknown[],
    );
    const options: ReconcileOptions = {
      mode: 'cluster',
      partition: 'k8s',
      overlay: { tunnel: '/Common/flannel_vxlan' },
      bigipNodes: ['bigip1', 'bigip2'],
    };
    await reconcile(one, snapshot, options);
    const plan = await overlayFor(two, snapshot, options);
    expect(plan.changes.map(({ action, uri }) => `${action} ${uri}`)).toEqual([
      'create net/arp/~Common~k8s-10.244.1.6',
    ]);
  });

  it('is never cut off on either unit, whatever happens to Nodes and pods', async () => {
    const moment = fc.record({
      boots: fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 2 }), { minKeys: 1 }),
      pods: fc.uniqueArray(fc.record({ octet: fc.integer({ min: 2, max: 4 }), on: fc.integer({ min: 1, max: 3 }) }), {
        selector: ({ octet, on }) => `${on}.${octet}`,
        maxLength: 4,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 3 }), async (moments) => {
        pair.reset();
        for (const { boots, pods } of moments) {
          const nodes = Object.entries(boots).map(([name, boot]) =>
            node(Number(name), { mac: `5e:00:00:00:0${boot}:0${name}` }),
          );
          const running = pods.filter(({ on }) => boots[on] !== undefined);
          const objects = web(
            nodes,
            ...running.map(({ octet, on }) => ({ ip: `10.244.${on}.${octet}`, node: `node${on}` })),
          );
          const { again } = await pair.bring(objects, (step) => expect(pair.cutOff, step).toEqual([]), { prune: true });
          expect(again).toEqual([]);
          for (const device of pair.devices) {
            expect(device.list(records)).toHaveLength(nodes.length);
            expect(device.list('net/arp')).toHaveLength(running.length);
          }
        }
      }),
      { numRuns: runs(12) },
    );
  });
});
