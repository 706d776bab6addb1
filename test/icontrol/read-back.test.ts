/** What becomes of a write whose answer is lost: read back, and never claimed to be ours when it is not. */
import { describe, expect, it } from 'vitest';
import { OutcomeUnknownError } from '../../src/errors.ts';
import { Collection } from '../../src/icontrol/collection.ts';
import { pool } from '../../src/resources/ltm/pool.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { open } from './open-session.ts';
import { networkFailure } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

const seed = {
  'ltm/pool/~k8s~web': { description: 'first', monitor: '/Common/tcp' },
  'ltm/pool/~k8s~full': { members: [{ name: '10.0.0.1:80', address: '10.0.0.1' }] },
};

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => ({ accepted: value }),
    (error: unknown) => error,
  );

/** Requests about pools since the device began. */
function sent({ device }: Rig): string[] {
  return device.journal
    .filter(({ path }) => path.includes('/ltm/pool'))
    .map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/ltm/', '')}`);
}

const lose = ({ device }: Rig, match: string, when: 'before' | 'after') => device.fault({ match, when, do: 'reset' });

describe('a create whose answer is lost', () => {
  it('is done when what was sent is there, in whatever spelling the device has for it', async () => {
    await using rig = await openRig();
    lose(rig, 'POST ltm/pool', 'after');
    const made = await rig.bigip.ltm.pool.create({
      name: 'new',
      partition: 'k8s',
      monitor: '/Common/tcp and /Common/http',
      description: 'mine',
      members: [{ name: '/k8s/10.0.0.1:80', address: '10.0.0.1' }],
    });
    expect(made).toMatchObject({ fullPath: '/k8s/new', description: 'mine' });
    expect(sent(rig)).toEqual(['POST pool', 'GET pool/~k8s~new']);
  });

  it('is done for a virtual server whose profiles were said by their names, and got more from the device', async () => {
    await using rig = await openRig();
    lose(rig, 'POST ltm/virtual', 'after');
    const made = await rig.bigip.ltm.virtual.create({
      name: 'new',
      partition: 'k8s',
      destination: '172.16.100.195:80',
      ipProtocol: 'tcp',
      profiles: ['/Common/http'],
    });
    expect(made.profiles).toContainEqual({ name: '/Common/http', context: 'all' });
    expect(rig.writes()).toEqual(['POST ltm/virtual']);
  });

  it("is not done when somebody else's object of that name is there", async () => {
    for (const object of [
      { name: 'web', partition: 'k8s', description: 'mine' },
      { name: 'web', partition: 'k8s', monitor: '/Common/http' },
      { name: 'web', partition: 'k8s', members: [{ name: '10.0.0.1:80', partition: 'k8s' }] },
      { name: 'full', partition: 'k8s', members: [{ name: '10.0.0.2:80', partition: 'k8s' }] },
    ]) {
      await using rig = await openRig(seed);
      lose(rig, 'POST ltm/pool', 'before');
      const error = await failure(rig.bigip.ltm.pool.create(object));
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(String(error)).toMatch(/another object .*(?:description|monitor|members)/);
      expect(sent(rig)).toEqual(['POST pool', `GET pool/~k8s~${object.name}`]);
    }
  });
});

