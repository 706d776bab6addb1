import { describe, expect, it } from 'vitest';
import { propertiesOf } from '../../src/actual/entries.ts';
import type { Json } from '../../src/state.ts';
import { openRig } from '../apply/device.ts';
import { desired, entry, pool, virtual } from '../plan/wanted.ts';

describe('the properties of an object of the device', () => {
  it('hold no links, neither beside a property nor inside of one', () => {
    const link = { link: 'https://localhost/mgmt/tm/ltm/persistence/source-addr/~k8s~x?ver=14.1.2.1' };
    const wire = {
      pool: '/k8s/web',
      poolReference: link,
      persist: [{ name: 'x', partition: 'k8s', tmDefault: 'yes', nameReference: link }],
      sourceAddressTranslation: { type: 'snat', pool: '/Common/out', poolReference: link },
      preference: 'kept',
    };
    expect(propertiesOf(wire)).toEqual({
      pool: '/k8s/web',
      persist: [{ name: 'x', partition: 'k8s', tmDefault: 'yes' }],
      sourceAddressTranslation: { type: 'snat', pool: '/Common/out' },
      preference: 'kept',
    });
  });

  it('so a plan shows none of what is there now', async () => {
    await using rig = await openRig();
    const profile = entry('ltm/persistence/source-addr', 'ltm/persistence/source-addr/~k8s~web_source_addr', {
      timeout: 600,
    });
    const web = (persist: Json) => virtual('web', '172.16.0.1:80', 'web', { persist });
    const used = [{ name: 'web_source_addr', partition: 'k8s', tmDefault: 'yes' }];
    await rig.apply(desired([web(used), pool('web'), profile]));
    const plan = await rig.plan(desired([web(null), pool('web')]), { prune: true });
    expect(plan.changes[0]).toMatchObject({ before: { persist: used }, after: { persist: null } });
    expect(JSON.stringify(plan)).not.toMatch(/Reference"|localhost/);
  });
});
