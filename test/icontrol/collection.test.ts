import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BigIp } from '../../src/bigip.ts';
import {
  AlreadyExistsError,
  InUseError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProtocolError,
  ValidationError,
} from '../../src/errors.ts';
import { defineResource } from '../../src/resources/define.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { openRig } from '../apply/device.ts';
import { PASSWORD } from './open-session.ts';
import { type Handler, notFound, ScriptedDevice } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

function scripted(handler: Handler): { bigip: BigIp; device: ScriptedDevice } {
  const device = new ScriptedDevice(handler);
  const login = { username: 'admin', password: PASSWORD };
  return {
    device,
    bigip: new BigIp({ url: 'https://192.0.2.10', ...login, transport: device, clock: new TestClock({ auto: true }) }),
  };
}

describe('the verbs of a collection', () => {
  it('create, get, list, modify, replace and delete an object, with values both ways', async () => {
    await using rig = await openRig();
    const { pool } = rig.bigip.ltm;
    const made = await pool.create({
      name: 'web',
      partition: 'k8s',
      monitor: { monitors: ['/Common/tcp'] },
      description: 'x',
    });
    expect(made).toMatchObject({ fullPath: '/k8s/web', monitor: { monitors: ['/Common/tcp'] } });
    expect(await pool.exists('/k8s/web')).toBe(true);
    expect((await pool.modify('/k8s/web', { description: null, monitor: null })).monitor).toBeUndefined();
    expect((await pool.get('/k8s/web')).description).toBeUndefined();
    expect((await pool.replace('/k8s/web', { slowRampTime: 30 })).slowRampTime).toBe(30);
    expect((await pool.list({ partition: 'k8s' }).toArray()).map(({ fullPath }) => fullPath)).toEqual(['/k8s/web']);
    await pool.delete('/k8s/web');
    expect(await pool.exists('/k8s/web')).toBe(false);
  });

  it('reach the members of a pool, and a bare name means Common', async () => {
    await using rig = await openRig();
    await rig.bigip.ltm.pool.create({ name: 'web' });
    const members = rig.bigip.ltm.pool.members('web');
    await members.create({ name: '10.0.0.1:80', partition: 'Common', address: '10.0.0.1' });
    expect(rig.writes()).toEqual(['POST ltm/pool', 'POST ltm/pool/~Common~web/members']);
    expect((await members.get('/Common/10.0.0.1:80')).address).toMatchObject({ ip: '10.0.0.1' });
    for await (const member of members.list()) expect(member.name).toBe('10.0.0.1:80');
  });

  it('read the profiles of a virtual server from where the device puts them', async () => {
    await using rig = await openRig();
    const { virtual } = rig.bigip.ltm;
    await virtual.create({
      name: 'web',
      partition: 'k8s',
      destination: '172.16.100.195:80',
      ipProtocol: 'tcp',
      profiles: ['/Common/tcp'],
    });
    expect(await virtual.get('/k8s/web')).toMatchObject({
      destination: { folder: '/k8s', address: { ip: '172.16.100.195' }, port: 80 },
      profiles: [{ name: '/Common/tcp', context: 'all' }],
    });
    for await (const one of virtual.list({ expandSubcollections: true })) expect(one.profiles).toHaveLength(1);
  });

  it('name FDB records by their MAC address', async () => {
    await using rig = await openRig();
    const records = rig.bigip.net.fdb.tunnel.records('/Common/flannel_vxlan');
    await records.create({ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' });
    expect(await records.get('5e:1b:0a:44:9c:01')).toMatchObject({ endpoint: { ip: '172.16.40.201', routeDomain: 0 } });
    await records.delete('5e:1b:0a:44:9c:01');
    expect(await records.list().toArray()).toEqual([]);
  });

  it('say what went wrong by the class of the error', async () => {
    await using rig = await openRig();
    const { pool, virtual } = rig.bigip.ltm;
    await pool.create({ name: 'web', partition: 'k8s' });
    await virtual.create({ name: 'web', partition: 'k8s', destination: '172.16.100.195:80', pool: '/k8s/web' });
    await expect(pool.create({ name: 'web', partition: 'k8s' })).rejects.toThrow(AlreadyExistsError);
    await expect(pool.get('/k8s/none')).rejects.toThrow(NotFoundError);
    await expect(pool.delete('/k8s/none')).rejects.toThrow(NotFoundError);
    await expect(pool.delete('/k8s/web')).rejects.toThrow(InUseError);
    await expect(virtual.modify('/k8s/web', { pool: '/k8s/none', source: '::/0' })).rejects.toThrow(ValidationError);
    await expect(async () => pool.modify('/k8s/web', { loadBalancingMode: 'nope' as 'round-robin' })).rejects.toThrow(
      BigIpValueError,
    );
  });

  it('send nothing for a name or a value that cannot be', async () => {
    await using rig = await openRig();
    const { pool } = rig.bigip.ltm;
    for (const name of ['/k8s/../Common/web', '/k8s/a~b', 'a\r\nb', '/k8s/%2e%2e', '']) {
      await expect(pool.get(name)).rejects.toThrow(BigIpValueError);
      await expect(pool.delete(name)).rejects.toThrow(BigIpValueError);
    }
    await expect(async () => pool.create({ name: 'web', allowNat: 'maybe' as 'yes' })).rejects.toThrow(BigIpValueError);
    await expect(async () => pool.create({ name: 'web', ...{ loadBalancing: 'x' } })).rejects.toThrow(/no property/);
    expect(rig.device.journal).toEqual([]);
  });

  it('take a resource of your own', async () => {
    await using rig = await openRig();
    const folder = defineResource({ path: 'sys/folder', schema: () => ({ deviceGroup: z.string().optional() }) });
    const folders = rig.bigip.collection(folder);
    expect((await folders.list().toArray()).map(({ name }) => name)).toContain('Common');
  });
});

describe('an object that was read', () => {
  it('is changed by what differs, and by nothing when nothing does', async () => {
    await using rig = await openRig();
    const { pool, virtual } = rig.bigip.ltm;
    await pool.create({ name: 'web', partition: 'k8s', monitor: ['/Common/http', '/Common/tcp'], slowRampTime: 10 });
    await virtual.create({
      name: 'web',
      partition: 'k8s',
      destination: '172.16.100.195:80',
      ipProtocol: 'tcp',
      profiles: ['/Common/tcp'],
      metadata: [{ name: 'a', value: '1', persist: 'true' }],
    });
    const found = await pool.get('/k8s/web');
    const server = await virtual.get('/k8s/web');
    rig.writes();
    // Another order and another spelling of the same, what is unset already, and what the device says of itself.
    expect(
      await pool.modify(found, { monitor: '/Common/tcp and /Common/http ', slowRampTime: 10, description: null }),
    ).toBe(found);
    expect(await pool.modify(found, { ...found })).toBe(found);
    await virtual.modify(server, { ...server, enabled: true, mask: '255.255.255.255', source: '0.0.0.0/0' });
    await virtual.modify(server, { profiles: [{ name: '/Common/tcp' }], sourceAddressTranslation: { type: 'none' } });
    expect(rig.writes()).toEqual([]);
    const changed = await pool.modify(found, { ...found, slowRampTime: 0, description: 'x' });
    expect(changed).toMatchObject({ slowRampTime: 0, description: 'x' });
    expect(rig.device.journal.at(-1)?.body).toEqual({ slowRampTime: 0, description: 'x' });
    await virtual.modify(server, { enabled: false });
    expect(rig.device.journal.at(-1)?.body).toEqual({ disabled: true });
  });

  it('is replaced with everything it was but what changes, also what the catalogue does not know', async () => {
    const wire = {
      kind: 'tm:ltm:pool:poolstate',
      name: 'web',
      partition: 'k8s',
      fullPath: '/k8s/web',
      generation: 7,
      selfLink: 'x',
      monitor: '/Common/http ',
      slowRampTime: 10,
      membersReference: { link: 'x', isSubcollection: true },
      newInVersion20: { a: 1 },
    };
    const { bigip, device } = scripted(() => ({ body: wire }));
    const found = await bigip.ltm.pool.get('/k8s/web');
    await bigip.ltm.pool.replace(found, { ...found, slowRampTime: 0 });
    expect(device.seen.at(-1)).toMatchObject({ method: 'PUT', line: 'PUT ltm/pool/~k8s~web' });
    expect(device.seen.at(-1)?.body).toEqual({
      name: 'web',
      partition: 'k8s',
      monitor: '/Common/http',
      slowRampTime: 0,
      newInVersion20: { a: 1 },
    });
    await expect(async () => bigip.ltm.pool.replace('/k8s/web', { ...found })).rejects.toThrow(/has no property/);
    await bigip.close();
  });

  it('keeps the verdict of monitors to itself', async () => {
    const wire = {
      kind: 'tm:ltm:pool:members:membersstate',
      name: '10.0.0.1:80',
      partition: 'k8s',
      address: '10.0.0.1',
      session: 'monitor-enabled',
      state: 'up',
      ratio: 1,
    };
    const { bigip, device } = scripted(() => ({ body: wire }));
    const members = bigip.ltm.pool.members('/k8s/web');
    const found = await members.get('/k8s/10.0.0.1:80');
    await members.replace(found, { ratio: 2 });
    expect(device.seen.at(-1)?.body).toEqual({ name: '10.0.0.1:80', partition: 'k8s', address: '10.0.0.1', ratio: 2 });
    // Enabled is what it is already.
    const before = device.seen.length;
    await members.modify(found, { session: 'user-enabled', state: 'user-up' });
    expect(device.seen).toHaveLength(before);
    await bigip.close();
  });
});

describe('find', () => {
  it('gives undefined where get throws', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': {} });
    expect(await rig.bigip.ltm.pool.find('/k8s/web')).toMatchObject({ fullPath: '/k8s/web' });
    expect(await rig.bigip.ltm.pool.find('/k8s/none')).toBeUndefined();
  });

  it('does not hide other failures', async () => {
    const { bigip } = scripted(() => ({
      status: 403,
      body: { code: 403, message: 'no', errorStack: [], apiError: 1 },
    }));
    await expect(bigip.ltm.pool.find('/k8s/web')).rejects.toThrow(PermissionError);
    await bigip.close();
  });
});

describe('a list', () => {
  it('asks for what was selected, and for what tells the objects', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': { monitor: '/Common/tcp' } });
    const [found] = await rig.bigip.ltm.pool.list({ select: ['monitor'], partition: 'k8s' }).toArray();
    expect(found).toMatchObject({ name: 'web', fullPath: '/k8s/web', monitor: { monitors: ['/Common/tcp'] } });
    expect(found).not.toHaveProperty('loadBalancingMode');
    const query = new URL(rig.device.journal.at(-1)?.uri ?? '', 'http://x').searchParams;
    expect(query.get('$select')?.split(',').sort()).toEqual(['fullPath', 'monitor', 'name', 'partition', 'subPath']);
    expect(query.get('$filter')).toBe('partition eq k8s');
  });

  it('finds what is returned under another name', async () => {
    const { bigip, device } = scripted(() => ({ body: { items: [] } }));
    await bigip.ltm.virtual.list({ select: ['profiles'] }).toArray();
    expect(decodeURIComponent(device.seen.at(-1)?.path ?? '')).toContain('profilesReference');
    expect(device.seen.at(-1)?.path).toContain('expandSubcollections=true');
    await bigip.close();
  });

  it('brings the members along in one answer', async () => {
    await using rig = await openRig({
      'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80', address: '10.0.0.1' }] },
      'ltm/pool/~k8s~empty': {},
    });
    const pools = await rig.bigip.ltm.pool.list({ partition: 'k8s', expandSubcollections: true }).toArray();
    const members = pools.map(({ name, members = [] }) => [name, members.map(({ address }) => address?.ip)]);
    expect(Object.fromEntries(members)).toEqual({ web: ['10.0.0.1'], empty: [] });
    expect(rig.device.journal.filter(({ path }) => path.endsWith('ltm/pool'))).toHaveLength(1);
    // A copy of the object has them too.
    expect({ ...pools.find(({ name }) => name === 'web') }.members).toHaveLength(1);
    const one = await rig.bigip.ltm.pool.get('/k8s/web', { expandSubcollections: true });
    expect(JSON.parse(JSON.stringify(one)).members).toHaveLength(1);
  });

  it.each(['k8s or partition eq Common', "k8s' or name eq 'x", ''])(
    'takes no filter for a partition: %j',
    async (partition) => {
      const { bigip, device } = scripted(() => ({ body: { items: [] } }));
      await expect(bigip.ltm.pool.list({ partition }).toArray()).rejects.toThrow(BigIpValueError);
      await expect(bigip.ltm.pool.list({ partition: 'k8s', filter: 'name eq x' }).toArray()).rejects.toThrow(
        BigIpValueError,
      );
      expect(device.work).toEqual([]);
      await bigip.close();
    },
  );

  it('with a virtual server whose destination is a name goes on', async () => {
    const items = [
      { name: 'a', partition: 'k8s', destination: '/Common/front:80' },
      { name: 'b', partition: 'k8s', destination: '/k8s/10.0.0.1:80' },
    ];
    const { bigip } = scripted(() => ({ body: { items } }));
    const found = await bigip.ltm.virtual.list().toArray();
    expect(found.map(({ destination }) => [destination?.address.ip, destination?.port, destination?.named])).toEqual([
      ['front', 80, true],
      ['10.0.0.1', 80, undefined],
    ]);
    await bigip.close();
  });
});

