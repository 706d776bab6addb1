import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProtocolError } from '../../src/errors.ts';
import { encodeCurrent } from '../../src/icontrol/encode.ts';
import { type Item, isItem } from '../../src/icontrol/items.ts';
import { decodeAll, decodeItem, decodeKeys } from '../../src/icontrol/model.ts';
import { statisticsIn } from '../../src/icontrol/stats.ts';
import { decodeStatus } from '../../src/icontrol/status.ts';
import { difference } from '../../src/plan/difference.ts';
import { type AnyResource, shapeOf } from '../../src/resources/define.ts';
import type { Json, Properties } from '../../src/state.ts';
import { readerOf, unread } from '../../src/values/reader.ts';
import { type Recorded, recordings } from './recordings.ts';

const envelope = new Map<string, z.ZodType>([
  ...['kind', 'name', 'partition', 'subPath', 'fullPath', 'selfLink'].map((key) => [key, z.string()] as const),
  ['generation', z.int()],
]);

function decode({ resource, item }: Recorded): Record<string, unknown> {
  if (resource.form === 'status') return decodeStatus(resource, item);
  if (resource.form !== 'command') return decodeItem(resource, item);
  const model: Record<string, unknown> = { ...item };
  decodeKeys(resource, model, () => '');
  return model;
}

/** Where a value of a recorded body can be exchanged for another one. */
interface Place {
  readonly path: string;
  readonly value: Json;
  with(value: Json): Json;
}

function inner(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? inner(schema.unwrap() as z.ZodType) : schema;
}

/** Every value that a schema says something of, however deep it lies, with what would be there when it is exchanged. */
function placesIn(schema: z.ZodType, value: Json, path: readonly string[]): Place[] {
  const place: Place = { path: path.join('.'), value, with: (other) => other };
  const known = inner(schema);
  if (known instanceof z.ZodArray && Array.isArray(value)) {
    const below = value.flatMap((element, at) =>
      placesIn(known.element as z.ZodType, element, [...path, String(at)]).map(
        (one): Place => ({
          ...one,
          with: (other) => value.map((old, index) => (index === at ? one.with(other) : old)),
        }),
      ),
    );
    return [place, ...below];
  }
  if (!(known instanceof z.ZodObject) || !isItem(value)) return [place];
  const below = Object.entries(value).flatMap(([key, element]) => {
    const schemaOf = (known.shape as Record<string, z.ZodType>)[key];
    if (schemaOf === undefined) return [];
    return placesIn(schemaOf, element, [...path, key]).map(
      (one): Place => ({ ...one, with: (other) => ({ ...value, [key]: one.with(other) }) }),
    );
  });
  return [place, ...below];
}

/** The places of an object that the catalogue or the envelope knows. */
function placesOf(resource: AnyResource, item: Item): Place[] {
  const shape = shapeOf(resource);
  return Object.entries(item).flatMap(([key, value]) => {
    const schema = shape[key];
    const own = resource.form === 'command' ? undefined : envelope.get(key);
    const known = schema ?? own;
    return known === undefined
      ? []
      : placesIn(known, value, [key]).map(
          (one): Place => ({ ...one, with: (other) => ({ ...item, [key]: one.with(other) }) }),
        );
  });
}

const wrongs: readonly Json[] = [7, 'wrong', true, {}, { wrong: 1 }, [], [7], null];

/** What the recordings and the facts know as another spelling of the same: no mistake. */
function isSpelling(resource: AnyResource, path: string, wrong: Json): boolean {
  const [key = ''] = path.split('.');
  if (resource.path === 'net/self' && key === 'allowService') return Array.isArray(wrong);
  if (resource.path === 'net/route-domain' && key === 'throughputCapacity') {
    return typeof wrong === 'string' || typeof wrong === 'number';
  }
  if (key === 'tmOptions') return typeof wrong === 'string' || (Array.isArray(wrong) && wrong.length === 0);
  return /customerTag|effectivePort|unicastAddress/.test(key) && typeof wrong === 'string';
}

/** Whether a value is of the same JSON type as what was recorded: then only its content could be wrong. */
function sameType(a: Json, b: Json): boolean {
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && b.length === 0;
  return typeof a === typeof b && (a === null) === (b === null);
}

const all = recordings();
const inScope = all.filter(({ objects }) => objects.length > 0);

