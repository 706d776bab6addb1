/** Every value of every recorded object of the path from a client to a pod, exchanged for values of other types. */
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { type Item, isItem } from '../../src/icontrol/items.ts';
import { decodeAll, decodeItem } from '../../src/icontrol/model.ts';
import type { AnyResource } from '../../src/resources/define.ts';
import type { Json } from '../../src/state.ts';
import { recordings } from './recordings.ts';

const onThePath = new RegExp(
  [
    '^ltm/(?:virtual|virtual-address|pool|node)(?:/|$)',
    '^ltm/monitor/(?:http|https|tcp|udp)$',
    '^net/(?:tunnels/(?:vxlan|tunnel)|fdb/tunnel(?:/records)?|arp|self)$',
    '^auth/partition$|^sys/folder$',
  ].join('|'),
);

const wrongs: Readonly<Record<string, readonly Json[]>> = {
  string: [7, true, {}, [], [1], { a: 1 }, null],
  number: ['7', 'x', true, {}, [], null, 1.5],
  boolean: ['true', 'x', 1, 0, {}, [], null],
  object: ['x', 7, true, [], null, [{}]],
  array: ['x', 7, true, {}, null, [7], [null], [['x']]],
};

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** Every place in a value with what the value would be with something else there. */
type Place = readonly [path: readonly string[], value: Json, exchange: (other: Json) => Json];

function places(value: Json): readonly Place[] {
  const own: Place = [[], value, (other) => other];
  const inside = ([key, inner]: [string, Json], put: (other: Json) => Json): readonly Place[] =>
    places(inner).map(([path, found, exchange]) => [[key, ...path], found, (other) => put(exchange(other))]);
  if (Array.isArray(value)) {
    return [own, ...value.flatMap((item, at) => inside([String(at), item], (other) => value.toSpliced(at, 1, other)))];
  }
  if (!isItem(value)) return [own];
  return [
    own,
    ...Object.entries(value).flatMap((entry) => inside(entry, (other) => ({ ...value, [entry[0]]: other }))),
  ];
}

/** What the facts know as another spelling of the same (facts: icontrol-rest 5.12). */
function isSpelling({ path }: AnyResource, place: readonly string[], wrong: Json): boolean {
  return path === 'net/self' && place[0] === 'allowService' && Array.isArray(wrong) && wrong.length === 0;
}

/** What is said of an object, read by itself or in a list; undefined when nothing is wrong with it. */
function complaints(resource: AnyResource, item: Item): readonly (string | undefined)[] {
  const attempts = [
    () => decodeItem(resource, item),
    () => decodeAll(resource, structuredClone([item]), { strange: String }),
  ];
  return attempts.map((attempt) => {
    try {
      attempt();
      return undefined;
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
      return String(error);
    }
  });
}

const tried = new Set<string>();
const files = recordings()
  .map(({ file, objects }) => [file, objects.filter(({ resource }) => onThePath.test(resource.path))] as const)
  .filter(([, objects]) => objects.length > 0);

if (files.length > 0)
  describe('a recorded object of the path from a client to a pod', () => {
    it.each(files)('%s with any value of another type is refused, and its key is named', (_file, objects) => {
      for (const { resource, item } of objects) {
        for (const [path, value, exchange] of places(item).slice(1)) {
          const keys = path.filter((step) => !/^\d+$/.test(step));
          // The same key of another object is looked at by the same schema.
          const once = `${resource.path} ${keys.join('.')} ${typeOf(value)} ${path.includes('0')}`;
          if (tried.has(once)) continue;
          tried.add(once);
          for (const wrong of wrongs[typeOf(value)] ?? []) {
            if (isSpelling(resource, path, wrong)) continue;
            const what = `${resource.path} ${path.join('.')} = ${JSON.stringify(wrong)}`;
            for (const said of complaints(resource, exchange(wrong) as Item)) expect(said, what).toContain(keys.at(-1));
          }
        }
      }
    });
  });