describe('what the device says of itself', () => {
  it('its version, whether it is ready, its part in a group', async () => {
    await using rig = await openRig();
    const { sys, cm } = rig.bigip;
    expect((await sys.version.get()).Version).toBe(rig.device.version);
    expect(await sys.ready.get()).toEqual({ configReady: 'yes', licenseReady: 'yes', provisionReady: 'yes' });
    expect(await cm.failoverStatus.get()).toMatchObject({ status: 'ACTIVE' });
    expect(await cm.syncStatus.get()).toMatchObject({ status: 'Standalone', mode: 'standalone' });
    expect((await cm.device.list().toArray()).map(({ selfDevice }) => selfDevice)).toContain('true');
  });

  it('an answer without its version is refused with the key', async () => {
    const entries = {
      'https://localhost/mgmt/tm/sys/version/0': { nestedStats: { entries: { Build: { description: '0' } } } },
    };
    const { bigip } = scripted(() => ({ body: { kind: 'tm:sys:version:versionstats', entries } }));
    await expect(bigip.sys.version.get()).rejects.toThrow(/Version/);
    await bigip.close();
  });

  it('saves when it is told to', async () => {
    await using rig = await openRig();
    expect(await rig.bigip.sys.config.save()).toMatchObject({ command: 'save' });
    expect(rig.device.journal.at(-1)).toMatchObject({ method: 'POST', body: { command: 'save' } });
  });
});