if (inScope.length > 0)
  describe('recorded objects', () => {
    it('are of most types of the catalogue', () => {
      const types = new Set(inScope.flatMap(({ objects }) => objects.map(({ resource }) => resource.path)));
      expect(types.size).toBeGreaterThan(40);
    });

    it.each(inScope.map((one) => [one.file, one] as const))('%s is read without losing a key', (_file, { objects }) => {
      for (const recorded of objects) {
        const model = decode(recorded);
        if (recorded.resource.form === 'status') continue;
        expect(Object.keys(recorded.item).filter((key) => model[key] === undefined)).toEqual([]);
        const unknown = Object.keys(recorded.item).filter(
          (key) => !envelope.has(key) && !(key in shapeOf(recorded.resource)) && !key.endsWith('Reference'),
        );
        expect(unknown).toEqual([]);
      }
    });

    it.each(inScope.map((one) => [one.file, one] as const))(
      '%s: what is read can be written, means the same and differs in nothing',
      (_file, { objects }) => {
        for (const { resource, item } of objects) {
          if (resource.form !== undefined) continue;
          const model = decodeItem(resource, item);
          const {
            name: _name,
            partition: _partition,
            subPath: _subPath,
            ...body
          } = encodeCurrent(resource, model) as Properties;
          const again = decodeItem(resource, { ...item, ...body });
          expect(again).toEqual(model);
          const inlined = Object.fromEntries(
            Object.keys(resource.returnedIn ?? {}).map((key) => [key, body[key] ?? null]),
          );
          expect(difference(resource, body, { ...item, ...inlined }, { defaultRouteDomain: 0 })).toBeUndefined();
        }
      },
    );

    it.each(inScope.map((one) => [one.file, one] as const))(
      '%s with a value of another type is refused, and the key is named',
      (_file, { objects }) => {
        const tried = new Set<string>();
        for (const { resource, item } of objects) {
          if (resource.form === 'status') continue;
          for (const place of placesOf(resource, item)) {
            // The same key of the next object is looked at by the same schema.
            const once = `${resource.path} ${place.path.replace(/\.\d+\b/g, '.*')} ${typeof place.value}`;
            if (tried.has(once)) continue;
            tried.add(once);
            const [key = ''] = place.path.split('.');
            for (const wrong of wrongs) {
              if (sameType(place.value, wrong) || isSpelling(resource, place.path, wrong)) continue;
              const attempt = (): unknown => decode({ resource, item: place.with(wrong) as Item });
              const what = `${resource.path} ${place.path} = ${JSON.stringify(wrong)}`;
              expect(attempt, what).toThrow(ProtocolError);
              // Without a name nobody could say which object it is.
              const said = key === 'name' ? /no name/ : new RegExp(`: ${place.path.replaceAll('.', '\\.')}(\\.|: )`);
              expect(attempt, what).toThrow(said);
            }
          }
        }
      },
    );

    it.each(inScope.map((one) => [one.file, one] as const))(
      '%s is read as a list as its objects are, one by one',
      (_file, { objects }) => {
        for (const resource of new Set(objects.map((one) => one.resource))) {
          if (resource.form !== undefined) continue;
          const items = objects.filter((one) => one.resource === resource).map(({ item }) => item);
          const list = structuredClone(items);
          decodeAll(resource, list, { strange: String });
          expect(list).toEqual(items.map((item) => decodeItem(resource, item)));
        }
      },
    );

    it('are read by the quick readers as their schemas read them', () => {
      for (const { resource, item } of inScope.flatMap(({ objects }) => objects)) {
        for (const [key, schema] of Object.entries(shapeOf(resource))) {
          const wire = item[key];
          if (wire === undefined) continue;
          const quick = readerOf(schema)(wire);
          expect(quick === unread ? 'unread' : quick).toEqual(z.decode(schema, wire));
        }
      }
    });
  });

const statuses = all.filter(({ objects }) => objects.some(({ resource }) => resource.form === 'status'));
if (statuses.length > 0)
  describe('recorded states of the device', () => {
    it.each(statuses.map((one) => [one.file, one.objects] as const))(
      '%s with a value of another type is refused, and the key is named',
      (_file, objects) => {
        for (const { resource, item } of objects) {
          if (resource.form !== 'status') continue;
          const known = Object.keys(decodeStatus(resource, item)).filter((key) => key in shapeOf(resource));
          expect(known.length > 0).toBe(item['entries'] !== undefined);
          for (const key of known.filter((one) => one !== 'details')) {
            for (const wrong of [{ description: 7 }, { description: {} }, { value: 7 }, 'x', 7]) {
              const body = JSON.parse(JSON.stringify(item), (name, value: unknown) =>
                name === key ? wrong : value,
              ) as Item;
              expect(() => decodeStatus(resource, body), `${key} ${JSON.stringify(wrong)}`).toThrow(ProtocolError);
              expect(() => decodeStatus(resource, body)).toThrow(new RegExp(`\\b${key}\\b`));
            }
          }
        }
      },
    );
  });

/** Bodies of statistics, whatever the type. */
const stats = all.filter(
  ({ body }) => isItem(body) && isItem(body['entries']) && String(body['kind']).endsWith('stats'),
);
if (stats.length > 0)
  describe('recorded statistics', () => {
    it.each(stats.map(({ file, body }) => [file, body as Item] as const))(
      '%s are read without losing a line',
      (_file, body) => {
        const path = String(body['kind']).split(':').slice(1, -1);
        const lines = JSON.stringify(body).match(/"(value|description)":[^{]/g)?.length ?? 0;
        const count = (rows: ReturnType<typeof statisticsIn>): number =>
          rows.reduce(
            (sum, row) =>
              sum +
              Object.keys(row.counters).length +
              Object.keys(row.texts).length +
              Object.values(row.nested).reduce((inner, table) => inner + count([...table]), 0),
            0,
          );
        expect(count(statisticsIn(body, path))).toBe(lines);
      },
    );
  });
