import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';
import { failoverText, group, self, syncOf, Two, toGroup } from './two-units.ts';

describe('failover', () => {
  it('is told in sys/failover in the recorded shape, and by the clock', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    device.clock.freeze();
    device.clock.advance(4_832_000);
    const { body } = await client.get('sys/failover');
    expect(body).toEqual({
      kind: 'tm:sys:failover:failoverstats',
      selfLink: 'https://localhost/mgmt/tm/sys/failover?ver=15.1.2.1',
      apiRawValues: { apiAnonymous: 'Failover active for 0d 01:20:32\n' },
    });
  });

  it('of a device alone: offline and back, as f5-sdk tests it', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    for (const [off, on] of [
      [{ offline: true }, { online: true, offline: false }],
      [{ utilCmdArgs: 'offline' }, { utilCmdArgs: 'online' }],
    ]) {
      expect((await client.post('sys/failover', { command: 'run', ...off })).status).toBe(200);
      expect(device.get(self)).toMatchObject({ failoverState: 'forced-offline' });
      expect(await failoverText(client)).toContain('Failover forced_offline');
      expect((await client.get('cm/failover-status')).text).toContain('FORCED OFFLINE');
      await client.post('sys/failover', { command: 'run', ...on });
      expect(device.get(self)).toMatchObject({ failoverState: 'active' });
      expect(await failoverText(client)).toContain('Failover active');
    }
    await client.post('sys/failover', { command: 'run', standby: true, 'traffic-group': 'traffic-group-1' });
    expect(await failoverText(client)).toContain('Failover active');
    expect((await client.post('sys/failover', { command: 'run', standby: false })).status).toBe(400);
  });

  it('hands the traffic over, and back only to a unit that is there', async () => {
    await using both = await Two.start();
    const { first, second } = both;
    await first.post('sys/failover', { command: 'run', standby: true });
    expect(both.roles).toEqual(['standby+active', 'standby+active', 'standby+active']);
    await first.post('sys/failover', { command: 'run', standby: true });
    expect(both.one.role).toBe('standby');
    await first.post('sys/failover', { command: 'run', utilCmdArgs: 'offline' });
    expect(both.roles).toEqual(['offline+active', 'forced-offline+active', 'forced-offline+active']);
    await second.post('sys/failover', { command: 'run', standby: true });
    expect(both.two.role).toBe('active');
    await first.post('sys/failover', { command: 'run', online: true });
    expect(both.roles).toEqual(['standby+active', 'standby+active', 'standby+active']);
    await second.post('sys/failover', { command: 'run', offline: true });
    expect(both.roles).toEqual(['active+offline', 'active+forced-offline', 'active+forced-offline']);
  });

  it('follows a reboot of the active unit, which comes back as standby', async () => {
    await using both = await Two.start();
    both.one.restart('reboot');
    expect([both.one.role, both.two.role]).toEqual(['standby', 'active']);
    expect((await syncOf(both.second)).lines).toContain('bigip1.example.com: disconnected');
    both.one.recover();
    expect((await syncOf(both.second)).lines).toContain('bigip1.example.com: connected');
    expect([both.one.role, both.two.role]).toEqual(['standby', 'active']);
  });
});

describe('cm/device tells the role', () => {
  it('of both units after a reboot, a load, and a snapshot that is given back', async () => {
    await using both = await Two.start();
    const { one, two, first } = both;
    const start = one.snapshot();
    const swapped = ['standby+active', 'standby+active', 'standby+active'];
    await first.post('sys/config', { command: 'save' });
    await first.post('sys/failover', { command: 'run', standby: true });
    one.restore(start);
    expect(both.roles).toEqual(swapped);
    await first.post('sys/config', { command: 'load' });
    expect(both.roles).toEqual(swapped);
    one.restart('reboot');
    one.recover();
    expect(both.roles).toEqual(swapped);
    two.restart('reboot');
    two.recover();
    expect(both.roles).toEqual(['active+standby', 'active+standby', 'active+standby']);
  });

  it('of a device alone, too', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const start = device.snapshot();
    device.failover();
    device.restore(start);
    expect([device.role, device.get(self)?.['failoverState']]).toEqual(['standby', 'standby']);
    device.restart('reboot');
    expect([device.role, device.get(self)?.['failoverState']]).toEqual(['standby', 'standby']);
    device.reset();
    expect([device.role, device.get(self)?.['failoverState']]).toEqual(['active', 'active']);
  });
});

describe('a pair', () => {
  it('of which one unit cannot start leaves nothing behind', async () => {
    await using taken = await MockBigIp.start({ protocol: 'http' });
    const port = Number(new URL(taken.url).port);
    const free = await MockBigIp.start({ protocol: 'http' });
    const other = Number(new URL(free.url).port);
    await free.close();
    await expect(MockBigIp.pair({ protocol: 'http', port: other }, { protocol: 'http', port })).rejects.toThrow(
      'EADDRINUSE',
    );
    await using again = await MockBigIp.start({ protocol: 'http', port: other });
    expect(again.url).toContain(String(other));
  });
});

