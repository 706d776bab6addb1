/** Drift as it happens: what others do is told once, what this process does itself never. */
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import type { BigIpError } from '../../src/errors.ts';
import type { CallOptions } from '../../src/icontrol/requester.ts';
import { type WatchedDevice, type WatchOptions, watchDrift } from '../../src/managed/index.ts';
import type { Drift } from '../../src/plan/index.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { settle, TestClock } from '../icontrol/test-clock.ts';
import {
  arp,
  arpUri,
  desired,
  mac1,
  mac2,
  mark,
  markFor,
  member,
  memberUri,
  monitor,
  monitorUri,
  pool,
  poolUri,
  record,
  recordUri,
  tunnel,
  virtual,
  virtualUri,
  webFront,
  webPod,
} from '../plan/wanted.ts';

const all = [...webFront, ...webPod('10.244.1.7'), ...webPod('10.244.1.8'), record(mac1, '172.16.40.1')];
const webMember = memberUri('web', '10.244.1.7:8080');

class Watcher {
  readonly #drifts: AsyncGenerator<Drift, void, undefined>;
  readonly stop = new AbortController();

  constructor(rig: Rig, options: Partial<WatchOptions> = {}) {
    const given = { partition: 'k8s', tunnel, interval: 30_000, signal: this.stop.signal, ...options };
    this.#drifts = watchDrift(rig.bigip, given);
  }

  /** Begins to wait for the next event; resolves when the device was looked at once more. */
  async begin(rig: Rig): Promise<{ readonly drift: Promise<Drift | undefined> }> {
    const drift = this.next();
    await looked(rig);
    return { drift };
  }