describe('an unusual name', () => {
  it.each([
    ['/k8s/app.app/web', 'ltm/pool/~k8s~app.app~web'],
    ['/k8s/10.0.0.1%5:80', 'ltm/pool/~k8s~10.0.0.1%255:80'],
    ['/k8s/fd00::1.80', 'ltm/pool/~k8s~fd00::1.80'],
    ['/k8s/a b', 'ltm/pool/~k8s~a%20b'],
  ])('%s is asked for as it is: read, write, statistics', async (name, path) => {
    const { bigip, device } = scripted(() => ({
      body: { name: 'x', partition: 'k8s', entries: { 'a.b': { value: 1 } } },
    }));
    await bigip.ltm.pool.get(name);
    await bigip.ltm.pool.modify(name, { slowRampTime: 0 });
    await bigip.ltm.pool.replace(name, {});
    await bigip.ltm.pool.stats(name);
    await bigip.ltm.pool.members(name).list().toArray();
    await bigip.ltm.pool.delete(name);
    expect(device.work).toEqual([
      `GET ${path}`,
      `PATCH ${path}`,
      `PUT ${path}`,
      `GET ${path}/stats`,
      `GET ${path}/members`,
      `DELETE ${path}`,
    ]);
    await bigip.close();
  });
});

describe('a lost reply', () => {
  it.each([
    ['before', 2],
    ['after', 1],
  ] as const)('of a creation, lost %s it was applied: %i requests, one object', async (when, posts) => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST ltm/pool', when, do: 'reset' });
    expect(await rig.bigip.ltm.pool.create({ name: 'web', partition: 'k8s' })).toMatchObject({ fullPath: '/k8s/web' });
    expect(rig.writes()).toHaveLength(posts);
  });

  it.each([
    ['before', 2],
    ['after', 1],
  ] as const)('of a deletion, lost %s it was applied: %i requests, and it is gone', async (when, deletions) => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': {} });
    rig.device.fault({ match: 'DELETE ltm/pool/~k8s~web', when, do: 'reset' });
    await rig.bigip.ltm.pool.delete('/k8s/web');
    expect(rig.writes()).toHaveLength(deletions);
    expect(rig.device.get('ltm/pool/~k8s~web')).toBeUndefined();
  });

  it('of a modification is looked for, and not guessed', async () => {
    for (const when of ['before', 'after'] as const) {
      await using rig = await openRig({ 'ltm/pool/~k8s~web': {} });
      rig.device.fault({ match: 'PATCH ltm/pool/~k8s~web', when, do: 'reset' });
      const change = rig.bigip.ltm.pool.modify('/k8s/web', { description: 'x' });
      if (when === 'before') await expect(change).rejects.toThrow(OutcomeUnknownError);
      else expect(await change).toMatchObject({ description: 'x' });
      expect(rig.writes()).toHaveLength(1);
    }
  });
});

