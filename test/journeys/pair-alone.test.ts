/** One unit of a pair that is worked with as if it were alone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { overlayFor, planDeletion, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { openCluster, options } from './open-cluster.ts';
import { type OpenPair, openPair, web } from './open-pair.ts';

const input = (pod: string) => snapshotOf(JSON.parse(JSON.stringify(web(pod))) as unknown[]);
const known: ReconcileOptions = { ...options, bigipNodes: ['bigip1', 'bigip2'] };
const bare: ReconcileOptions = { mode: 'cluster', partition: 'k8s', bigipNodes: ['bigip1', 'bigip2'] };

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

interface Told {
  readonly diagnostics: readonly { readonly reason: string; readonly message: string; readonly severity: string }[];
}
const told = ({ diagnostics }: Told) =>
  diagnostics.flatMap(({ reason, severity }) =>
    /^(?:StandbyUnit|OtherUnitLeftOut|NotCopied)$/.test(reason) ? [`${severity} ${reason}`] : [],
  );

describe('one unit of a pair, without the other', () => {
  it('says that the other one gets no records, and how the rest gets there; at rest it is not asked', async () => {
    const [one] = pair.units;
    const result = await reconcile(one, input('10.244.1.5'), known);
    expect(told(result)).toEqual(['warning OtherUnitLeftOut', 'info NotCopied']);
    expect(result.diagnostics.find(({ reason }) => reason === 'NotCopied')?.message).toContain(
      'tmsh run cm config-sync to-group sync-failover',
    );
    const seen = pair.devices[0].journal.length;
    expect(told(await planFor(one, input('10.244.1.5'), known))).toEqual([]);
    const asked = pair.devices[0].journal.slice(seen).map(({ path }) => path);
    expect(asked.filter((path) => path.includes('/cm/'))).toEqual([]);
  });

  it('says only how it is copied where there is no overlay', async () => {
    expect(told(await planFor(pair.units[0], input('10.244.1.5'), bare))).toEqual(['info NotCopied']);
  });

  it('warns that a unit stands by, names the active one, and writes all the same', async () => {
    const [, two] = pair.units;
    const result = await reconcile(two, input('10.244.1.5'), known);
    expect(told(result)).toEqual(['warning StandbyUnit', 'warning OtherUnitLeftOut']);
    expect(result.diagnostics.find(({ reason }) => reason === 'StandbyUnit')?.message).toContain(
      'pending on the wrong side, to be lost with the next copy from the active unit (bigip1.example.com)',
    );
    expect(result.steps.every(({ outcome }) => outcome === 'created')).toBe(true);
  });

  it('says what a deletion leaves on the other unit, also when there is nothing to delete', async () => {
    const [one] = pair.units;
    const place = { partition: 'k8s', tunnel: '/Common/flannel_vxlan' };
    expect(told(await planDeletion(one, place))).toEqual(['warning OtherUnitLeftOut']);
    await reconcile(one, input('10.244.1.5'), known);
    const plan = await planDeletion(one, place);
    expect(told(plan)).toEqual(['warning OtherUnitLeftOut', 'info NotCopied']);
    expect(told(await planDeletion(one, { partition: 'k8s' }))).toEqual(['info NotCopied']);
  });

  it('says nothing of it where the overlay of one unit is asked for, or both units are worked with', async () => {
    expect(told(await overlayFor(pair.units[1], input('10.244.1.5'), known))).toEqual([]);
    expect(told(await pair.plan(web('10.244.1.5')))).toEqual([]);
  });

  it('says nothing to a user who may not ask', async () => {
    pair.devices[0].fault({
      match: 'GET cm/*',
      times: 'always',
      do: { status: 403, body: { code: 403, message: 'Access Denied' } } as never,
    });
    expect(told(await planFor(pair.units[0], input('10.244.1.5'), known))).toEqual([]);
  });
});

describe('a device alone', () => {
  it('is asked once, when there is something to write, and says nothing', async () => {
    await using cluster = await openCluster();
    expect(told(await cluster.plan(web('10.244.1.5')))).toEqual([]);
    const asked = cluster.device.journal.filter(({ path }) => path.includes('/cm/')).map(({ path }) => path);
    expect(asked).toEqual([expect.stringContaining('/cm/device')]);
  });
});
