/** Waiting until members take traffic. Nobody waits here: the client's clock is moved. */
import { describe, expect, it } from 'vitest';
import { AbortError } from '../../src/errors.ts';
import { type WaitProgress, waitAvailable } from '../../src/managed/index.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { desired, member, memberUri, monitor, pool } from '../plan/wanted.ts';

const objects = [
  pool('web', { monitor: '/k8s/web_0_tcp' }),
  monitor('web_0_tcp'),
  member('web', '10.244.1.7'),
  member('web', '10.244.1.8'),
  pool('api'),
  member('api', '10.244.1.9'),
];
const seven = memberUri('web', '10.244.1.7:8080');
const eight = memberUri('web', '10.244.1.8:8080');
const nine = memberUri('api', '10.244.1.9:8080');

async function applied(states: Record<string, string> = {}): Promise<Rig> {
  const rig = await openRig();
  await rig.apply(desired(objects));
  for (const [uri, state] of Object.entries(states)) rig.device.set(uri, { state });
  return rig;
}

describe('waiting for members', () => {
  it('is over at once when all are up, or have no monitor', async () => {
    await using rig = await applied();
    const from = rig.device.journal.length;
    const report = await waitAvailable(rig.bigip, [seven, eight, nine], { timeout: 60_000 });
    expect(report).toEqual({ available: true, unavailable: [], elapsed: 0 });
    const asked = rig.device.journal.slice(from).map(({ path }) => path.replace('/mgmt/tm/', ''));
    expect(asked.sort()).toEqual(['ltm/pool/~k8s~api', 'ltm/pool/~k8s~web']);
  });

  it('looks again until the last one is up, and asks only for the pools that are not ready', async () => {
    await using rig = await applied({ [seven]: 'checking' });
    const seen: WaitProgress[] = [];
    const report = await waitAvailable(rig.bigip, [seven, eight, nine], {
      timeout: 60_000,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 3) rig.device.set(seven, { state: 'user-up' });
      },
    });
    expect(report).toEqual({ available: true, unavailable: [], elapsed: 6_000 });
    expect(seen.map(({ waiting, total, elapsed }) => [waiting, total, elapsed])).toEqual([
      [1, 3, 0],
      [1, 3, 2_000],
      [1, 3, 4_000],
      [0, 3, 6_000],
    ]);
    const api = rig.device.journal.filter(({ path, method }) => method === 'GET' && path.endsWith('~k8s~api'));
    expect(api).toHaveLength(1);
  });

  it('ends when the time is over, and names those that are not up with what they are', async () => {
    await using rig = await applied({ [seven]: 'down', [eight]: 'unchecked' });
    const report = await waitAvailable(rig.bigip, [seven, eight, nine], { timeout: 5_000 });
    expect(report).toEqual({
      available: false,
      unavailable: [
        { uri: seven, state: 'down' },
        { uri: eight, state: 'unchecked' },
      ],
      elapsed: 5_000,
    });
  });

  it('does not wait for one that is gone, and reports it', async () => {
    await using rig = await applied();
    rig.device.delete(seven);
    const report = await waitAvailable(rig.bigip, [seven, memberUri('none', '10.1.1.1:80')], { timeout: 60_000 });
    expect(report).toEqual({
      available: false,
      unavailable: [
        { uri: seven, state: 'gone' },
        { uri: memberUri('none', '10.1.1.1:80'), state: 'gone' },
      ],
      elapsed: 0,
    });
  });

  it('ends with the signal', async () => {
    await using rig = await applied({ [seven]: 'down' });
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const waiting = waitAvailable(rig.bigip, [seven], { timeout: 60_000, signal: stop.signal, onProgress });
    await expect(waiting).rejects.toBeInstanceOf(AbortError);
  });
});
