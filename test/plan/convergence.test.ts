import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/index.ts';
import type { Plan } from '../../src/plan/types.ts';
import type { DesiredState, Entry } from '../../src/state.ts';
import { runs } from '../share.ts';
import { ModelDevice } from './model-device.ts';
import {
  arp,
  entry,
  markFor,
  member,
  pool,
  prefixOf,
  requestEntries,
  stateOf,
  virtual,
  type World,
  world,
} from './wanted.ts';

const options = fc.record({ prune: fc.boolean(), adopt: fc.boolean() });
const routeDomain = fc.constantFrom(0, 5);

/** Objects of other people beside ours. */
const foreign: readonly Entry[] = [
  virtual('operator', '172.16.9.9:80', 'operator', { metadata: null }),
  pool('operator', { metadata: null, monitor: '/Common/http' }),
  member('operator', '10.9.9.9'),
  virtual('cluster2', '172.16.9.10:80', 'cluster2', { metadata: markFor('cluster2') }),
  pool('cluster2', { metadata: markFor('cluster2') }),
  member('cluster2', '10.244.9.99'),
  arp('10.9.9.9', '02:00:00:00:00:01'),
  arp('10.244.9.99', '5e:1b:0a:44:9c:00'),
  entry('net/arp', 'net/arp/~Common~gateway', { ipAddress: '10.1.1.1', macAddress: '02:00:00:00:00:02' }),
];

/** Applies a plan and returns the one that is made afterwards. */
function again(device: ModelDevice, wanted: DesiredState, options: { prune: boolean; adopt: boolean }): Plan {
  device.apply(makePlan(wanted, device.state, options));
  return makePlan(wanted, device.state, options);
}

