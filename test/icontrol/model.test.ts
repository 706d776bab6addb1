import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { type Item, isItem } from '../../src/icontrol/items.ts';
import { decodeItem, encodeProperties, fullPathOf } from '../../src/icontrol/model.ts';
import { difference } from '../../src/plan/difference.ts';
import { type AnyResource, shapeOf } from '../../src/resources/define.ts';
import { monitorTcp } from '../../src/resources/ltm/monitor.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { virtual } from '../../src/resources/ltm/virtual.ts';
import { arp } from '../../src/resources/net/arp.ts';
import { fdbRecord } from '../../src/resources/net/fdb-tunnel.ts';
import { resourceOf } from '../../src/resources/tree.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';

describe('an object that is read', () => {
  it('has values for what is known and keeps what is not', () => {
    const wire = {
      kind: 'tm:ltm:virtual:virtualstate',
      name: 'web',
      partition: 'k8s',
      fullPath: 'web',
      destination: '/k8s/fd00::10%5.8000',
      profilesReference: { items: [{ name: 'tcp', partition: 'Common', fullPath: '/Common/tcp', context: 'all' }] },
      newInVersion20: { a: [1] },
    };
    expect(decodeItem(virtual, wire)).toMatchObject({
      fullPath: '/k8s/web',
      destination: { folder: '/k8s', address: { ip: 'fd00::10', routeDomain: 5 }, port: 8000 },
      profiles: [{ name: '/Common/tcp', context: 'all' }],
      newInVersion20: { a: [1] },
    });
  });

  it('keeps a word of a newer version', () => {
    expect(decodeItem(virtual, { name: 'a', partition: 'k8s', mirror: 'adaptive' })['mirror']).toBe('adaptive');
  });

  it('is refused with the property that has another type', () => {
    expect(() => decodeItem(virtual, { name: 'a', partition: 'k8s', destination: 'x' })).toThrow(
      /ltm\/virtual \/k8s\/a: destination/,
    );
    expect(() => decodeItem(pool, { name: 'a', slowRampTime: '10' })).toThrow(ProtocolError);
    expect(() => decodeItem(pool, { partition: 'k8s' })).toThrow(/has no name/);
  });

  it('has the full path of where it is, whatever its fullPath says', () => {
    expect(fullPathOf({ name: 'web', fullPath: 'web' }, pool)).toBe('/Common/web');
    expect(fullPathOf({ name: 'web', partition: 'k8s', subPath: 'app.app', fullPath: 'x' }, pool)).toBe(
      '/k8s/app.app/web',
    );
    expect(fullPathOf({ name: '5e:1b:0a:44:9c:01' }, fdbRecord)).toBe('5e:1b:0a:44:9c:01');
  });

  it('with a key of JavaScript words is only an object', () => {
    const wire = JSON.parse('{"name":"a","__proto__":{"polluted":1},"constructor":7,"toString":"x"}') as Item;
    const model = decodeItem(pool, wire);
    expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(model['constructor']).toBe(7);
  });
});

