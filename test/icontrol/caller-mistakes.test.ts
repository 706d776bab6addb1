/** Calls as somebody makes them who has not read the types: each is told what is wrong, and the device hears nothing. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BigIp } from '../../src/bigip.ts';
import { encodeProperties } from '../../src/icontrol/encode.ts';
import { defineResource } from '../../src/resources/define.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { openRig, type Rig } from '../apply/device.ts';

/** A call without its types, as plain JavaScript makes it. */
type Loose = (...input: unknown[]) => unknown;
const loose = (verb: unknown, of: object): Loose => (verb as Loose).bind(of);

const seed = {
  'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80', partition: 'k8s', address: '10.0.0.1' }] },
  'ltm/pool/~k8s~none': {},
};

async function refusal(call: () => unknown): Promise<BigIpValueError> {
  let given: unknown;
  try {
    given = await call();
  } catch (error) {
    expect(error).toBeInstanceOf(BigIpValueError);
    return error as BigIpValueError;
  }
  throw new Error(`was taken: ${inspect(given)}`);
}

/** What is said of a call, which has to be refused before anything is sent. */
async function said(rig: Rig, call: (bigip: BigIp) => unknown): Promise<string> {
  const before = rig.device.journal.length;
  const { message } = await refusal(() => call(rig.bigip));
  expect(rig.device.journal.length).toBe(before);
  return message;
}

const everywhere = (error: unknown): string =>
  [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error)].join('\n');

describe('a secret that was given in the wrong place or the wrong type', () => {
  const canary = 'S3CRETX-canary';

  it.each<[string, (bigip: BigIp) => unknown]>([
    [
      'a list as password of a monitor',
      ({ ltm }) => loose(ltm.monitor.http.create, ltm.monitor.http)({ name: 'm', password: [canary] }),
    ],
    [
      'an object as password of a monitor',
      ({ ltm }) => loose(ltm.monitor.https.create, ltm.monitor.https)({ name: 'm', password: { text: canary } }),
    ],
    [
      'a password of a monitor that has none',
      ({ ltm }) => loose(ltm.monitor.tcp.create, ltm.monitor.tcp)({ name: 'm', password: canary }),
    ],
    [
      'a misspelt property',
      ({ ltm }) => loose(ltm.monitor.https.create, ltm.monitor.https)({ name: 'm', pasword: canary }),
    ],
    [
      'a misspelt property of a user',
      ({ auth }) => loose(auth.user.create, auth.user)({ name: 'bob', passwd: canary }),
    ],
    [
      'a hash that is only read',
      ({ auth }) => loose(auth.user.create, auth.user)({ name: 'bob', encryptedPassword: canary }),
    ],
    [
      'the lines of an iRule as a list',
      ({ ltm }) => loose(ltm.rule.create, ltm.rule)({ name: 'r', apiAnonymous: [canary] }),
    ],
    [
      'a passphrase in a key chain',
      ({ ltm }) =>
        loose(
          ltm.profile.clientSsl.create,
          ltm.profile.clientSsl,
        )({ name: 's', certKeyChain: [{ name: 1, passphrase: canary }] }),
    ],
    [
      'a misspelt property in a list',
      ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ name: 'p', members: [{ name: '10.0.0.1:80', pasword: canary }] }),
    ],
    [
      'an object where a text is due',
      ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ name: 'p', description: { password: canary } }),
    ],
    ['an object as name', ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ name: { password: canary } })],
    [
      'an object where members are due',
      ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ name: 'p', members: { password: canary } }),
    ],
    ['a text where the object is due', ({ ltm }) => loose(ltm.pool.create, ltm.pool)(canary)],
  ])('%s is nowhere on the error', async (_what, call) => {
    await using rig = await openRig();
    const error = await refusal(() => call(rig.bigip));
    expect(everywhere(error)).not.toContain(canary);
    expect(rig.device.journal).toEqual([]);
  });

  it('is not on the error as a number either, and what is no secret still is', async () => {
    await using rig = await openRig();
    const { http } = rig.bigip.ltm.monitor;
    const error = await refusal(() => loose(http.create, http)({ name: 'm', partition: 'k8s', password: 12345678 }));
    expect(everywhere(error)).not.toContain('12345678');
    expect(error.path).toBe('password');
    const other = await refusal(() => loose(http.create, http)({ name: 'm', interval: 'often' }));
    expect(other).toMatchObject({ path: 'interval', value: 'often' });
  });
});