describe('a plan that was applied', () => {
  it('leaves nothing to do, on an empty device and on one in any earlier state', () => {
    fc.assert(
      fc.property(world, world, options, routeDomain, (before, after, flags, domain) => {
        const device = new ModelDevice(foreign, domain);
        expect(again(device, stateOf(before), flags).changes).toEqual([]);
        expect(again(device, stateOf(after), flags).changes).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  it('leaves, with prune, what is wanted and nothing else of ours', () => {
    fc.assert(
      fc.property(world, world, routeDomain, (before, after, domain) => {
        const device = new ModelDevice(foreign, domain);
        const flags = { prune: true, adopt: false };
        again(device, stateOf(before), flags);
        const plan = again(device, stateOf(after), flags);
        const strangers = new Set(foreign.map(({ uri }) => uri));
        const uris = (objects: readonly Entry[]): string[] => objects.map(({ uri }) => uri).sort();
        const ours = device.state.objects.filter(({ uri }) => !strangers.has(uri));
        const wanted = new Set(uris(stateOf(after).objects));
        const extra = ours.filter(({ uri }) => !wanted.has(uri));
        expect(ours).toHaveLength(wanted.size + extra.length);
        // An ARP entry that the mapping does not want any more stays for as long as a member uses it.
        const neighbours = device.state.objects.filter(({ type }) => type === 'net/arp');
        const led = new Set(neighbours.map(({ properties }) => String(properties['macAddress']).toLowerCase()));
        for (const { uri, type } of extra) {
          // The record to which it leads stays with it.
          if (type === 'net/fdb/tunnel/records' && led.has(uri.slice(uri.lastIndexOf('/') + 1))) continue;
          expect(type).toBe('net/arp');
          const ip = uri.slice(uri.indexOf('k8s-') + 4);
          expect(ours.some((other) => other.uri.includes(`~k8s~${ip}:`))).toBe(true);
        }
        expect(plan.kept.filter(({ uri }) => !extra.some((one) => one.uri === uri))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('takes over a partition whose members CIS has named, without a change', () => {
    fc.assert(
      fc.property(world, (one) => {
        const device = new ModelDevice();
        device.apply(makePlan(stateOf(one), device.state));
        device.respellMembers();
        expect(makePlan(stateOf(one), device.state).changes).toEqual([]);
      }),
    );
  });
});

describe('what is not ours', () => {
  it('is never changed, whatever is asked for', () => {
    fc.assert(
      fc.property(world, world, options, (before, after, flags) => {
        const device = new ModelDevice(foreign);
        const strangers = new Map(foreign.map(({ uri }) => [uri, device.get(uri)]));
        for (const wanted of [before, after, { ...after, requests: [] }]) {
          const plan = makePlan(stateOf(wanted), device.state, flags);
          expect(plan.changes.filter(({ uri }) => strangers.has(uri))).toEqual([]);
          device.apply(plan);
        }
        for (const [uri, properties] of strangers) expect(device.get(uri)).toEqual(properties);
      }),
      { numRuns: runs(100) },
    );
  });

  it('stays as the operator set it, beside what is ours on the same object', () => {
    fc.assert(
      fc.property(world, world, options, (before, after, flags) => {
        const device = new ModelDevice();
        device.apply(makePlan(stateOf(before), device.state, flags));
        const mine = new Set(device.state.objects.map(({ uri }) => uri));
        const note = { name: 'note', persist: 'true', value: 'by hand' };
        for (const { uri, type, properties } of device.state.objects) {
          if (type !== 'ltm/pool' && type !== 'ltm/virtual') continue;
          const items = properties['metadata'] as readonly (typeof note)[];
          device.set(uri, { description: 'by hand', metadata: [...items, note] });
        }
        device.apply(makePlan(stateOf(after), device.state, flags));
        for (const { uri, type, properties } of device.state.objects) {
          if (!mine.has(uri) || (type !== 'ltm/pool' && type !== 'ltm/virtual')) continue;
          expect(properties['description']).toBe('by hand');
          expect(properties['metadata']).toContainEqual(note);
        }
      }),
    );
  });
});

describe('what is held', () => {
  it('is never changed, emptied or deleted, nor is what it needs', () => {
    fc.assert(
      fc.property(world, world, options, fc.nat(5), (before, next, flags, which) => {
        const device = new ModelDevice();
        device.apply(makePlan(stateOf(before), device.state, flags));
        // The same requests, of which some cannot be understood any more, and other pods.
        const after: World = { ...next, requests: before.requests };
        const isHeld = ({ id }: { id: number }): boolean => id <= which;
        const plan = makePlan(stateOf(after, isHeld), device.state, flags);
        const held = before.requests.filter(isHeld);
        const untouchable = new Set(
          held
            .flatMap((one) => requestEntries(one, before))
            .filter(({ type }) => type !== 'net/arp')
            .map(({ uri }) => uri),
        );
        expect(plan.changes.filter(({ uri }) => untouchable.has(uri))).toEqual([]);
        const arps = new Set(
          held
            .flatMap((one) => requestEntries(one, before))
            .filter(({ type }) => type === 'net/arp')
            .map(({ uri }) => uri),
        );
        expect(plan.changes.filter(({ uri, action }) => action === 'delete' && arps.has(uri))).toEqual([]);
        expect(plan.kept.filter(({ uri }) => held.some((one) => uri.includes(prefixOf(one))))).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('the order of a plan', () => {
  const layers = ['net/fdb/tunnel/records', 'net/arp', 'ltm/pool', 'ltm/pool/members', 'ltm/virtual'];

  it('builds the overlay before members before traffic, and takes away the other way round', () => {
    fc.assert(
      fc.property(world, world, options, (before, after, flags) => {
        const device = new ModelDevice(foreign);
        for (const wanted of [before, after]) {
          const plan = makePlan(stateOf(wanted), device.state, flags);
          const ranks = (deletions: boolean): number[] =>
            plan.changes
              .filter(({ action, type }) => (action === 'delete') === deletions && layers.includes(type))
              .map(({ type }) => layers.indexOf(type));
          const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
          expect(ranks(false)).toEqual(ascending(ranks(false)));
          expect(ranks(true)).toEqual(ascending(ranks(true)).reverse());
          const firstDeletion = plan.changes.findIndex(({ action }) => action === 'delete');
          const lastOther = plan.changes.findLastIndex(({ action }) => action !== 'delete');
          const room = plan.changes
            .slice(0, lastOther)
            .some(({ action, type }) => action === 'delete' && type !== 'ltm/virtual');
          expect(firstDeletion === -1 || firstDeletion > lastOther || !room).toBe(true);
          device.apply(plan);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('is plain JSON and the same for the same input', () => {
    fc.assert(
      fc.property(world, (one) => {
        const device = new ModelDevice(foreign);
        const plan = makePlan(stateOf(one), device.state);
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        const shuffled = { ...stateOf(one), objects: [...stateOf(one).objects].reverse() };
        expect(makePlan(shuffled, device.state)).toEqual(plan);
      }),
    );
  });
});
