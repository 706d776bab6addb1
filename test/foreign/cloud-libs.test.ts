import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { rows } from '../mocks/speak.ts';
import { ForeignClient, ForeignError } from './foreign-client.ts';
import { Initialised, init, once, requests } from './initialised.ts';

describe('@f5devcentral/f5-cloud-libs 4.30.0, BigIp', () => {
  it('initialises with Basic authentication and finds the device ready', async () => {
    await using one = await Initialised.start();
    const { device } = one;
    expect(device.journal.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /mgmt/shared/echo/available 200',
      'GET /mgmt/shared/identified-devices/config/device-info/available 200',
      'GET /mgmt/tm/sys/available 200',
      'GET /mgmt/tm/cm/available 200',
      'GET /mgmt/shared/iapp/package-management-tasks/available 200',
      'GET /mgmt/tm/sys/mcp-state 200',
      'GET /mgmt/shared/identified-devices/config/device-info 200',
      'GET /mgmt/tm/sys/ready 200',
    ]);
    expect(device.unimplemented.size).toBe(0);
  });

  it('asks no sys/ready of 13.0, which has none', async () => {
    await using one = await Initialised.start({ version: '13.0.0' });
    expect(one.device.journal.map(({ path }) => path)).not.toContain('/mgmt/tm/sys/ready');
    expect(one.device.unimplemented.size).toBe(0);
  });

  it('is refused with a wrong password', async () => {
    await using device = await MockBigIp.start();
    await using bigip = await ForeignClient.start('cloud-libs', device, { retry: once });
    await expect(init(bigip, device, 'wrong')).rejects.toMatchObject({ code: 401 });
  });

  it('waits with ready() until a restart of restjavad and mcpd is over', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    device.restart([
      { phase: 'apache', requests: 2 },
      { phase: 'unregistered', requests: 2 },
      { phase: 'mcpd-lost', requests: 8 },
      { phase: 'loading', requests: 12 },
    ]);
    await expect(bigip.call('ready', { ...once })).rejects.toBeInstanceOf(ForeignError);
    await bigip.call('ready', { maxRetries: 40, retryIntervalMs: 1, continueOnError: true });
    const answers = device.journal.map(({ status }) => status);
    expect(answers.slice(8)).toEqual(expect.arrayContaining([503, 404, 500]));
    expect(answers.slice(-8)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
  });

  it('waits with active() until the device is active or standby', async () => {
    await using one = await Initialised.start();
    await one.bigip.call('active', { ...once });
    expect(one.device.journal.at(-1)).toMatchObject({ path: '/mgmt/tm/cm/failover-status', status: 200 });
  });

  it('tells a missing object from a refusal by error.code', async () => {
    await using one = await Initialised.start();
    await expect(one.bigip.call('list', '/tm/ltm/pool/~Common~none', undefined, once)).rejects.toMatchObject({
      code: 404,
      message: 'tryUntil: max tries reached: 01020036:3: The requested Pool (/Common/none) was not found.',
    });
    await expect(one.bigip.call('modify', '/tm/ltm/pool/~Common~none', {}, undefined, once)).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining('one or more properties must be specified'),
    });
  });

  it('creates, lists, modifies, replaces and deletes a pool', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    const made = await bigip.call('create', '/tm/ltm/pool', {
      name: 'web',
      monitor: '/Common/http',
      members: ['10.1.1.1:80'],
    });
    expect(made).toMatchObject({ kind: 'tm:ltm:pool:poolstate', fullPath: '/Common/web', partition: 'Common' });
    expect(rows(await bigip.call('list', '/tm/ltm/pool')).map((pool) => pool['name'])).toEqual(['web']);
    await bigip.call('modify', '/tm/ltm/pool/~Common~web', { slowRampTime: 30, description: 'shop' });
    expect(device.get('ltm/pool/~Common~web')).toMatchObject({ slowRampTime: 30, description: 'shop' });
    await bigip.call('replace', '/tm/ltm/pool/~Common~web', { name: 'web', minActiveMembers: 1 });
    expect(device.get('ltm/pool/~Common~web')).toMatchObject({ slowRampTime: 10, minActiveMembers: 1 });
    expect(device.get('ltm/pool/~Common~web')).not.toHaveProperty('description');
    await bigip.call('delete', '/tm/ltm/pool/~Common~web');
    expect(await bigip.call('list', '/tm/ltm/pool')).toEqual([]);
    expect(device.list('ltm')).toEqual(['ltm/node/~Common~10.1.1.1']);
  });

  it('creates what is missing and modifies what is there', async () => {
    await using one = await Initialised.start({ seed: { 'auth/partition/shop': {} } });
    const { device, bigip } = one;
    const pool = { name: 'web', partition: 'shop', loadBalancingMode: 'least-sessions' };
    await bigip.call('createOrModify', '/tm/ltm/pool', pool);
    await bigip.call('createOrModify', '/tm/ltm/pool', { ...pool, loadBalancingMode: 'round-robin' });
    expect(requests(device)).toEqual(['POST ltm/pool 200', 'PATCH ltm/pool/~shop~web 200']);
    expect(device.get('ltm/pool/~shop~web')).toMatchObject({ loadBalancingMode: 'round-robin' });
  });

  it('commits a transaction of pool and virtual server', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    const committed = await bigip.call('transaction', [
      {
        method: 'create',
        path: '/tm/ltm/virtual',
        body: { name: 'front', destination: '192.0.2.1:80', pool: 'web', ipProtocol: 'tcp' },
      },
      { method: 'create', path: '/tm/ltm/pool', body: { name: 'web' } },
      { method: 'create', path: '/tm/ltm/pool/~Common~web/members', body: { name: '10.1.1.1:80' } },
    ]);
    expect(committed).toMatchObject({ state: 'COMPLETED' });
    expect(device.get('ltm/virtual/~Common~front')).toMatchObject({ pool: '/Common/web' });
    expect(device.list('ltm/pool')).toEqual([
      'ltm/pool/~Common~web',
      'ltm/pool/~Common~web/members/~Common~10.1.1.1:80',
    ]);
  });

  it('is told why a transaction failed, and nothing of it stays', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    const commands = [
      { method: 'create', path: '/tm/ltm/pool', body: { name: 'web' } },
      { method: 'modify', path: '/tm/ltm/pool/~Common~none', body: { description: 'nothing' } },
    ];
    await expect(bigip.call('transaction', commands)).rejects.toMatchObject({
      code: 400,
      message: 'transaction failed:01020036:3: The requested Pool (/Common/none) was not found.',
    });
    expect(device.list('ltm')).toEqual([]);
  });

  it('creates a folder once, at the root and in a partition', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    for (const again of [false, true]) {
      await bigip.call('createFolder', 'shop', { subPath: '/' });
      await bigip.call('createFolder', 'app');
      await bigip.call('createFolder', 'inner', { subPath: '/shop' });
      expect(device.list('sys/folder'), String(again)).toEqual([
        'sys/folder/~Common~app',
        'sys/folder/~shop',
        'sys/folder/~shop~inner',
      ]);
    }
    expect(requests(device)).toHaveLength(3);
  });

  it('saves the configuration, which then outlives a reboot', async () => {
    await using one = await Initialised.start();
    const { device, bigip } = one;
    await bigip.call('create', '/tm/ltm/pool', { name: 'saved' });
    expect(await bigip.call('save')).toMatchObject({ kind: 'tm:sys:config:savestate', command: 'save' });
    await bigip.call('create', '/tm/ltm/pool', { name: 'unsaved' });
    device.restart('reboot');
    device.recover();
    expect(rows(await bigip.call('list', '/tm/ltm/pool')).map((pool) => pool['name'])).toEqual(['saved']);
  });

  it('saves to a file and loads from it', async () => {
    await using one = await Initialised.start();
    const options = [{ file: '/config/test.conf' }];
    expect(await one.bigip.call('save', '/config/test.conf')).toMatchObject({ command: 'save', options });
    expect(await one.bigip.call('loadConfig', '/config/test.conf', { merge: true })).toMatchObject({
      command: 'load',
    });
  });

  it('knows the device by device-info and cm/device', async () => {
    await using one = await Initialised.start({ hostname: 'edge.example.com' });
    const info = await one.bigip.call('deviceInfo');
    expect(info).toMatchObject({ product: 'BIG-IP', hostname: 'edge.example.com', version: one.device.version });
    expect(String(info['machineId'])).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await one.bigip.call('deviceState', 'edge.example.com')).toMatchObject({
      failoverState: 'active',
      selfDevice: 'true',
    });
  });

  it('needs no reboot', async () => {
    await using one = await Initialised.start();
    expect(await one.bigip.call('rebootRequired', { ...once })).toBe(false);
  });

  it('finds no private key of its own', async () => {
    await using one = await Initialised.start();
    expect(await one.bigip.call('getPrivateKeyMetadata', 'CloudLibsLocal', 'cloudLibsLocalPrivate')).toEqual({});
    expect(await one.bigip.call('getPrivateKeyMetadata', 'Common', 'default.key')).toMatchObject({
      fullPath: '/Common/default.key',
    });
  });
});