describe('config-sync', () => {
  it.each([
    ['cm', toGroup],
    ['cm', { command: 'run', utilCmdArgs: `config-sync force-full-load-push to-group /Common/${group}` }],
    ['cm/config-sync', { command: 'run', utilCmdArgs: `to-group ${group}` }],
    ['cm/config-sync', { command: 'run', options: [{ 'to-group': group }] }],
    ['cm/config-sync', { command: 'run', options: [{ 'to-group': group, 'force-full-load-push': true }] }],
    ['cm/config-sync/', { command: 'run', options: [{ 'force-full-load-push to-group': group }] }],
  ])('POST %s %j', async (path, body) => {
    await using both = await Two.start();
    await both.first.post('ltm/pool', { name: 'p' });
    const { status } = await both.first.post(path, body);
    expect([status, both.two.list('ltm/pool')]).toEqual([200, ['ltm/pool/~Common~p']]);
  });

  it('takes from the group, too', async () => {
    await using both = await Two.start();
    await both.first.post('ltm/pool', { name: 'p' });
    await both.second.post('cm', { command: 'run', utilCmdArgs: `config-sync from-group ${group}` });
    expect(both.two.list('ltm/pool')).toEqual(['ltm/pool/~Common~p']);
    expect((await syncOf(both.first)).status).toBe('green In Sync');
  });

  it('to a group of which the other is no member copies nothing', async () => {
    await using both = await Two.start();
    await both.first.post('cm/device-group', { name: 'mine', devices: ['bigip1.example.com'] });
    await both.first.post('ltm/pool', { name: 'p' });
    for (const name of ['mine', 'device_trust_group']) {
      const answer = await both.first.post('cm', { command: 'run', utilCmdArgs: `config-sync to-group ${name}` });
      expect([answer.status, both.two.list('ltm')]).toEqual([200, []]);
    }
    expect((await syncOf(both.first)).status).toBe('yellow Changes Pending');
  });

  it('copies routes and VXLAN profiles, and nothing of a folder that is in no device group', async () => {
    await using both = await Two.start({
      'net/self/~Common~s': { address: '10.0.0.1/24', vlan: 'v' },
      'net/vlan/~Common~v': {},
    });
    const { one, two, first } = both;
    one.seed({
      'sys/folder/~LOCAL_ONLY': { inheritedDevicegroup: 'false', inheritedTrafficGroup: 'false' },
      'net/route/~LOCAL_ONLY~mine': { network: '10.1.0.0/16', gw: '10.0.0.2' },
      'net/route/~Common~default': { network: 'default', gw: '10.0.0.3' },
      'net/tunnels/vxlan/~Common~fl-vxlan': { port: 8472, floodingType: 'none' },
    });
    const before = two.list();
    await first.post('cm', toGroup);
    expect(two.list().filter((uri) => !before.includes(uri))).toEqual([
      'net/route/~Common~default',
      'net/tunnels/vxlan/~Common~fl-vxlan',
    ]);
    one.set('net/route/~LOCAL_ONLY~mine', { description: 'x' });
    expect((await syncOf(first)).status).toBe('green In Sync');
    one.set('net/route/~Common~default', { description: 'x' });
    expect((await syncOf(first)).status).toBe('yellow Changes Pending');
  });

  it('fails whole when the other unit lacks what an object needs', async () => {
    await using both = await Two.start();
    const { one, two, first } = both;
    one.seed({ 'net/vlan/~Common~v': {} });
    await first.post('ltm/pool', { name: 'p' });
    await first.post('ltm/virtual', { name: 'v', destination: '10.1.1.1:80', vlansEnabled: true, vlans: ['v'] });
    const start = two.snapshot().entries;
    expect((await first.post('cm', toGroup)).status).toBe(200);
    expect(two.snapshot().entries).toEqual(start);
    const failed = await syncOf(first);
    expect(failed.status).toBe('red Sync Failure');
    expect(failed.lines.join()).toContain('(/Common/v) was not found');
    two.seed({ 'net/vlan/~Common~v': {} });
    await first.post('cm', toGroup);
    expect((await syncOf(first)).status).toBe('green In Sync');
    expect(two.get('ltm/virtual/~Common~v')).toBeDefined();
  });

  it('reaches nobody while the other unit is down', async () => {
    await using both = await Two.start();
    both.two.restart([{ phase: 'unreachable' }]);
    await both.first.post('ltm/pool', { name: 'p' });
    await both.first.post('cm', toGroup);
    expect(both.two.list('ltm')).toEqual([]);
    expect((await syncOf(both.first)).status).toBe('red Disconnected');
    both.two.recover();
    expect((await syncOf(both.first)).status).toBe('yellow Changes Pending');
    await both.first.post('cm', toGroup);
    expect(both.two.list('ltm')).toEqual(['ltm/pool/~Common~p']);
  });

  it('is due again after a configuration was loaded or a snapshot given back', async () => {
    await using both = await Two.start();
    const empty = both.one.snapshot();
    await both.first.post('ltm/pool', { name: 'p' });
    await both.first.post('cm', toGroup);
    both.one.restore(empty);
    expect((await syncOf(both.first)).status).toBe('yellow Changes Pending');
    await both.first.post('cm', toGroup);
    expect(both.two.list('ltm')).toEqual([]);
    await both.first.post('ltm/pool', { name: 'p' });
    await both.first.post('cm', toGroup);
    await both.first.post('sys/config', { command: 'load' });
    expect((await syncOf(both.first)).status).toBe('yellow Changes Pending');
  });

  it('happens by itself in a group that says so, in both directions and in commits', async () => {
    await using both = await Two.start();
    await both.second.patch(`cm/device-group/${group}`, { autoSync: 'enabled' });
    expect(both.one.get(`cm/device-group/~Common~${group}`)).toMatchObject({ autoSync: 'enabled' });
    const id = String((await both.second.post('transaction', {})).body['transId']);
    for (const name of ['a', 'b']) await both.second.post('ltm/pool', { name }, { 'X-F5-REST-Coordination-Id': id });
    expect(both.one.list('ltm')).toEqual([]);
    await both.second.patch(`transaction/${id}`, { state: 'VALIDATING' });
    expect(both.one.list('ltm')).toEqual(['ltm/pool/~Common~a', 'ltm/pool/~Common~b']);
    expect((await syncOf(both.first)).status).toBe('green In Sync');
  });
});