describe('a list with an option that cannot be', () => {
  it.each([0, -1, 1.5, Number.NaN, '10', null])('pageSize %s is refused', async (pageSize) => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const options = { pageSize } as { pageSize: number };
    expect(await said(rig, () => pool.list(options).toArray())).toMatch(/^pageSize: must be a whole number, 1 or more/);
    expect(await said(rig, () => pool.listStats(options).toArray())).toMatch(/^pageSize: /);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ partiton: 'other' }, /^partiton: is not an option; did you mean partition\?/],
    [{ top: 10 }, /^top: is not an option; did you mean pageSize\?/],
    [{ partition: '/k8s' }, /^partition: .*write k8s/],
    [{ partition: 7 }, /^partition: is not the name of a partition/],
    [{ select: 'name' }, /^select: must be a list of property names/],
    [{ select: [1] }, /^select: must be a list of property names/],
    [{ filter: 1 }, /^filter: must be text/],
    [{ expandSubcollections: 'yes' }, /^expandSubcollections: must be true or false/],
  ])('%j is refused', async (options, message) => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    expect(await said(rig, () => (loose(pool.list, pool)(options) as { toArray(): unknown }).toArray())).toMatch(
      message,
    );
  });

  it('select and expandSubcollections are none of the statistics', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const stats = loose(pool.listStats, pool)({ select: ['name'] }) as { toArray(): unknown };
    expect(await said(rig, () => stats.toArray())).toMatch(/^select: is not an option/);
  });
});

describe('a call without what it is about', () => {
  it.each<[string, (bigip: BigIp) => unknown, RegExp]>([
    ['create()', ({ ltm }) => loose(ltm.pool.create, ltm.pool)(), /^object: must be an object with a name/],
    [
      'create({ partition })',
      ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ partition: 'k8s' }),
      /^name: must be a string/,
    ],
    ['get(undefined)', ({ ltm }) => loose(ltm.pool.get, ltm.pool)(undefined), /^target: .*full path/],
    ["get('')", ({ ltm }) => ltm.pool.get(''), /^target: .*full path/],
    ['find(null)', ({ ltm }) => loose(ltm.pool.find, ltm.pool)(null), /^target: /],
    ['delete(undefined)', ({ ltm }) => loose(ltm.pool.delete, ltm.pool)(undefined), /^target: /],
    [
      'delete of an object without fullPath',
      ({ ltm }) => loose(ltm.pool.delete, ltm.pool)({ name: 'web', partition: 'k8s' }),
      /^target: .*fullPath/,
    ],
    ['stats(7)', ({ ltm }) => loose(ltm.pool.stats, ltm.pool)(7), /^target: /],
    ['members()', ({ ltm }) => loose(ltm.pool.members, ltm.pool)(), /^members: .*full path/],
    [
      'modify(path, undefined)',
      ({ ltm }) => loose(ltm.pool.modify, ltm.pool)('/k8s/web', undefined),
      /^properties: must be an object/,
    ],
    [
      'replace(path, null)',
      ({ ltm }) => loose(ltm.pool.replace, ltm.pool)('/k8s/web', null),
      /^properties: must be an object/,
    ],
    [
      'modify(path, a list)',
      ({ ltm }) => loose(ltm.pool.modify, ltm.pool)('/k8s/web', []),
      /^properties: must be an object/,
    ],
    [
      'members: [null]',
      ({ ltm }) => loose(ltm.pool.create, ltm.pool)({ name: 'p', members: [null] }),
      /^members\[0\]: must be an object/,
    ],
    [
      'members().enable(undefined)',
      ({ ltm }) => {
        const members = ltm.pool.members('/k8s/web');
        return loose(members.enable, members)(undefined);
      },
      /^target: /,
    ],
    [
      'members().drain(undefined)',
      ({ ltm }) => {
        const members = ltm.pool.members('/k8s/web');
        return loose(members.drain, members)(undefined);
      },
      /^target: /,
    ],
  ])('%s is told so', async (_what, call, message) => {
    await using rig = await openRig(seed);
    expect(await said(rig, call)).toMatch(message);
  });

  it('is told so in a transaction too', async () => {
    await using rig = await openRig(seed);
    const message = await said(rig, (bigip) =>
      bigip.transaction(async (tx) => {
        await loose(tx.ltm.pool.create, tx.ltm.pool)();
      }),
    );
    expect(message).toMatch(/^object: /);
  });
});

