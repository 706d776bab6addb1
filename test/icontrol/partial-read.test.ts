/** An object that was read in part does not say that what was not read is not there. */
import { describe, expect, it } from 'vitest';
import { OutcomeUnknownError } from '../../src/errors.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { openRig } from '../apply/device.ts';

const member = (octet: number, properties = {}) => ({
  name: `10.0.0.${octet}:80`,
  partition: 'k8s',
  address: `10.0.0.${octet}`,
  ...properties,
});
const seed = {
  'ltm/pool/~k8s~web': { description: 'first', monitor: '/Common/tcp', members: [member(1), member(2)] },
  'ltm/virtual/~k8s~web': { destination: '/k8s/172.16.100.195:80', ipProtocol: 'tcp', profiles: ['/Common/tcp'] },
};

const only = <T>([found]: readonly T[]): T => {
  if (found === undefined) throw new Error('nothing was found');
  return found;
};

describe('a pool that was read without its members', () => {
  it('loses them when a change says that there are none', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = await pool.get('/k8s/web');
    await pool.modify(found, { members: [] });
    expect(await pool.members('/k8s/web').list().toArray()).toEqual([]);
    expect(rig.device.journal.find(({ method }) => method === 'PATCH')?.body).toEqual({ members: [] });
  });

  it('gets those that a change names', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    await pool.modify(await pool.get('/k8s/web'), { members: [member(1), member(3)] });
    const names = (await pool.members('/k8s/web').list().toArray()).map(({ name }) => name);
    expect(names).toEqual(['10.0.0.1:80', '10.0.0.3:80']);
  });
});

describe('a pool that was read with its members', () => {
  it('is sent nothing when they are what a change says, in any order', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    for (const found of [
      await pool.get('/k8s/web', { expandSubcollections: true }),
      only(await pool.list({ partition: 'k8s', expandSubcollections: true }).toArray()),
    ]) {
      await pool.modify(found, { members: [member(2), member(1, { session: 'user-enabled' })], description: 'first' });
      expect(rig.writes()).toEqual([]);
    }
  });

  it('is sent them when one is another, one is more or one is less', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = await pool.get('/k8s/web', { expandSubcollections: true });
    for (const members of [[member(1), member(2, { ratio: 5 })], [member(1), member(2), member(3)], [member(1)], []]) {
      await pool.modify(found, { members, description: 'first' });
      expect(rig.device.journal.at(-1)).toMatchObject({ method: 'PATCH' });
      expect(Object.keys(rig.device.journal.at(-1)?.body as object)).toEqual(['members']);
    }
  });
});

describe('records of a tunnel that was read', () => {
  it('are cleared by a change that says so', async () => {
    await using rig = await openRig();
    const { tunnel } = rig.bigip.net.fdb;
    const name = '/Common/flannel_vxlan';
    await tunnel.records(name).create({ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' });
    await tunnel.modify(await tunnel.get(name), { records: [] });
    expect(await tunnel.records(name).list().toArray()).toEqual([]);
  });
});

describe('an object of which only some properties were read', () => {
  it('is told to unset others, too', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = only(await pool.list({ partition: 'k8s', select: ['description'] }).toArray());
    await pool.modify(found, { monitor: null, description: 'first' });
    expect(rig.device.journal.at(-1)?.body).toEqual({ monitor: 'none' });
    expect((await pool.get('/k8s/web')).monitor).toBeUndefined();
  });

  it('is not sent as a whole: the rest of it would be reset', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const found = only(await pool.list({ partition: 'k8s', select: ['description'] }).toArray());
    rig.writes();
    await expect(pool.replace(found, { slowRampTime: 5 })).rejects.toThrow(BigIpValueError);
    await expect(pool.replace(found, { slowRampTime: 5 })).rejects.toThrow(/not read whole/);
    expect(rig.writes()).toEqual([]);
  });
});

describe('a virtual server that was read without its profiles', () => {
  it('is not sent as a whole, unless they are said', async () => {
    await using rig = await openRig(seed);
    const { virtual } = rig.bigip.ltm;
    const listed = only(await virtual.list({ partition: 'k8s' }).toArray());
    rig.writes();
    await expect(virtual.replace(listed, { description: 'x' })).rejects.toThrow(/profiles/);
    expect(rig.writes()).toEqual([]);
    await virtual.replace(listed, { description: 'x', profiles: ['/Common/tcp'], policies: [] });
    expect(await virtual.get('/k8s/web')).toMatchObject({ description: 'x', profiles: [{ name: '/Common/tcp' }] });
  });

  it('is sent as a whole as it was got', async () => {
    await using rig = await openRig(seed);
    const { virtual } = rig.bigip.ltm;
    await virtual.replace(await virtual.get('/k8s/web'), { description: 'x' });
    expect(await virtual.get('/k8s/web')).toMatchObject({ description: 'x', profiles: [{ name: '/Common/tcp' }] });
  });
});

describe('a change of members whose answer is lost', () => {
  it('is not taken for done when they are others', async () => {
    for (const members of [[], [member(1)]]) {
      await using rig = await openRig(seed);
      rig.device.fault({ match: 'PATCH ltm/pool/*', when: 'before', do: 'reset' });
      await expect(rig.bigip.ltm.pool.modify('/k8s/web', { members })).rejects.toThrow(OutcomeUnknownError);
    }
  });

  it('is done when they are there', async () => {
    for (const members of [[], [member(1)], [member(1), member(4)]]) {
      await using rig = await openRig(seed);
      rig.device.fault({ match: 'PATCH ltm/pool/*', when: 'after', do: 'reset' });
      expect(await rig.bigip.ltm.pool.modify('/k8s/web', { members })).toMatchObject({ fullPath: '/k8s/web' });
    }
  });
});
