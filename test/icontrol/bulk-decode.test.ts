import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProtocolError } from '../../src/errors.ts';
import { compileBulk, type Layout } from '../../src/icontrol/bulk-decode.ts';
import type { Item } from '../../src/icontrol/items.ts';
import { decodeAll, decodeItem } from '../../src/icontrol/model.ts';
import { type AnyResource, defineResource, shapeOf } from '../../src/resources/define.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { virtual } from '../../src/resources/ltm/virtual.ts';
import { fdbTunnel } from '../../src/resources/net/fdb-tunnel.ts';
import { readerOf, unread } from '../../src/values/reader.ts';
import { runs } from '../share.ts';

const strange = (at: number): string => `element ${at}`;

/** Values of all JSON types, and texts that some property understands. */
const wire = fc.oneof(
  fc.constantFrom('enabled', '/Common/tcp', '/Common/tcp and /Common/http', '10.0.0.1', '10.0.0.1:80', '/Common/a:80'),
  fc.constantFrom<unknown>('none', 0, 7, true, null, {}, [], { link: 'x' }, { link: 7 }, { items: [] }, { items: 7 }),
  fc.constantFrom<unknown>({ items: [{ name: '10.0.0.1:80', partition: 'k8s', fullPath: '/k8s/10.0.0.1:80' }] }),
  fc.constantFrom<unknown>({ items: [7] }, { items: [{ name: 'tcp', fullPath: '/Common/tcp', context: 'all' }] }),
  fc.jsonValue({ maxDepth: 2 }),
);

function objectOf(resource: AnyResource): fc.Arbitrary<Record<string, unknown>> {
  const references = [...Object.keys(resource.children), 'new'].map((word) => `${word}Reference`);
  const keys = [...Object.keys(shapeOf(resource)), ...references, 'kind', 'generation', 'selfLink', 'constructor'];
  const whole = fc.constantFrom({ name: 'web', partition: 'k8s', fullPath: '/k8s/web' }, { name: 'web' }, {});
  const others = fc.dictionary(fc.constantFrom(...keys), wire, { maxKeys: 4, noNullPrototype: true });
  return fc.record({ whole, others }).map((one) => ({ ...one.whole, ...one.others }));
}

function attempt(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return String(error);
  }
}

describe('a list', () => {
  it.each([[pool], [virtual], [fdbTunnel]] as const)('of $path is read as its objects are, one by one', (resource) => {
    fc.assert(
      fc.property(fc.array(objectOf(resource), { maxLength: 4 }), (objects) => {
        const one = attempt(() => objects.map((object) => decodeItem(resource, object as Item)));
        const all = attempt(() => {
          // As an answer is parsed: no two objects share anything.
          const copies = JSON.parse(JSON.stringify(objects)) as unknown[];
          decodeAll(resource, copies, { strange });
          return copies;
        });
        expect(all).toEqual(one);
      }),
      { numRuns: runs(300) },
    );
  });

  it('goes on behind an object that takes a closer look', () => {
    // A bare name as fullPath is what older versions answer (facts: icontrol-rest 3.7).
    const items = ['a', 'b', 'c'].map((name) => ({ name, fullPath: name === 'b' ? 'b' : `/Common/${name}` }));
    decodeAll(pool, items, { strange });
    expect(items.map(({ fullPath }) => fullPath)).toEqual(['/Common/a', '/Common/b', '/Common/c']);
  });

  it.each([[[7]], [[null]], [[[]]], [['x']]])('of %j is refused with the place', (items) => {
    expect(() => decodeAll(pool, [{ name: 'a', fullPath: '/Common/a' }, ...items], { strange })).toThrow('element 1');
  });

  it('of selected properties looks at those, and leaves what comes along unasked as it is', () => {
    const items = [{ name: 'a', fullPath: '/Common/a', monitor: '/Common/tcp', slowRampTime: 'ten' }];
    decodeAll(pool, items, { strange, selection: ['name', 'fullPath', 'monitor'] });
    expect(items).toEqual([{ ...items[0], monitor: { monitors: ['/Common/tcp'] }, slowRampTime: 'ten' }]);
    const wrong = [{ name: 'a', fullPath: '/Common/a', slowRampTime: 'ten' }];
    expect(() => decodeAll(pool, wrong, { strange, selection: ['slowRampTime'] })).toThrow(/slowRampTime/);
  });

  it('of a type whose properties have words of JavaScript as names is read', () => {
    const odd = defineResource({ path: 'x/y', schema: () => ({ constructor: z.string().optional() }) });
    const items: object[] = [{ name: 'a' }, { name: 'b', constructor: 'c' }];
    decodeAll(odd, items, { strange });
    expect(items.map((item) => JSON.stringify(item))).toEqual([
      '{"name":"a","fullPath":"/Common/a"}',
      '{"name":"b","constructor":"c","fullPath":"/Common/b"}',
    ]);
    expect(() => decodeAll(odd, [{ name: 'a', constructor: 7 }], { strange })).toThrow(/constructor/);
  });
});