describe('a name that means another object than it seems to', () => {
  it.each(['k8s/web', 'Common/web', 'app/x'])('%s is no name and no full path', async (name) => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    for (const verb of [pool.get, pool.find, pool.exists, pool.delete, pool.stats]) {
      expect(await said(rig, () => loose(verb, pool)(name))).toContain(`did you mean "/${name}"?`);
    }
    expect(await said(rig, () => pool.modify(name, { description: 'x' }))).toContain(`"/${name}"`);
    expect(await said(rig, () => pool.members(name))).toContain(`"/${name}"`);
  });

  it('a full path as name goes with its own partition alone', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const message = await said(rig, () => pool.create({ name: '/k8s/fn2', partition: 'Common' }));
    expect(message).toMatch(/^partition: .*"\/k8s\/fn2"/);
    expect((await pool.create({ name: '/k8s/fn3', partition: 'k8s' })).fullPath).toBe('/k8s/fn3');
    expect((await pool.create({ name: '/k8s/fn4' })).fullPath).toBe('/k8s/fn4');
  });

  it('a bare name of a member is in the partition of its pool, for every verb', async () => {
    await using rig = await openRig(seed);
    const members = rig.bigip.ltm.pool.members('/k8s/web');
    expect(await members.exists('10.0.0.1:80')).toBe(true);
    const made = await members.create({ name: '10.0.0.2:80', address: '10.0.0.2' });
    expect(made.fullPath).toBe('/k8s/10.0.0.2:80');
    expect((await members.modify('10.0.0.2:80', { ratio: 3 })).ratio).toBe(3);
    expect((await members.disable('10.0.0.2:80')).session).toBe('user-disabled');
    await rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.members('/k8s/web').create({ name: '10.0.0.3:80', address: '10.0.0.3' });
      await tx.ltm.pool.members('/k8s/web').delete('10.0.0.2:80');
    });
    const names = (await members.list().toArray()).map(({ fullPath }) => fullPath);
    expect(names).toEqual(['/k8s/10.0.0.1:80', '/k8s/10.0.0.3:80']);
    expect((await members.create({ name: '10.0.0.4:80', partition: 'Common' })).fullPath).toBe('/Common/10.0.0.4:80');
    expect(await members.exists('/Common/10.0.0.4:80')).toBe(true);
  });
});

describe('the name of a member', () => {
  it.each<[string, RegExp]>([
    ['10.0.0.1', /^name: .*has no port: write 10\.0\.0\.1:80/],
    ['10.0.0.1%2', /^name: .*has no port/],
    ['web', /^name: .*has no port/],
    ['10.0.0.1:99999', /^name: "99999" is not a port/],
    ['2001:db8::8:80', /^name: .*dot, 2001:db8::8\.80/],
    ['[2001:db8::1]:80', /^name: .*dot, 2001:db8::1\.80/],
    ['/k8s/2001:db8::1', /^name: .*dot/],
  ])('%s is refused with how it is written', async (name, message) => {
    await using rig = await openRig(seed);
    expect(await said(rig, ({ ltm }) => ltm.pool.members('/k8s/web').create({ name }))).toMatch(message);
    expect(await said(rig, ({ ltm }) => ltm.pool.create({ name: 'p', members: [{ name }] }))).toMatch(
      /^members\[0\]\.name: /,
    );
  });

  it.each([
    '10.0.0.1:81',
    '10.0.0.1%0:80',
    '10.0.0.1:0',
    '10.0.0.1:any',
    '10.0.0.1:http',
    '10.0.0.1:some-service',
    '/k8s/10.0.0.1:80',
    '2001:db8::8.80',
    '2001:db8::8%1.80',
    '2001:db8::8.any',
    'web:80',
    'web-1.example.com:80',
    'web_1.80',
  ])('%s goes to the device', (name) => {
    expect(encodeProperties(pool, { members: [{ name }] })).toEqual({ members: [{ name }] });
  });
});

