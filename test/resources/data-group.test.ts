import { describe, expect, it } from 'vitest';
import { openRig } from '../apply/device.ts';

describe('records of a data group', () => {
  it('of addresses are the same with and without the length of a host', async () => {
    await using rig = await openRig();
    const groups = rig.bigip.ltm.dataGroup.internal;
    await groups.create({
      name: 'hosts',
      partition: 'k8s',
      type: 'ip',
      records: [{ name: '192.0.2.1' }, { name: 'fd00::1/128', data: 'six' }, { name: '192.0.2.0/24' }],
    });
    const found = await groups.get('/k8s/hosts');
    rig.writes();
    for (const records of [
      [{ name: '192.0.2.0/24' }, { name: '192.0.2.1/32' }, { name: 'FD00:0::1' }],
      [{ data: 'six', name: 'fd00::1' }, { name: '192.0.2.1' }, { name: '192.0.2.0/24' }],
    ]) {
      await groups.modify(found, { records });
      expect(rig.writes()).toEqual([]);
    }
    const others = [{ name: '192.0.2.1/31' }, { name: 'fd00::1' }, { name: '192.0.2.0/24' }];
    await groups.modify(found, { records: others });
    expect(rig.device.journal.at(-1)?.body).toEqual({ records: others });
  });

  it('of texts are what they are', async () => {
    await using rig = await openRig();
    const groups = rig.bigip.ltm.dataGroup.internal;
    const made = await groups.create({ name: 'words', type: 'string', records: [{ name: '192.0.2.1' }] });
    await groups.modify(made, { records: [{ name: '192.0.2.1/32' }] });
    expect(rig.device.journal.at(-1)?.body).toEqual({ records: [{ name: '192.0.2.1/32' }] });
  });
});
