import { describe, expect, it } from 'vitest';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { openRig } from '../apply/device.ts';
import { ftpProfile, readFtpProfile, useFtpProfile } from './own-type.ts';

describe('a type of your own', () => {
  it('has the verbs, the types and the checks of every other', async () => {
    await using rig = await openRig();
    const profile = await useFtpProfile(rig.bigip);
    expect(profile).toMatchObject({ fullPath: '/k8s/ftp-2121', port: 2121, security: 'enabled' });
    expect(rig.writes()).toEqual(['POST ltm/profile/ftp', 'PATCH ltm/profile/ftp/~k8s~ftp-2121']);
    // What it does not declare is kept.
    expect(profile).toHaveProperty('translateExtended');
    const profiles = rig.bigip.collection(ftpProfile);
    await expect(async () => profiles.create({ name: 'x', port: 70_000 })).rejects.toThrow(BigIpValueError);
    expect((await profiles.list({ select: ['port'] }).toArray()).map(({ name }) => name)).toContain('ftp-2121');
  });

  it('and request() for what has none', async () => {
    await using rig = await openRig();
    await useFtpProfile(rig.bigip);
    expect(await readFtpProfile(rig.bigip, '/k8s/ftp-2121')).toMatchObject({
      kind: 'tm:ltm:profile:ftp:ftpstate',
      port: 2121,
    });
  });
});