describe('a value that is written in another way', () => {
  it.each(['[2001:db8::2]:443', '2001:db8::2:443'])('destination %s: the message says how', async (destination) => {
    await using rig = await openRig();
    const message = await said(rig, ({ ltm }) => ltm.virtual.create({ name: 'v', partition: 'k8s', destination }));
    expect(message).toContain('2001:db8::2.443');
  });

  it('a destination without port: the message says how one is written', async () => {
    await using rig = await openRig();
    const virtual = { name: 'v', partition: 'k8s', destination: '10.0.0.1' };
    const message = await said(rig, ({ ltm }) => ltm.virtual.create(virtual));
    expect(message).toMatch(/^destination: "10\.0\.0\.1" has no port: write 10\.0\.0\.1:80/);
  });

  it('a monitor whose name has a blank cannot stand in a rule, and one that was read is kept', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    for (const monitor of ['/k8s/my mon', ['/Common/tcp', '/k8s/my mon'], { monitors: ['/k8s/my mon'], minimum: 1 }]) {
      expect(await said(rig, () => pool.modify('/k8s/web', { monitor }))).toMatch(/^monitor: .*blank/);
    }
  });

  it('an IPv6 address is no ARP entry, and an IPv4 address no neighbour of IPv6', async () => {
    await using rig = await openRig();
    const macAddress = '5e:1b:0a:44:9c:01';
    const arp = await said(rig, ({ net }) => net.arp.create({ name: 'a', ipAddress: '2001:db8::1', macAddress }));
    expect(arp).toMatch(/^ipAddress: .*net\.ndp/);
    const ndp = await said(rig, ({ net }) => net.ndp.create({ name: 'a', ipAddress: '10.0.0.1', macAddress }));
    expect(ndp).toMatch(/^ipAddress: .*net\.arp/);
  });

  it('the key of a tunnel is in its range, and what the device says of it is shown', async () => {
    await using rig = await openRig();
    const tunnel = { name: 't', profile: '/Common/fl', localAddress: '172.16.40.10' };
    for (const key of [-1, 4_294_967_296]) {
      expect(await said(rig, ({ net }) => net.tunnels.tunnel.create({ ...tunnel, key }))).toMatch(/^key: .*4294967295/);
    }
    await expect(rig.bigip.net.tunnels.tunnel.create({ ...tunnel, key: 99_999_999 })).rejects.toThrow(/99999999/);
  });

  it('a resource with a path that is none is refused where it is declared', () => {
    for (const path of ['/mgmt/tm/ltm/pool/', 'mgmt/tm/ltm/pool', '/ltm/pool', 'ltm/pool/']) {
      expect(() => defineResource({ path, schema: () => ({}) })).toThrow('path: write ltm/pool');
    }
    for (const path of ['', 'ltm//pool', 'ltm/../pool', undefined as unknown as string]) {
      expect(() => defineResource({ path, schema: () => ({}) })).toThrow(BigIpValueError);
    }
    const schema = { port: z.int() } as unknown as () => Record<string, z.ZodType>;
    expect(() => defineResource({ path: 'ltm/profile/ftp', schema })).toThrow(/^schema: must be a function/);
  });
});

describe('the members of a pool that has none', () => {
  it('are an empty list where they were asked for, and undefined where they were not', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = await pool.get('/k8s/none', { expandSubcollections: true });
    expect(found.members).toEqual([]);
    expect(found.members.length).toBe(0);
    expect(await pool.get('/k8s/none')).not.toHaveProperty('members');
    const all = await pool.list({ partition: 'k8s', expandSubcollections: true }).toArray();
    expect(all.map(({ name, members }) => [name, members.length])).toEqual([
      ['none', 0],
      ['web', 1],
    ]);
    const some = await pool.list({ partition: 'k8s', expandSubcollections: true, select: ['description'] }).toArray();
    expect(some.map(({ members }) => members.length)).toEqual([0, 1]);
    for (const one of await pool.list().toArray()) expect(one).not.toHaveProperty('members');
  });

  it('are not sent again by a replace, nor as a change', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = await pool.get('/k8s/none', { expandSubcollections: true });
    expect(await pool.modify(found, { members: [] })).toBe(found);
    await pool.replace(found, { description: 'x' });
    const { body } = rig.device.journal.find(({ method }) => method === 'PUT') ?? {};
    expect(body).not.toHaveProperty('members');
  });
});
