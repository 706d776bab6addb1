import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUri } from '../../src/values/uri.ts';
import { runs } from '../share.ts';
import { asked, cluster, endpoint, keyOf, nodes, options } from './any-cluster.ts';
import { configMap, map, membersOf, overlay, service, slice } from './sample-cluster.ts';

describe('whatever the cluster', () => {
  it('the order of the input never matters', () => {
    fc.assert(
      fc.property(
        cluster.chain((objects) =>
          fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })),
        ),
        options,
        ([objects, shuffled], how) => {
          expect(map(shuffled, asked(how))).toEqual(map(objects, asked(how)));
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('nothing is wanted outside the partition, and beside the tunnel', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const state = map(objects, asked(how));
        for (const { uri, type } of [...state.objects, ...state.held]) {
          const [, path] = uri.split('~');
          expect(type.startsWith('ltm/') ? 'k8s' : 'Common').toBe(path);
          expect(parseUri(uri)[0]).toBe(type.split('/')[0]);
          if (!how.withOverlay) expect(type).toMatch(/^ltm\//);
        }
        for (const prefix of state.scope.heldPrefixes)
          expect(prefix).toMatch(
            /^ltm\/(?:virtual|pool|monitor\/(?:http|tcp|udp)|persistence\/source-addr)\/~k8s~(?:(?:cfgmap|publish|lb|ts)_[^~]+|publish)_$/,
          );
      }),
      { numRuns: runs(300) },
    );
  });

  it('an object is wanted once, and never both wanted and held', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const state = map(objects, asked(how));
        const wanted = state.objects.map(({ uri }) => uri);
        expect(new Set(wanted).size).toBe(wanted.length);
        const held = state.held.map(({ uri }) => uri);
        expect(new Set(held).size).toBe(held.length);
        expect(wanted.filter((uri) => held.includes(uri))).toEqual([]);
        expect(wanted.filter((uri) => state.scope.heldPrefixes.some((prefix) => uri.startsWith(prefix)))).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  it('every reference leads to an object that is wanted too', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const state = map(objects, asked(how));
        const wanted = new Set(state.objects.map(({ uri }) => uri));
        for (const { uri, type, properties } of state.objects) {
          if (type === 'ltm/virtual')
            expect(wanted).toContain(`ltm/pool/${String(properties['pool']).replaceAll('/', '~')}`);
          for (const { name, partition } of (properties['persist'] ?? []) as { name: string; partition: string }[])
            if (partition === 'k8s') expect(wanted).toContain(`ltm/persistence/source-addr/~k8s~${name}`);
          if (type === 'ltm/pool/members') expect(wanted).toContain(uri.slice(0, uri.indexOf('/members/')));
          if (type !== 'ltm/pool' || properties['monitor'] === null) continue;
          for (const monitor of String(properties['monitor']).split(' and ')) {
            expect(
              [...wanted].some(
                (other) => other.startsWith('ltm/monitor/') && other.endsWith(monitor.replaceAll('/', '~')),
              ),
            ).toBe(true);
          }
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('nothing is both decided and held as a whole', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const { heldPrefixes, decidedPrefixes = [] } = map(objects, asked(how)).scope;
        expect(heldPrefixes.filter((prefix) => decidedPrefixes.includes(prefix))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  it('two virtual servers never have one destination', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const virtuals = map(objects, asked(how)).objects.filter(({ type }) => type === 'ltm/virtual');
        const places = virtuals.map(({ properties: { destination, ipProtocol } }) => `${destination} ${ipProtocol}`);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: runs(300) },
    );
  });

  it('a ratio is a whole number from 1 to 100', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        for (const { properties } of map(objects, asked(how)).objects) {
          const { ratio = 1 } = properties;
          expect(Number.isInteger(ratio) && Number(ratio) >= 1 && Number(ratio) <= 100).toBe(true);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('every ConfigMap of ours is wanted, held or explained', () => {
    fc.assert(
      fc.property(cluster, options, (objects, how) => {
        const state = map(objects, asked(how));
        for (const object of objects.filter(({ kind }) => kind === 'ConfigMap')) {
          const { name: of, namespace: ns } = object['metadata'] as { name: string; namespace: string };
          const mine = [...state.objects, ...state.held].some(({ uri }) => uri.includes(`${ns}_${of}`));
          expect(mine || state.diagnostics.some((note) => note.object === `ConfigMap/${ns}/${of}`)).toBe(true);
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('whatever the endpoints', () => {
  const endpoints = fc.array(endpoint as fc.Arbitrary<{ ip: string; ready?: boolean }>, { maxLength: 20 });

  it('every ready one is a member exactly once, and no other while one is ready', () => {
    fc.assert(
      fc.property(fc.array(endpoints, { minLength: 1, maxLength: 5 }), (lists) => {
        const parts = lists.map((list, index) => slice(list, {}, { name: `s${index}` }));
        const state = map([configMap(), service(), ...parts]);
        const ready = new Set(
          lists
            .flat()
            .filter((one) => one.ready !== false)
            .map((one) => `${one.ip}:8080`),
        );
        const members = membersOf(state).filter((member) => !member.endsWith(' draining'));
        if (ready.size > 0) expect(members).toEqual([...ready].sort());
        expect(new Set(members).size).toBe(members.length);
      }),
      { numRuns: runs(300) },
    );
  });

  it('with an overlay every member is reachable or held: an enabled pod of the overlay has its entry', () => {
    fc.assert(
      fc.property(endpoints, fc.array(nodes, { minLength: 1, maxLength: 4 }), (list, some) => {
        const state = map([configMap(), service(), slice(list), ...new Map(some.map((n) => [keyOf(n), n])).values()], {
          overlay,
        });
        const arps = new Set(
          state.objects.filter(({ type }) => type === 'net/arp').map(({ properties }) => properties['ipAddress']),
        );
        const outside = state.diagnostics
          .filter(({ reason }) => reason === 'MemberOutsidePodNetwork')
          .map(({ message }) => message);
        for (const member of membersOf(state)) {
          const [address = ''] = member.split(':');
          expect(arps.has(address) || outside.length > 0).toBe(true);
        }
        const macs = new Set(
          state.objects
            .filter(({ type }) => type === 'net/fdb/tunnel/records')
            .map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)),
        );
        for (const { type, properties } of state.objects) {
          if (type === 'net/arp') expect(macs).toContain(properties['macAddress']);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
