import { describe, expect, it } from 'vitest';
import { SessionClosedError } from '../../src/errors.ts';
import { openRig } from '../apply/device.ts';
import { open } from './open-session.ts';
import { networkFailure, notFound } from './scripted-device.ts';

describe('a client that is closed in the middle of a transaction', () => {
  it('lets it end: it is committed, and neither it nor a token is left on the device', async () => {
    await using rig = await openRig();
    let closing: Promise<void> | undefined;
    await rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      closing = rig.bigip.close();
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      await expect(rig.bigip.ltm.pool.get('/k8s/a')).rejects.toBeInstanceOf(SessionClosedError);
    });
    await closing;
    expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a', 'ltm/pool/~k8s~b']);
    expect(rig.device.transactions).toEqual([]);
    expect(rig.device.journal.at(-1)?.path).toMatch(/\/authz\/tokens\//);
    await expect(rig.bigip.transaction(async () => {})).rejects.toBeInstanceOf(SessionClosedError);
  });

  it('gives it up when its function throws, and leaves nothing open', async () => {
    await using rig = await openRig();
    let closing: Promise<void> | undefined;
    const thrown = rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      closing = rig.bigip.close();
      throw new Error('changed my mind');
    });
    await expect(thrown).rejects.toThrow('changed my mind');
    await closing;
    expect(rig.device.transactions).toEqual([]);
    expect(rig.device.list('ltm/pool')).toEqual([]);
    expect(rig.device.journal.map(({ method }) => method).slice(-2)).toEqual(['DELETE', 'DELETE']);
  });

  it('does not wait for one that does not end', async () => {
    await using rig = await openRig();
    let closing: Promise<void> | undefined;
    const waiting = rig.bigip
      .transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        closing = rig.bigip.close();
        await closing;
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      })
      .catch((error: unknown) => error);
    expect(await waiting).toMatchObject({ code: 'BIGIP_ABORTED' });
    expect(rig.device.list('ltm/pool')).toEqual([]);
  });
});

describe('a session that is closed while an answer is lost', () => {
  it.each([undefined, 60_000])('still reads back what became of the write (timeout %s)', async (timeout) => {
    let there = false;
    let closing: Promise<void> | undefined;
    const { device, session } = open(({ method }) => {
      if (method === 'GET') return there ? { body: { name: 'web' } } : notFound('/k8s/web');
      there = true;
      closing = session.close();
      return networkFailure('ECONNRESET');
    });
    const created = await session.request('POST', ['ltm', 'pool'], {
      body: { name: 'web' },
      ...(timeout === undefined ? {} : { timeout }),
      resolve: ({ signal }) => session.request('GET', ['ltm', 'pool', '/k8s/web'], { signal }),
    });
    expect(created.body).toEqual({ name: 'web' });
    await closing;
    expect(device.work).toEqual(['POST ltm/pool', 'GET ltm/pool/~k8s~web']);
    expect(device.tokens.size).toBe(0);
  });
});