describe('where code cannot be made of strings', () => {
  it('a list is read all the same', () => {
    const built = new URL('../../dist/src/', import.meta.url);
    const script = `
      const { decodeAll } = await import('${built}icontrol/model.js');
      const { ltm } = await import('${built}resources/tree.js');
      const items = [{ name: 'a', fullPath: '/Common/a', monitor: '/Common/tcp', membersReference: { items: [{ name: 'm:80' }] } }];
      decodeAll(ltm.pool, items, {});
      console.log(JSON.stringify(items[0].monitor), items[0].members[0].fullPath);
      try { decodeAll(ltm.pool, [{ name: 'a', slowRampTime: 'x' }], {}) } catch ({ message }) { console.log(message) }`;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script];
    const said = execFileSync(process.execPath, flags, { encoding: 'utf8' });
    expect(said.split('\n').slice(0, 2)).toEqual([
      '{"monitors":["/Common/tcp"]} /Common/m:80',
      expect.stringContaining('ltm/pool /Common/a: slowRampTime: '),
    ]);
  });
});

describe('the code of a list', () => {
  const layout: Layout = { plain: [['a', 'string']], read: [], inlined: [], children: [], bare: false };

  it('takes any name for a name, and for nothing else', () => {
    const hostile = ['"]; throw 1; //', '"+process.exit()+"', '`', '\\', '\u2028', "'"];
    const read = compileBulk(
      {
        plain: hostile.map((name) => [name, 'string']),
        read: hostile.map((name) => [`r${name}`, readerOf(z.string())]),
        inlined: hostile.map((name) => [`i${name}`, `f${name}`]),
        children: hostile.map((name) => [`c${name}`, `g${name}`, () => {}]),
        bare: false,
      },
      unread,
    );
    const whole = { name: 'a', fullPath: '/Common/a' };
    for (const name of hostile) {
      const items = [whole, { ...whole, [name]: 'x', [`f${name}`]: { items: ['y'] } }, { ...whole, [name]: 7 }];
      expect(read(items, 0)).toBe(2);
      expect(items[1]).toEqual({ ...items[1], [`i${name}`]: ['y'] });
    }
  });

  it('changes nothing of an object that it leaves', () => {
    const upper = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : unread);
    const read = compileBulk(
      {
        ...layout,
        read: [
          ['b', upper],
          ['c', upper],
        ],
      },
      unread,
    );
    const items = [
      { name: 'a', fullPath: '/Common/a', b: 'x', c: 'y' },
      { name: 'a', fullPath: '/Common/a', b: 'x', c: 7 },
    ];
    expect(read(items, 0)).toBe(1);
    expect(items.map(({ b, c }) => [b, c])).toEqual([
      ['X', 'Y'],
      ['x', 7],
    ]);
  });
});
