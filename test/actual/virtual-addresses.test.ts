import { describe, expect, it } from 'vitest';
import { readActual } from '../../src/actual/index.ts';
import { makePlan } from '../../src/plan/index.ts';
import { openRig } from '../apply/device.ts';
import { desired, mark, pool, virtual } from '../plan/wanted.ts';

const wanted = desired([virtual('web', '172.16.100.195:80', 'web'), pool('web')]);

/** A device on which the destination is said by the name of a virtual address. */
const named = (address: string) =>
  openRig({
    'ltm/virtual-address/~k8s~front': { address },
    'ltm/pool/~k8s~web': { metadata: mark },
    'ltm/virtual/~k8s~web': {
      destination: '/k8s/front:80',
      ipProtocol: 'tcp',
      pool: '/k8s/web',
      profiles: ['/Common/tcp'],
      sourceAddressTranslation: { type: 'automap' },
      metadata: mark,
    },
  });

describe('a virtual server whose destination names its virtual address', () => {
  it('listens where it is wanted when that is the address of it, and nothing is to be done', async () => {
    await using rig = await named('172.16.100.195');
    const actual = await readActual(rig.bigip, wanted);
    expect(actual.objects.find(({ type }) => type === 'ltm/virtual')?.properties['destination']).toBe('/k8s/front:80');
    expect(actual.virtualAddresses).toEqual({ '/k8s/front': '172.16.100.195' });
    expect(makePlan(wanted, actual).changes).toEqual([]);
  });

  it('is moved when it has another address', async () => {
    await using rig = await named('172.16.100.196');
    const { changes } = makePlan(wanted, await readActual(rig.bigip, wanted));
    expect(changes.map(({ action, after }) => [action, after])).toEqual([
      ['modify', { destination: '/k8s/172.16.100.195:80' }],
    ]);
  });

  it('keeps its address from another one that wants it', async () => {
    await using rig = await named('172.16.100.195');
    const other = desired([...wanted.objects, virtual('other', '172.16.100.195:80', 'web')]);
    const { conflicts } = makePlan(other, await readActual(rig.bigip, other));
    expect(conflicts.map(({ uri, reason, holder }) => [uri, reason, holder])).toEqual([
      ['ltm/virtual/~k8s~other', 'AddressTaken', 'ltm/virtual/~k8s~web'],
    ]);
  });

  it('keeps its address from one of another partition too', async () => {
    await using rig = await openRig({
      'auth/partition/blue': {},
      'ltm/virtual-address/~blue~front': { address: '172.16.100.195' },
      'ltm/virtual/~blue~theirs': { destination: '/blue/front:80', ipProtocol: 'tcp' },
    });
    const { conflicts, changes } = await rig.plan(wanted);
    expect(conflicts).toMatchObject([{ reason: 'AddressTaken', holder: 'ltm/virtual/~blue~theirs' }]);
    expect(changes).toEqual([]);
  });

  it('is no reason to ask for virtual addresses where none is named', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    expect((await readActual(rig.bigip, wanted)).virtualAddresses).toBeUndefined();
  });
});
