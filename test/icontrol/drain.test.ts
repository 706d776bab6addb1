import { describe, expect, it } from 'vitest';
import { AbortError, ProtocolError } from '../../src/errors.ts';
import type { DrainProgress } from '../../src/icontrol/drain.ts';
import { collections } from '../../src/icontrol/tree.ts';
import { catalogue } from '../../src/resources/tree.ts';
import { openRig } from '../apply/device.ts';
import { open } from './open-session.ts';

/** A member with these numbers of open connections, one a look; the last one stays. */
function busy(...connections: readonly unknown[]) {
  let look = 0;
  const rig = open(({ method, line }) => {
    if (method === 'PATCH') return { body: { name: '10.0.0.1:80', partition: 'k8s', session: 'user-disabled' } };
    expect(line).toBe('GET ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80/stats');
    const value = connections[Math.min(look, connections.length - 1)];
    look += 1;
    return { body: { entries: { x: { nestedStats: { entries: { 'serverside.curConns': { value } } } } } } };
  });
  return { ...rig, members: collections(rig.session, catalogue).ltm.pool.members('/k8s/web') };
}

const member = '/k8s/10.0.0.1:80';

describe('a drain', () => {
  it('disables the member, waits for its last connection and tells how it goes', async () => {
    const { members, device, session } = busy(5, 2, 0);
    const seen: DrainProgress[] = [];
    const report = await members.drain(member, { timeout: 60_000, onProgress: (progress) => seen.push(progress) });
    expect(report).toEqual({ drained: true, connections: 0, elapsed: 4_000 });
    expect(seen.map(({ connections, elapsed }) => [connections, elapsed])).toEqual([
      [5, 0],
      [2, 2_000],
      [0, 4_000],
    ]);
    expect(device.seen.find(({ method }) => method === 'PATCH')?.body).toEqual({
      state: 'user-up',
      session: 'user-disabled',
    });
    await session.close();
  });

  it('says when the time was over first, and leaves the member disabled', async () => {
    const { members, device, session } = busy(7);
    expect(await members.drain(member, { timeout: 5_000, interval: 2_000 })).toEqual({
      drained: false,
      connections: 7,
      elapsed: 5_000,
    });
    expect(device.count(/^PATCH/)).toBe(1);
    await session.close();
  });

  it('whose time runs out is a TimeoutError, in a pause as in a request, with what is known of its effect', async () => {
    const { members, session } = busy(7);
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    for (const [name, code, why] of [
      ['TimeoutError', 'BIGIP_TIMEOUT', reason],
      ['AbortError', 'BIGIP_ABORTED', new Error('enough')],
    ] as const) {
      const controller = new AbortController();
      const onProgress = (): void => controller.abort(why);
      const error: unknown = await members
        .drain(member, { signal: controller.signal, onProgress })
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name,
        code,
        outcome: 'maybe-applied',
        message: expect.stringMatching(/stays disabled/),
      });
    }
    await session.close();
  });

  it('ends when the signal says so', async () => {
    const { members, session } = busy(7);
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('enough'));
    await expect(members.drain(member, { signal: controller.signal, onProgress })).rejects.toThrow(AbortError);
    await session.close();
  });

  it('does not wait on a device that does not count', async () => {
    const { members, session } = busy(undefined);
    await expect(members.drain(member)).rejects.toThrow(ProtocolError);
    await session.close();
  });
});

describe('members and nodes', () => {
  it('are enabled, disabled and forced offline', async () => {
    await using rig = await openRig({
      'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80', address: '10.0.0.1' }] },
    });
    const members = rig.bigip.ltm.pool.members('/k8s/web');
    const { node } = rig.bigip.ltm;
    expect(await members.disable(member)).toMatchObject({ session: 'user-disabled' });
    expect(await members.forceOffline(member)).toMatchObject({ session: 'user-disabled', state: 'user-down' });
    expect((await members.enable(member)).session).toMatch(/enabled$/);
    const found = await node.get('/k8s/10.0.0.1');
    expect(await node.forceOffline(found)).toMatchObject({ state: 'user-down' });
    expect((await node.enable('/k8s/10.0.0.1')).session).toMatch(/enabled$/);
    expect(await members.drain(member)).toMatchObject({ drained: true, connections: 0 });
    expect(rig.device.get('ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80')).toMatchObject({ session: 'user-disabled' });
  });

  it('can be switched again when a reply was lost', async () => {
    await using rig = await openRig({
      'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80', address: '10.0.0.1' }] },
    });
    rig.device.fault({ match: 'PATCH ltm/pool/*', when: 'after', do: 'reset' });
    expect(await rig.bigip.ltm.pool.members('/k8s/web').disable(member)).toMatchObject({ session: 'user-disabled' });
  });
});