describe('what a device answers', () => {
  it('that is no object is refused', async () => {
    const { bigip } = scripted(() => ({ body: [1] }));
    await expect(bigip.ltm.pool.get('/k8s/web')).rejects.toThrow(ProtocolError);
  });

  it('is asked for with its subcollection only where properties are returned in one', async () => {
    const { bigip, device } = scripted(({ line }) =>
      line.endsWith('none') ? notFound('/k8s/none') : { body: { name: 'web', partition: 'k8s' } },
    );
    await bigip.ltm.pool.get('/k8s/web');
    await bigip.ltm.virtual.get('/k8s/web');
    expect(await bigip.ltm.pool.exists('/k8s/none')).toBe(false);
    expect(device.seen.map(({ path }) => path).filter((path) => path.includes('~web'))).toEqual([
      '/mgmt/tm/ltm/pool/~k8s~web',
      '/mgmt/tm/ltm/virtual/~k8s~web?expandSubcollections=true',
    ]);
    await bigip.close();
  });

  it('with a name that cannot stand in a URI does not end a list', async () => {
    const items = [
      { name: 'a~b', partition: 'k8s' },
      { name: '..', partition: 'k8s' },
      { name: 'web', partition: 'k8s' },
    ];
    const { bigip } = scripted(() => ({ body: { items } }));
    expect((await bigip.ltm.pool.list().toArray()).map(({ name }) => name)).toEqual(['a~b', '..', 'web']);
    await bigip.close();
  });
});
