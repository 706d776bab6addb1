import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BigIp } from '../../src/bigip.ts';
import {
  AlreadyExistsError,
  InUseError,
  NotFoundError,
  OutcomeUnknownError,
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
    await expect(pool.modify('/k8s/web', { loadBalancingMode: 'nope' })).rejects.toThrow(ValidationError);
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

  it('of a modification is not guessed', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': {} });
    rig.device.fault({ match: 'PATCH ltm/pool/~k8s~web', when: 'after', do: 'reset' });
    await expect(rig.bigip.ltm.pool.modify('/k8s/web', { description: 'x' })).rejects.toThrow(OutcomeUnknownError);
    expect(rig.writes()).toHaveLength(1);
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