describe('a change whose answer is lost', () => {
  it('is done when the object says what was asked for', async () => {
    await using rig = await openRig(seed);
    lose(rig, 'PATCH ltm/pool/*', 'after');
    const changed = await rig.bigip.ltm.pool.modify('/k8s/web', { description: 'second', monitor: null });
    expect(changed).toMatchObject({ fullPath: '/k8s/web', description: 'second' });
    expect(sent(rig)).toEqual(['PATCH pool/~k8s~web', 'GET pool/~k8s~web']);
  });

  it('is sent again when the object is still as it was read', async () => {
    for (const verb of ['modify', 'replace'] as const) {
      await using rig = await openRig(seed);
      const { pool } = rig.bigip.ltm;
      const read = await pool.get('/k8s/web');
      lose(rig, verb === 'modify' ? 'PATCH ltm/pool/*' : 'PUT ltm/pool/*', 'before');
      expect(await pool[verb](read, { description: 'second' })).toMatchObject({ description: 'second' });
      const method = verb === 'modify' ? 'PATCH' : 'PUT';
      expect(sent(rig).slice(1)).toEqual([`${method} pool/~k8s~web`, 'GET pool/~k8s~web', `${method} pool/~k8s~web`]);
    }
  });

  it('is unknown when it is not there and nobody knows what was there before', async () => {
    await using rig = await openRig(seed);
    lose(rig, 'PATCH ltm/pool/*', 'before');
    const error = await failure(rig.bigip.ltm.pool.modify('/k8s/web', { description: 'second' }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(String(error)).toContain('description');
    expect(sent(rig)).toEqual(['PATCH pool/~k8s~web', 'GET pool/~k8s~web']);
  });

  it('is unknown when somebody else has changed the object since it was read', async () => {
    await using rig = await openRig(seed);
    const { pool } = rig.bigip.ltm;
    const read = await pool.get('/k8s/web');
    rig.device.set('ltm/pool/~k8s~web', { description: 'theirs' });
    lose(rig, 'PATCH ltm/pool/*', 'before');
    const error = await failure(pool.modify(read, { description: 'second' }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(rig.device.get('ltm/pool/~k8s~web')).toMatchObject({ description: 'theirs' });
    expect(sent(rig).filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  });

  it('is unknown when it would put back defaults that nobody can tell from what was there', async () => {
    await using rig = await openRig(seed);
    lose(rig, 'PUT ltm/pool/*', 'after');
    const error = await failure(rig.bigip.ltm.pool.replace('/k8s/web', { description: 'first' }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(sent(rig).filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  it('of an object that is gone is unknown', async () => {
    await using rig = await openRig(seed);
    lose(rig, 'PATCH ltm/pool/*', 'before');
    const { pool } = rig.bigip.ltm;
    const change = failure(pool.modify('/k8s/web', { description: 'second' }));
    rig.device.delete('ltm/pool/~k8s~web');
    expect(await change).toBeInstanceOf(OutcomeUnknownError);
  });
});

describe('reading back', () => {
  it('ends with the time of the call, and leaves no request behind', async () => {
    const clock = new TestClock();
    const { device, session } = open(
      async ({ method }) => {
        if (method === 'GET') return new Promise(() => {});
        await clock.sleep(600);
        return networkFailure('ECONNRESET');
      },
      { clock },
    );
    const pools = new Collection(session, pool, ['ltm', 'pool']);
    for (const write of [
      () => pools.create({ name: 'web', partition: 'k8s' }, { timeout: 1_000 }),
      () => pools.modify('/k8s/web', { description: 'x' }, { timeout: 1_000 }),
      () => pools.delete('/k8s/web', { timeout: 1_000 }),
    ]) {
      const before = device.work.length;
      const began = clock.now();
      let ended = Number.NaN;
      const outcome = write().catch((error: unknown) => {
        ended = clock.now();
        return error;
      });
      await clock.advance(1_001);
      expect(await outcome).toBeInstanceOf(OutcomeUnknownError);
      expect(ended - began).toBe(1_000);
      expect(device.work.slice(before)).toHaveLength(2);
      expect(clock.sleeping, 'requests that nobody waits for').toBe(0);
    }
    const closing = session.close();
    await clock.advance(10_000);
    await closing;
  });
});

describe('a configuration that is saved', () => {
  it('is not saved again by itself when the answer is lost: that takes the device a while', async () => {
    await using rig = await openRig();
    lose(rig, 'POST sys/config', 'after');
    expect(await failure(rig.bigip.sys.config.save())).toBeInstanceOf(OutcomeUnknownError);
    expect(rig.device.journal.filter(({ path }) => path.endsWith('sys/config'))).toHaveLength(1);
  });
});
