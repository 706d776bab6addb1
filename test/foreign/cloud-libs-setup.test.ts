import { describe, expect, it } from 'vitest';
import { rows } from '../mocks/speak.ts';
import { Initialised, init, once, requests } from './initialised.ts';

describe('@f5devcentral/f5-cloud-libs 4.30.0, onboard', () => {
  it('creates a user, who can log in, and gives him another password', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    await bigip.call('onboard.updateUser', 'robot', 'first-Word-1', 'admin', 'bash');
    expect(device.get('auth/user/robot')).toMatchObject({
      shell: 'bash',
      partitionAccess: [{ name: 'all-partitions', role: 'admin' }],
    });
    await bigip.call('onboard.password', 'robot', 'second-Word-2');
    const login = (password: string) =>
      device.handle({
        method: 'POST',
        path: '/mgmt/shared/authn/login',
        body: JSON.stringify({ username: 'robot', password, loginProviderName: 'tmos' }),
      });
    expect([login('first-Word-1').status, login('second-Word-2').status]).toEqual([401, 200]);
    expect(JSON.stringify(device.journal)).not.toMatch(/(first|second)-Word/);
  });

  it('changes its own password and goes on with it', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('onboard.password', 'admin', 'another-Word-3');
    expect(await one.bigip.call('list', '/tm/ltm/pool')).toEqual([]);
    await expect(init(one.bigip, one.device, 'admin')).rejects.toMatchObject({ code: 401 });
  });

  it('sets global settings, the host name among them', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    await bigip.call('onboard.globalSettings', { guiSetup: 'disabled', hostname: 'renamed.example.com' });
    expect(device.get('sys/global-settings')).toMatchObject({ hostname: 'renamed.example.com', guiSetup: 'disabled' });
    expect(rows(await bigip.call('list', '/tm/cm/device')).map((unit) => unit['name'])).toEqual([
      'renamed.example.com',
    ]);
    expect(await bigip.call('deviceInfo')).toMatchObject({ hostname: 'renamed.example.com' });
  });

  it('sets database variables', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('onboard.setDbVars', { 'provision.1nic': 'enable', 'provision.extramb': '1000' });
    expect(one.device.get('sys/db/provision.1nic')).toMatchObject({ value: 'enable' });
    expect(one.device.get('sys/db/provision.extramb')).toMatchObject({ value: '1000' });
  });

  it.each([false, true])('provisions modules (in a transaction: %s)', async (useTransaction) => {
    await using one = await Initialised.start();
    await one.bigip.call('onboard.provision', { ltm: 'nominal', avr: 'nominal' }, { useTransaction });
    expect(one.device.get('sys/provision/avr')).toMatchObject({ level: 'nominal' });
    expect(requests(one.device).filter((line) => line.includes('sys/provision'))).toEqual([
      'PATCH sys/provision/avr 200',
    ]);
  });
});

describe('@f5devcentral/f5-cloud-libs 4.30.0, cluster', () => {
  const self = 'bigip1.example.com';

  it('sets the address for config-sync on the device that device-info names', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('cluster.configSyncIp', '10.0.0.10');
    expect(one.device.get(`cm/device/~Common~${self}`)).toMatchObject({ configsyncIp: '10.0.0.10' });
  });

  it.each(['sync-only', 'sync-failover'])(
    'creates a device group (%s), applies its settings again, deletes it',
    async (type) => {
      await using one = await Initialised.start();
      const { device, bigip } = one;
      const uri = 'cm/device-group/~Common~pair';
      expect(await bigip.call('cluster.hasDeviceGroup', 'pair')).toBe(false);
      await bigip.call('cluster.createDeviceGroup', 'pair', type, [self], { autoSync: true, networkFailover: true });
      expect(device.get(uri)).toMatchObject({
        type,
        autoSync: 'enabled',
        fullLoadOnSync: 'false',
        saveOnAutoSync: 'false',
      });
      expect(await bigip.call('cluster.hasDeviceGroup', 'pair')).toBe(true);
      expect(await bigip.call('cluster.areInDeviceGroup', [self, 'other.example.com'], 'pair')).toEqual([self]);
      await bigip.call('cluster.createDeviceGroup', 'pair', type, [self], { fullLoadOnSync: true });
      expect(device.get(uri)).toMatchObject({ autoSync: 'disabled', fullLoadOnSync: 'true' });
      await bigip.call('cluster.deleteDeviceGroup', 'pair');
      expect(device.list('cm/device-group')).toEqual([]);
    },
  );

  it('adds a device to a group and takes it out again', async () => {
    await using one = await Initialised.start();
    const { bigip } = one;
    await bigip.call('cluster.createDeviceGroup', 'pair', 'sync-only', []);
    expect(await bigip.call('cluster.isInDeviceGroup', self, 'pair')).toBe(false);
    await bigip.call('cluster.addToDeviceGroup', self, 'pair');
    expect(await bigip.call('cluster.isInDeviceGroup', self, 'pair')).toBe(true);
    await bigip.call('cluster.removeFromDeviceGroup', self, 'pair');
    expect(await bigip.call('cluster.areInDeviceGroup', [self], 'pair')).toEqual([]);
  });

  it('finds itself, and no other, in the trust domain', async () => {
    await using one = await Initialised.start();
    expect(await one.bigip.call('cluster.isInTrustGroup', self)).toBe(true);
    expect(await one.bigip.call('cluster.areInTrustGroup', [self, 'other.example.com'])).toEqual([self]);
  });

  it('synchronises to a group, and is told when there is none', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    await bigip.call('cluster.createDeviceGroup', 'pair', 'sync-only', [self]);
    expect(await bigip.call('cluster.sync', 'to-group', 'pair')).toMatchObject({
      kind: 'tm:cm:runstate',
      command: 'run',
    });
    await bigip.call('cluster.sync', 'to-group', 'pair', true);
    expect(device.journal.at(-1)?.body).toEqual({
      command: 'run',
      utilCmdArgs: 'config-sync force-full-load-push to-group pair',
    });
    await expect(bigip.call('cluster.sync', 'to-group', 'none')).rejects.toMatchObject({
      code: 400,
      message: expect.stringMatching(/^01070734:3: .*none/),
    });
  });

  it('reads sync-status: complete on a unit without peers', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('cluster.syncComplete', { ...once });
    expect(await one.bigip.call('cluster.getCmSyncStatus')).toEqual({ connected: [], disconnected: [] });
  });

  it('resets the trust', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('cluster.resetTrust', { ...once });
    expect(requests(one.device)).toEqual(['DELETE cm/trust-domain 200']);
  });
});
