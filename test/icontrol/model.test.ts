import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { fullPathOf } from '../../src/icontrol/item-name.ts';
import type { Item } from '../../src/icontrol/items.ts';
import { decodeItem } from '../../src/icontrol/model.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { virtual } from '../../src/resources/ltm/virtual.ts';
import { fdbRecord } from '../../src/resources/net/fdb-tunnel.ts';
import { db } from '../../src/resources/sys/db.ts';

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

  it('has the name of its selfLink when it has none: a selection of one object may leave it out', () => {
    const link = 'https://localhost/mgmt/tm/ltm/pool/~k8s~app.app~10.0.0.1%252?$select=monitor&ver=14.1.0';
    expect(decodeItem(pool, { monitor: '/Common/tcp', selfLink: link })).toMatchObject({
      name: '10.0.0.1%2',
      fullPath: '/k8s/app.app/10.0.0.1%2',
    });
    const variable = 'https://localhost/mgmt/tm/sys/db/ltm.configtime?ver=14.1.0';
    expect(decodeItem(db, { value: '1579837649', selfLink: variable })).toMatchObject({ fullPath: 'ltm.configtime' });
    expect(() => decodeItem(pool, { selfLink: 'https://localhost/mgmt/tm/ltm/pool?ver=14.1.0' })).toThrow(/no name/);
  });

  it('has the objects of its subcollections where the read expanded them', () => {
    const members = [{ name: '10.0.0.1:80', partition: 'k8s', address: '10.0.0.1%5' }];
    const wire = {
      name: 'web',
      partition: 'k8s',
      membersReference: { link: 'x', isSubcollection: true, items: members },
    };
    const model = decodeItem(pool, wire);
    expect(model['members']).toEqual([
      { ...members[0], address: { ip: '10.0.0.1', family: 4, routeDomain: 5 }, fullPath: '/k8s/10.0.0.1:80' },
    ]);
    // The same objects are in the reference, beside what else the device says there.
    expect(model['membersReference']).toEqual({ link: 'x', isSubcollection: true, items: model['members'] });
    expect(decodeItem(pool, { name: 'web', partition: 'k8s', membersReference: { link: 'x' } })).not.toHaveProperty(
      'members',
    );
  });

  it.each([
    ['kind', 7],
    ['generation', '7'],
    ['selfLink', {}],
    ['partition', true],
    ['membersReference', 'x'],
    ['membersReference', { items: 'x' }],
    ['membersReference', { items: [7] }],
  ])('is refused when what every object has is of another type: %s %j', (key, value) => {
    const wire = { name: 'web', partition: 'k8s', [key]: value } as Item;
    expect(() => decodeItem(pool, wire)).toThrow(ProtocolError);
    expect(() => decodeItem(pool, wire)).toThrow(new RegExp(key));
  });

  it('is refused with the object of a subcollection that has another type, and says where that is', () => {
    const items = [{ name: '10.0.0.1:80', partition: 'k8s', fullPath: '/k8s/10.0.0.1:80', ratio: 'two' }];
    const wire = { name: 'web', partition: 'k8s', membersReference: { items } };
    expect(() => decodeItem(pool, wire)).toThrow(
      /^ltm\/pool\/members \/k8s\/10\.0\.0\.1:80 in ltm\/pool \/k8s\/web: ratio: /,
    );
  });

  it('is read from its own copy: what the device sent stays as it was', () => {
    const wire = { name: 'web', partition: 'k8s', monitor: '/Common/tcp ', fullPath: 'web' };
    const before = structuredClone(wire);
    decodeItem(pool, wire);
    expect(wire).toEqual(before);
  });

  it('with a key of JavaScript words is only an object', () => {
    const wire = JSON.parse('{"name":"a","__proto__":{"polluted":1},"constructor":7,"toString":"x"}') as Item;
    const model = decodeItem(pool, wire);
    expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(model['constructor']).toBe(7);
  });
});
