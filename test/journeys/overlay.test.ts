/** A cluster lives on: Nodes come, go and reboot, pods move. FDB and ARP follow, and no member is ever cut off on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/index.ts';
import type { Change } from '../../src/plan/types.ts';
import type { ActualState, Entry, Properties } from '../../src/state.ts';
import { registryType, registryUri } from '../../src/values/registry.ts';
import { configMap, dualNode, map, node, overlay, service, slice } from '../desired/sample-cluster.ts';
import { runs } from '../share.ts';

interface Moment {
  /** Boots of each Node that exists: another boot is another MAC. */
  readonly boots: Readonly<Record<number, number>>;
  /** The Node of each pod, by the last octet of its address; only those on Nodes that exist count. */
  readonly pods: readonly { readonly octet: number; readonly node: number; readonly ready: boolean }[];
}

const moment: fc.Arbitrary<Moment> = fc.record({
  boots: fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.integer({ min: 1, max: 2 }), { minKeys: 1 }),
  pods: fc.uniqueArray(
    fc.record({ octet: fc.integer({ min: 2, max: 5 }), node: fc.integer({ min: 1, max: 4 }), ready: fc.boolean() }),
    { selector: ({ octet, node: on }) => `${on}.${octet}`, maxLength: 6 },
  ),
});

/** What differs between the families: the VTEP of a Node, and the address of a pod. */
const families = {
  4: {
    virtual: '10.1.10.5',
    overlay,
    pod: (on: number, octet: number) => `10.244.${on}.${octet}`,
    mac: (name: number | string, boot: number) => `5e:00:00:00:0${boot}:0${name}`,
    node: (name: number, mac: string) => node(name, { mac }),
    /** Records besides those of the family that the pods are of. */
    others: () => [] as string[],
    endpoint: (name: string) => `192.168.1.1${name}`,
  },
  6: {
    virtual: 'fd00::99',
    overlay: { ...overlay, tunnelV6: '/Common/flannel_v6' },
    pod: (on: number, octet: number) => `fd00:10:244:${on}::${octet}`,
    mac: (name: number | string, boot: number) => `5e:00:00:06:0${boot}:0${name}`,
    node: (name: number, macV6: string) => dualNode(name, { macV6 }),
    others: (name: string) => [`5e:00:00:00:00:0${name} 192.168.1.1${name}`],
    endpoint: (name: string) => `fd00:1::1${name}`,
  },
} as const;

type Family = keyof typeof families;

function wanted({ boots, pods }: Moment, family: Family) {
  const of = families[family];
  const running = pods.filter(({ node: on }) => boots[on] !== undefined);
  const endpoints = running.map(({ octet, node: on, ready }) => ({ ip: of.pod(on, octet), node: `node${on}`, ready }));
  const desired = map(
    [
      configMap({ frontend: { virtualAddress: { bindAddr: of.virtual, port: 80 } } }),
      service(),
      slice(endpoints, { addressType: `IPv${family}` }),
      ...Object.entries(boots).map(([name, boot]) => of.node(Number(name), of.mac(name, boot))),
    ],
    { overlay: of.overlay },
  );
  const serving = running.filter(({ ready }) => ready);
  return {
    desired,
    records: Object.entries(boots)
      .flatMap(([name, boot]) => [`${of.mac(name, boot)} ${of.endpoint(name)}`, ...of.others(name)])
      .sort(),
    neighbours: serving.map(({ octet, node: on }) => `${of.pod(on, octet)} ${of.mac(on, boots[on] ?? 0)}`).sort(),
  };
}

/** The device as far as the plan sees it. */
class Tables {
  readonly #objects = new Map<string, Entry>();

  get state(): ActualState {
    const own = this.#objects.get(registryUri('k8s', 'default'));
    return {
      objects: [...this.#objects.values()].filter(({ type }) => type !== registryType),
      routeDomains: { k8s: 0, Common: 0 },
      membersElsewhere: [],
      registries: { ...(own === undefined ? {} : { own }), others: [] },
    };
  }

  take({ action, uri, type, after = {} }: Change): void {
    const before: Properties = action === 'modify' ? (this.#objects.get(uri)?.properties ?? {}) : {};
    if (action === 'delete') this.#objects.delete(uri);
    else this.#objects.set(uri, { uri, type, properties: { ...before, ...after } });
  }

  #of(type: string): readonly Entry[] {
    return [...this.#objects.values()].filter((entry) => entry.type === type);
  }

  get records(): readonly string[] {
    return this.#of('net/fdb/tunnel/records')
      .map(({ uri, properties }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${String(properties['endpoint'])}`)
      .sort();
  }

  get neighbours(): readonly string[] {
    return [...this.#of('net/arp'), ...this.#of('net/ndp')]
      .map(({ properties }) => `${String(properties['ipAddress'])} ${String(properties['macAddress'])}`)
      .sort();
  }

  /** Members that take traffic and cannot be reached. */
  get cutOff(): readonly string[] {
    const macs = new Map(this.neighbours.map((text) => text.split(' ') as [string, string]));
    const known = new Set(this.records.map((text) => text.split(' ')[0]));
    return this.#of('ltm/pool/members')
      .filter(({ properties }) => properties['session'] !== 'user-disabled')
      .map(({ properties }) => String(properties['address']))
      .filter((ip) => !known.has(macs.get(ip) ?? ''));
  }
}

describe.each<Family>([4, 6])('an overlay of IPv%i pods over time', (family) => {
  it('has the FDB and neighbours of the last snapshot, whatever came before, and cuts no member off on the way', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 6 }), (moments) => {
        const tables = new Tables();
        for (const one of moments) {
          const { desired, records, neighbours } = wanted(one, family);
          const plan = makePlan(desired, tables.state, { prune: true });
          expect(plan.conflicts).toEqual([]);
          for (const change of plan.changes) {
            tables.take(change);
            expect(tables.cutOff, `after ${change.action} ${change.uri}`).toEqual([]);
          }
          expect(tables.records).toEqual(records);
          expect(tables.neighbours).toEqual(neighbours);
          expect(makePlan(desired, tables.state, { prune: true }).changes).toEqual([]);
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