  async next(): Promise<Drift | undefined> {
    return (await this.#drifts.next()).value ?? undefined;
  }
}

const looks = (rig: Rig): number =>
  rig.device.journal.filter(({ method, uri }) => method === 'GET' && uri.startsWith('/mgmt/tm/ltm/virtual?')).length;

/** Until one whole look more has been made. */
async function looked(rig: Rig): Promise<void> {
  const before = looks(rig);
  for (let turn = 0; looks(rig) < before + 2; turn += 1) {
    if (turn > 100_000) throw new Error('nobody looks at the device any more');
    await settle(1);
  }
}

/** A rig whose device has everything, and a watcher that has seen it. */
async function watching(options: Partial<WatchOptions> = {}) {
  const rig = await openRig();
  await rig.apply(desired(all));
  const watcher = new Watcher(rig, options);
  const { drift: first } = await watcher.begin(rig);
  return {
    rig,
    watcher,
    first,
    async [Symbol.asyncDispose]() {
      watcher.stop.abort();
      await watcher.next();
      await rig[Symbol.asyncDispose]();
    },
  };
}

describe('a watch', () => {
  it('tells what an operator changed, from what to what, and that it is still ours', async () => {
    await using at = await watching();
    at.rig.device.set(poolUri('web'), { loadBalancingMode: 'ratio-member', description: 'by hand' });
    expect(await at.first).toEqual({
      change: 'modified',
      uri: poolUri('web'),
      type: 'ltm/pool',
      before: { loadBalancingMode: 'round-robin', description: null },
      after: { loadBalancingMode: 'ratio-member', description: 'by hand' },
      holder: { kind: 'ours' },
    });
  });

  it('tells of members: disabled by hand, added by hand; not of what monitors find', async () => {
    await using at = await watching();
    at.rig.device.set(webMember, { state: 'down' });
    await looked(at.rig);
    at.rig.device.set(webMember, { session: 'user-disabled' });
    expect(await at.first).toMatchObject({
      change: 'modified',
      uri: webMember,
      before: { session: 'user-enabled' },
      after: { session: 'user-disabled' },
    });
    at.rig.device.seed({ [memberUri('web', '10.9.9.9:80')]: { address: '10.9.9.9' } });
    expect(await at.watcher.next()).toMatchObject({
      change: 'created',
      uri: memberUri('web', '10.9.9.9:80'),
      after: { address: '10.9.9.9' },
      holder: { kind: 'ours' },
    });
  });

  it('tells who took an object over, and who took the mark off', async () => {
    await using at = await watching();
    at.rig.device.set(virtualUri('web'), { metadata: markFor('blue') });
    expect(await at.first).toMatchObject({
      change: 'modified',
      uri: virtualUri('web'),
      before: { metadata: mark },
      holder: { kind: 'another', name: 'bigip-icontrol/blue' },
    });
    at.rig.device.set(poolUri('web'), { metadata: [] });
    expect(await at.watcher.next()).toMatchObject({ uri: poolUri('web'), holder: { kind: 'nobody' } });
  });

  it('tells of monitors, ARP entries and FDB records, by their values', async () => {
    await using at = await watching();
    at.rig.device.set(monitorUri('web_0_tcp'), { interval: 9 });
    expect(await at.first).toMatchObject({
      uri: monitorUri('web_0_tcp'),
      before: { interval: 5 },
      after: { interval: 9 },
    });
    at.rig.device.set(arpUri('10.244.1.7'), { macAddress: mac2 });
    expect(await at.watcher.next()).toMatchObject({ uri: arpUri('10.244.1.7'), after: { macAddress: mac2 } });
    at.rig.device.set(recordUri(mac1), { endpoint: '172.16.40.9%0' });
    expect(await at.watcher.next()).toMatchObject({ uri: recordUri(mac1), before: { endpoint: '172.16.40.1%0' } });
  });

  it('tells at a whole look that the registry of the FDB records was changed, and that it is gone', async () => {
    await using at = await watching({ wholeEvery: 2 });
    const uri = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';
    const other = `${tunnel}/5e:1b:0a:44:9c:77`;
    at.rig.device.set(uri, { records: [{ name: other }] });
    expect(await at.first).toMatchObject({ change: 'modified', uri, after: { records: [{ name: other }] } });
    at.rig.device.delete(uri);
    expect(await at.watcher.next()).toMatchObject({ change: 'deleted', uri, type: 'ltm/data-group/internal' });
    await at.rig.apply(desired([...all, record(mac2, '172.16.40.2')]));
    const { drift } = await at.watcher.begin(at.rig);
    at.rig.device.set(poolUri('web'), { description: 'the end' });
    expect(await drift).toMatchObject({ uri: poolUri('web'), after: { description: 'the end' } });
  });

  it('tells of static routes and of neighbours of IPv6', async () => {
    await using rig = await openRig();
    await rig.apply(desired([pool('six'), member('six', 'fd00::7')]));
    const route = 'net/route/~k8s~k8s-node1';
    const neighbour = 'net/ndp/~Common~k8s-fd00::7';
    rig.device.seed({
      [route]: { network: '10.244.1.0/24', gw: '172.16.40.1', description: 'managed-by bigip-icontrol/default' },
      [neighbour]: { ipAddress: 'fd00::7', macAddress: mac1 },
    });
    const watcher = new Watcher(rig);
    const { drift } = await watcher.begin(rig);
    rig.device.set(route, { gw: '172.16.40.9' });
    expect(await drift).toMatchObject({ change: 'modified', uri: route, before: { gw: '172.16.40.1' } });
    rig.device.set(neighbour, { macAddress: mac2 });
    expect(await watcher.next()).toMatchObject({ change: 'modified', uri: neighbour, after: { macAddress: mac2 } });
    rig.device.delete(route);
    expect(await watcher.next()).toMatchObject({ change: 'deleted', uri: route });
    watcher.stop.abort();
    await watcher.next();
  });

  it('tells what is gone after a second look, with all that it was', async () => {
    await using at = await watching();
    at.rig.device.delete(virtualUri('web'));
    expect(await at.first).toMatchObject({
      change: 'deleted',
      uri: virtualUri('web'),
      before: { destination: '/k8s/172.16.0.1:80', pool: '/k8s/web' },
    });
    expect((await at.first)?.holder).toBeUndefined();
  });

  it('says nothing of objects of others, in the partition and on the tunnel', async () => {
    await using at = await watching();
    at.rig.device.seed({
      [poolUri('operator')]: {},
      [memberUri('operator', '10.9.9.9:80')]: { address: '10.9.9.9' },
      [arpUri('10.9.9.9')]: { ipAddress: '10.9.9.9', macAddress: mac2 },
      [recordUri(mac2)]: { endpoint: '172.16.40.2' },
    });
    await looked(at.rig);
    at.rig.device.set(poolUri('operator'), { description: 'theirs' });
    await looked(at.rig);
    at.rig.device.set(poolUri('web'), { description: 'the end' });
    expect(await at.first).toMatchObject({ uri: poolUri('web'), after: { description: 'the end' } });
  });

  it('reads names and generations when nothing happens, and whole only what moved', async () => {
    await using at = await watching();
    const from = at.rig.device.journal.length;
    at.rig.device.set(poolUri('web'), { description: 'by hand' });
    await at.first;
    const asked = at.rig.device.journal.slice(from).filter(({ method }) => method === 'GET');
    const whole = asked.filter(({ uri }) => uri.includes('/ltm/') && !uri.includes('select'));
    expect([...new Set(whole.map(({ path }) => path.replace('/mgmt/tm/', '')))]).toEqual([
      'ltm/monitor/tcp',
      'ltm/pool/~k8s~web',
    ]);
    expect(at.rig.device.journal.slice(from).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('finds by a whole look what a generation did not tell', async () => {
    await using at = await watching({ wholeEvery: 3 });
    // An answer with the generation that the object had before.
    const { generation } = (await at.rig.bigip.request('GET', ['ltm', 'pool', '/k8s/web'])).body as {
      generation: number;
    };
    at.rig.device.set(poolUri('web'), { description: 'by hand' });
    const listed = (
      await at.rig.bigip.request('GET', ['ltm', 'pool'], {
        query: { $filter: 'partition eq k8s', expandSubcollections: 'true' },
      })
    ).body as { items: Record<string, unknown>[] };
    const stale = { ...listed, items: listed.items.map((item) => ({ ...item, generation })) };
    at.rig.device.fault({ match: 'GET ltm/pool?*select*', do: { status: 200, body: stale }, times: 'always' });
    expect(await at.first).toMatchObject({ uri: poolUri('web'), after: { description: 'by hand' } });
  });
});

describe('what this process writes itself', () => {
  it('is not reported, however it changes, makes and deletes', async () => {
    await using at = await watching();
    const next = [
      virtual('web', '172.16.0.2:80', 'web'),
      pool('web', { loadBalancingMode: 'ratio-member' }),
      member('web', '10.244.1.8'),
      member('web', '10.244.2.9'),
      arp('10.244.2.9', mac2),
      record(mac1, '172.16.40.1'),
      record(mac2, '172.16.40.2'),
      pool('api', { monitor: '/k8s/api_0_tcp' }),
      monitor('api_0_tcp'),
      member('api', '10.244.1.8', 90),
    ];
    await at.rig.apply(desired(next), { prune: true });
    await looked(at.rig);
    await at.rig.apply(desired(all), { prune: true });
    await at.rig.apply(desired(next));
    await looked(at.rig);
    at.rig.device.set(poolUri('api'), { description: 'the end' });
    expect(await at.first).toMatchObject({ uri: poolUri('api'), after: { description: 'the end' } });
  });

  it('is not reported either when it was made elsewhere in the loop that watches', async () => {
    await using at = await watching();
    at.rig.device.set(poolUri('web'), { loadBalancingMode: 'ratio-member' });
    expect(await at.first).toMatchObject({ uri: poolUri('web') });
    // Puts it right, as a loop would.
    await at.rig.apply(desired(all));
    const { drift } = await at.watcher.begin(at.rig);
    at.rig.device.set(virtualUri('web'), { description: 'the end' });
    expect(await drift).toMatchObject({ uri: virtualUri('web') });
  });

  it('does not hide what others do to the same object at the same time', async () => {
    await using at = await watching();
    const moded = desired([...all.filter(({ uri }) => uri !== poolUri('web')), pool('web', { monitor: null })]);
    await at.rig.apply(moded);
    at.rig.device.set(poolUri('web'), { description: 'by hand' });
    expect(await at.first).toMatchObject({
      uri: poolUri('web'),
      before: { description: null },
      after: { description: 'by hand' },
    });
    // And what is set back to what it was before this process changed it.
    await at.rig.apply(
      desired([...all.filter(({ uri }) => uri !== poolUri('web')), pool('web', { slowRampTime: 30 })]),
    );
    at.rig.device.set(poolUri('web'), { slowRampTime: 10 });
    expect(await at.watcher.next()).toMatchObject({ before: { slowRampTime: 30 }, after: { slowRampTime: 10 } });
  });

  it('that somebody deletes before any look is told as deleted', async () => {
    await using at = await watching();
    await at.rig.apply(desired([...all, pool('api')]));
    at.rig.device.delete(poolUri('api'));
    expect(await at.first).toMatchObject({ change: 'deleted', uri: poolUri('api') });
  });

  it('is not reported when its reply was lost, whether the device did it or not', async () => {
    for (const when of ['before', 'after'] as const) {
      await using at = await watching();
      at.rig.device.fault({ match: 'PATCH ltm/pool/*', when, do: 'reset' });
      const body = { code: 400, message: 'no', errorStack: [] };
      at.rig.device.fault({ match: 'GET ltm/pool/~k8s~web', do: { status: 400, body }, times: 'always' });
      const others = all.filter(({ uri }) => uri !== poolUri('web'));
      const { steps } = await at.rig.apply(desired([...others, pool('web', { monitor: null })]));
      expect(steps.map(({ outcome }) => outcome)).toEqual(['failed']);
      at.rig.device.clearFaults();
      await looked(at.rig);
      at.rig.device.set(virtualUri('web'), { description: 'the end' });
      expect(await at.first).toMatchObject({ uri: virtualUri('web') });
    }
  });

  it('is reported when it was written through another client', async () => {
    await using at = await watching();
    const { device } = at.rig;
    await using other = new BigIp({
      url: 'https://192.0.2.10',
      username: device.username,
      password: device.password,
      transport: device.transport,
      clock: new TestClock({ auto: true }),
    });
    await applyPlan(await at.rig.plan(desired([...all, pool('api')])), other);
    expect(await at.first).toMatchObject({ change: 'created', uri: poolUri('api') });
  });
});

describe('a device that cannot be believed', () => {
  it('loads its configuration and shows nothing: no object is told as gone', async () => {
    await using at = await watching();
    at.rig.device.restart([{ phase: 'loading', requests: 30 }]);
    await looked(at.rig);
    at.rig.device.recover();
    at.rig.device.set(poolUri('web'), { description: 'the end' });
    expect(await at.first).toMatchObject({
      change: 'modified',
      uri: poolUri('web'),
      after: { description: 'the end' },
    });
  });

  it('is not ready and says something else: only what it says when it is ready counts', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    let ready = true;
    const { bigip } = rig;
    const loading: WatchedDevice = {
      clock: bigip.clock,
      waitReady: (options) => {
        ready = true;
        return bigip.waitReady(options);
      },
      async request(...args) {
        const reply = await bigip.request(...args);
        const half = !ready && args[1].join(' ') === 'ltm pool /k8s/web';
        return half ? { ...reply, body: { ...(reply.body as object), description: 'half loaded' } } : reply;
      },
    };
    const stop = new AbortController();
    const drifts = watchDrift(loading, { partition: 'k8s', interval: 30_000, signal: stop.signal });
    const first = drifts.next();
    await looked(rig);
    ready = false;
    rig.device.set(poolUri('web'), { slowRampTime: 20 });
    expect((await first).value).toMatchObject({ before: { slowRampTime: 10 }, after: { slowRampTime: 20 } });
    expect(Object.keys((await first).value?.after ?? {})).toEqual(['slowRampTime']);
    stop.abort();
    await drifts.next();
  });

  it('answers a list without some of its objects once: they are not gone', async () => {
    await using at = await watching();
    const kind = 'tm:ltm:virtual:virtualcollectionstate';
    at.rig.device.fault({ match: 'GET ltm/virtual?*select*', do: { status: 200, body: { kind, items: [] } } });
    await looked(at.rig);
    at.rig.device.set(poolUri('web'), { description: 'the end' });
    expect(await at.first).toMatchObject({ uri: poolUri('web'), after: { description: 'the end' } });
  });

  it('does not answer: the next look is later each time, and the one that works finds what happened', async () => {
    const pauses: number[] = [];
    const onError = (_error: BigIpError, retryIn: number) => pauses.push(retryIn);
    await using at = await watching({ onError });
    await at.rig.device.pause();
    while (pauses.length < 3) await new Promise((resolve) => setImmediate(resolve));
    at.rig.device.set(poolUri('web'), { description: 'by hand' });
    await at.rig.device.resume();
    expect(await at.first).toMatchObject({ uri: poolUri('web'), after: { description: 'by hand' } });
    expect(pauses.slice(0, 3)).toEqual([60_000, 120_000, 240_000]);
  });
});

/** A client that lets a request wait, before it is sent or before its reply is seen. */
class Gated implements WatchedDevice {
  readonly #bigip: BigIp;
  #held:
    | { readonly matches: (line: string) => boolean; readonly when: 'before' | 'after'; readonly reached: () => void }
    | undefined;
  #open = Promise.resolve();

  constructor(bigip: BigIp) {
    this.#bigip = bigip;
  }

  get clock() {
    return this.#bigip.clock;
  }

  waitReady(options: CallOptions): Promise<void> {
    return this.#bigip.waitReady(options);
  }

  /** Resolves, once such a request waits, to what lets it go on. */
  async hold(when: 'before' | 'after', matches: (line: string) => boolean): Promise<() => void> {
    let go = () => {};
    this.#open = new Promise((resolve) => {
      go = resolve;
    });
    await new Promise<void>((reached) => {
      this.#held = { matches, when, reached };
    });
    return go;
  }

  async request(...args: Parameters<BigIp['request']>) {
    const [method, segments] = args;
    const held = this.#held?.matches(`${method} ${segments.join(' ')}`) === true ? this.#held : undefined;
    const open = this.#open;
    if (held !== undefined) this.#held = undefined;
    if (held?.when === 'before') {
      held.reached();
      await open;
    }
    const reply = await this.#bigip.request(...args);
    if (held?.when === 'after') {
      held.reached();
      await open;
    }
    return reply;
  }
}

describe('an apply that is under way while the device is looked at', () => {
  it('is not taken for the work of somebody else', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const gated = new Gated(rig.bigip);
    const stop = new AbortController();
    const drifts = watchDrift(gated, { partition: 'k8s', tunnel, interval: 30_000, signal: stop.signal });
    const first = drifts.next();
    await looked(rig);
    // A look is in the middle when the apply begins; the apply is in the middle when the look goes on.
    const goOnLooking = await gated.hold('before', (line) => line === 'GET ltm pool');
    const plan = await rig.plan(desired([...all, pool('api')]));
    const applied = applyPlan({ ...plan, changes: [...plan.changes] }, gated);
    const answer = await gated.hold('after', (line) => line.startsWith('POST ltm pool'));
    goOnLooking();
    await settle(50);
    answer();
    await applied;
    await looked(rig);
    rig.device.set(virtualUri('web'), { description: 'the end' });
    expect((await first).value).toMatchObject({ uri: virtualUri('web') });
    stop.abort();
    await drifts.next();
  });
});

describe('the end of a watch', () => {
  it('comes with the signal, without an error', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const watcher = new Watcher(rig);
    const { drift } = await watcher.begin(rig);
    watcher.stop.abort();
    expect(await drift).toBeUndefined();
    expect(await watcher.next()).toBeUndefined();
  });

  it('comes with what no later look would mend', async () => {
    await using rig = await openRig();
    const drifts = watchDrift(rig.bigip, { partition: 'none' });
    await expect(drifts.next()).rejects.toThrow('the partition none does not exist');
    const tunnelled = watchDrift(rig.bigip, { partition: 'k8s', tunnel: '/Common/none' });
    await expect(tunnelled.next()).rejects.toThrow('the tunnel /Common/none does not exist');
  });
});
