import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProtocolError } from '../../src/errors.ts';
import { encodeCurrent } from '../../src/icontrol/encode.ts';
import { type Item, isItem } from '../../src/icontrol/items.ts';
import { decodeItem, decodeKeys } from '../../src/icontrol/model.ts';
import { statisticsIn } from '../../src/icontrol/stats.ts';
import { decodeStatus } from '../../src/icontrol/status.ts';
import { difference } from '../../src/plan/difference.ts';
import { type AnyResource, shapeOf } from '../../src/resources/define.ts';
import type { Json, Properties } from '../../src/state.ts';
import { readerOf, unread } from '../../src/values/reader.ts';
import { type Recorded, recordings } from './recordings.ts';

/** The types of the way from a Service to its members: no key of a recorded object is unknown to them. */
const exact = new Set([
  'ltm/virtual',
  'ltm/virtual/profiles',
  'ltm/virtual/policies',
  'ltm/virtual-address',
  'ltm/pool',
  'ltm/pool/members',
  'ltm/node',
  'ltm/monitor/http',
  'ltm/monitor/tcp',
  'ltm/monitor/udp',
  'net/tunnels/vxlan',
  'net/tunnels/tunnel',
  'net/fdb/tunnel',
  'net/fdb/tunnel/records',
  'net/arp',
  'net/self',
  'auth/partition',
  'sys/folder',
  'sys/version',
  'sys/ready',
]);

const envelope = new Set(['kind', 'name', 'partition', 'subPath', 'fullPath', 'generation', 'selfLink']);

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
  with(value: Json): Item;
}

/** Every value of an object that the catalogue knows, with what would be another object when it is exchanged. */
function placesIn(item: Item, path: readonly string[] = []): Place[] {
  return Object.entries(item).flatMap(([key, value]) => {
    const at = [...path, key].join('.');
    const place: Place = { path: at, value, with: (other) => ({ ...item, [key]: other }) };
    if (!isItem(value)) return [place];
    const inner = placesIn(value, [...path, key]).map(
      (one): Place => ({ ...one, with: (other) => ({ ...item, [key]: one.with(other) }) }),
    );
    return [place, ...inner];
  });
}

const wrongs: readonly Json[] = [7, 'wrong', true, {}, { wrong: 1 }, [], [7], null];

/** What the recordings and the facts know as another spelling of the same: no mistake. */
function isSpelling(resource: AnyResource, key: string, wrong: Json): boolean {
  if (resource.path === 'net/self' && key === 'allowService') return typeof wrong === 'string' || Array.isArray(wrong);
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
        // What the catalogue does not know is as the device wrote it.
        for (const key of unknown) expect(model[key]).toEqual(recorded.item[key]);
        if (exact.has(recorded.resource.path)) expect(unknown).toEqual([]);
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
        for (const { resource, item } of objects) {
          if (resource.form === 'status') continue;
          const shape = shapeOf(resource);
          for (const place of placesIn(item)) {
            const [key = ''] = place.path.split('.');
            if (resource.form === 'command' && !(key in shape)) continue;
            const known =
              key in shape || (envelope.has(key) && key !== 'name' && key !== 'fullPath') || key === 'fullPath';
            // Of an object property only what the catalogue knows of it is checked.
            const nested = place.path.includes('.');
            if (!known || (nested && !isKnownInside(resource, key, place))) continue;
            for (const wrong of wrongs) {
              if (sameType(place.value, wrong) || isSpelling(resource, key, wrong)) continue;
              const attempt = (): unknown => decode({ resource, item: place.with(wrong) });
              expect(attempt, `${resource.path} ${place.path} = ${JSON.stringify(wrong)}`).toThrow(ProtocolError);
              expect(attempt).toThrow(new RegExp(`\\b${key}\\b`));
            }
          }
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

/** Whether a value inside an object property is one that the property's schema knows: leaving it out changes nothing then. */
function isKnownInside(resource: AnyResource, key: string, place: Place): boolean {
  const schema = shapeOf(resource)[key];
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const second = place.path.split('.')[1] ?? '';
  return inner instanceof z.ZodObject && place.path.split('.').length === 2 && second in inner.shape;
}

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