describe('an object that is written', () => {
  it("takes values and F5's own spelling", () => {
    expect(encodeProperties(pool, { monitor: { monitors: ['/Common/tcp', '/Common/http'] } })).toEqual({
      monitor: '/Common/tcp and /Common/http',
    });
    expect(encodeProperties(pool, { monitor: '/Common/tcp' })).toEqual({ monitor: '/Common/tcp' });
    expect(encodeProperties(virtual, { destination: '172.16.100.195:31400', profiles: ['/Common/tcp'] })).toEqual({
      destination: '172.16.100.195:31400',
      profiles: ['/Common/tcp'],
    });
    expect(
      encodeProperties(arp, { ipAddress: { ip: '10.0.0.1', family: 4, routeDomain: 5 }, macAddress: '0A-58-1-1-1-1' }),
    ).toEqual({ ipAddress: '10.0.0.1%5', macAddress: '0a:58:01:01:01:01' });
  });

  it('leaves out undefined and unsets null in the way of its type', () => {
    expect(encodeProperties(pool, { description: null, monitor: null, slowRampTime: undefined })).toEqual({
      description: '',
      monitor: 'none',
    });
    expect(encodeProperties(monitorTcp, { send: null })).toEqual({ send: '' });
  });

  it.each([
    [pool, { loadBalancing: 'x' }, /has no property "loadBalancing"/],
    [pool, { monitor: '/Common/a /Common/b' }, /monitor/],
    [pool, { monitor: 7 }, /monitor/],
    [pool, { allowNat: 'maybe' }, /allowNat/],
    [pool, { slowRampTime: 1.5 }, /slowRampTime/],
    [virtual, { destination: 'nowhere' }, /destination/],
    [virtual, { destination: {} }, /destination/],
    [virtual, { mirror: 'sometimes' }, /mirror/],
    [virtual, { profiles: [{ context: 'all' }] }, /profiles/],
    [arp, { ipAddress: '10.0.0' }, /ipAddress/],
    [arp, { macAddress: '01:00:5e:00:00:01' }, /macAddress/],
    [pool, JSON.parse('{"__proto__":1}'), /has no property "__proto__"/],
    [pool, { constructor: 1 }, /has no property "constructor"/],
  ] as const)('%# is refused before anything is sent', (resource, input, message) => {
    const encode = (): unknown => encodeProperties(resource as AnyResource, input as Record<string, unknown>);
    expect(encode).toThrow(BigIpValueError);
    expect(encode).toThrow(message);
  });
});

const captures = join(fileURLToPath(new URL('../..', import.meta.url)), '../shared/data/captures');

/** `tm:net:fdb:tunnel:records:recordsstate` -> the resource of `net/fdb/tunnel/records`. */
function resourceOfKind(kind: unknown): AnyResource | undefined {
  if (typeof kind !== 'string' || !/^tm:.*state$/.test(kind) || kind.endsWith('collectionstate')) return undefined;
  return resourceOf(kind.split(':').slice(1, -1).join('/'));
}

/** Every object of a recorded body whose type is in the catalogue. */
function objectsIn(body: unknown): { readonly resource: AnyResource; readonly item: Item }[] {
  if (Array.isArray(body)) return body.flatMap(objectsIn);
  if (!isItem(body)) return [];
  const resource = resourceOfKind(body['kind']);
  // A placeholder of an anonymised recording is nothing that a device says.
  const real = typeof body['name'] === 'string' && !JSON.stringify(body).includes('"$');
  return [
    ...(resource === undefined || !real ? [] : [{ resource, item: body }]),
    ...Object.values(body).flatMap(objectsIn),
  ];
}

if (existsSync(captures))
  describe('recorded objects', () => {
    const files = readdirSync(captures, { recursive: true, encoding: 'utf8' });
    const recorded = files
      .filter((name) => name.endsWith('.json'))
      .map(
        (name) =>
          [name, objectsIn((JSON.parse(readFileSync(join(captures, name), 'utf8')) as Item)['response'])] as const,
      )
      .filter(([, objects]) => objects.length > 0);

    it('are there', () => {
      expect(
        new Set(recorded.flatMap(([, objects]) => objects.map(({ resource }) => resource.path))).size,
      ).toBeGreaterThan(8);
    });

    it.each(recorded)('%s is read, and what is read can be written and differs in nothing', (_name, objects) => {
      for (const { resource, item } of objects) {
        const model = decodeItem(resource, item);
        const known = Object.fromEntries(
          Object.entries(model).filter(([key]) => Object.hasOwn(shapeOf(resource), key)),
        );
        const body = encodeProperties(resource, known) as Record<string, never>;
        const wire = decodeItem(resource, { ...item, ...body });
        expect(wire).toEqual(model);
        const inlined = { ...item, ...(known['profiles'] === undefined ? {} : { profiles: body['profiles'] }) } as Item;
        expect(difference(resource, body, inlined, { defaultRouteDomain: 0 })).toBeUndefined();
      }
    });
  });
