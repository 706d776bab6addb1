import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { rows, Speaker } from './speak.ts';
import { group, other, self, syncOf, Two, toGroup } from './two-units.ts';

describe('a reset of one unit', () => {
  it('leaves the other alone, and tells the difference', async () => {
    await using both = await Two.start();
    await both.first.post('ltm/pool', { name: 'p' });
    await both.first.post('cm', toGroup);
    await both.first.post('sys/failover', { command: 'run', standby: true });
    both.one.reset();
    expect(both.one.list('ltm')).toEqual([]);
    expect(both.two.list('ltm')).toEqual(['ltm/pool/~Common~p']);
    expect(both.roles).toEqual(['active+standby', 'active+standby', 'active+standby']);
    expect((await syncOf(both.first)).status).toBe('yellow Changes Pending');
    both.two.reset();
    expect((await syncOf(both.first)).status).toBe('green In Sync');
  });
});

describe('trust', () => {
  const addition = { command: 'run', name: 'Root', caDevice: true, device: '192.0.2.11' };
  const peer = { ...addition, deviceName: 'bigip2.example.com', username: 'admin', password: '"admin"' };

  it('is reset, given anew, and the group joined again', async () => {
    await using both = await Two.start();
    const { one, two, first, second } = both;
    for (const client of [first, second]) expect((await client.delete('cm/trust-domain')).status).toBe(200);
    expect([one.role, two.role]).toEqual(['active', 'active']);
    expect((await syncOf(first)).status).toBe('green Standalone');
    await first.post('ltm/pool', { name: 'p' });
    await first.post('cm', toGroup);
    expect(two.list('ltm')).toEqual([]);

    const added = await first.post('cm/add-to-trust', peer);
    expect(added.status).toBe(200);
    expect(added.body['kind']).toBe('tm:cm:add-to-trust:runstate');
    expect(added.text).not.toContain('password');
    for (const unit of [one, two]) {
      expect(unit.get('cm/trust-domain/~Common~Root')!['caDevices']).toEqual([
        '/Common/bigip1.example.com',
        '/Common/bigip2.example.com',
      ]);
      expect([unit.get(self), unit.get(other)]).not.toContain(undefined);
      const trusted = unit
        .snapshot()
        .entries.filter(({ parent }) => parent === 'cm/device-group/~Common~device_trust_group');
      expect(trusted.map(({ name }) => name).sort()).toEqual(['bigip1.example.com', 'bigip2.example.com']);
    }
    expect([one.role, two.role]).toEqual(['active', 'active']);
    const joined = await first.post(`cm/device-group/~Common~${group}/devices`, { name: 'bigip2.example.com' });
    expect(joined.status).toBe(200);
    expect(both.roles).toEqual(['active+standby', 'active+standby', 'active+standby']);
    const members = await second.get(`cm/device-group/~Common~${group}/devices`);
    expect(rows(members.body['items'])).toHaveLength(2);
    const awaited = await syncOf(first);
    expect(awaited.status).toMatch(/Awaiting Initial Sync/);
    expect(awaited.lines.join()).toContain(`to group /Common/${group}`);
    const pull = { command: 'run', utilCmdArgs: `config-sync from-group ${group}` };
    expect((await second.post('cm', pull)).body['message']).toContain('not allowed until a push has been done first');
    await first.post('cm', toGroup);
    expect((await second.post('cm', pull)).status).toBe(200);
    expect((await syncOf(second)).status).toBe('green In Sync');
    expect(two.list('ltm')).toEqual(['ltm/pool/~Common~p']);
  });

  it('of one side only is no trust', async () => {
    await using both = await Two.start();
    await both.first.delete('cm/trust-domain');
    expect((await syncOf(both.first)).status).toBe('green Standalone');
    expect((await syncOf(both.second)).status).toBe('red Disconnected');
    expect([both.one.role, both.two.role]).toEqual(['active', 'active']);
  });

  it('is not given to a wrong password, a stranger, or by a device alone', async () => {
    await using both = await Two.start();
    for (const client of [both.first, both.second]) await client.delete('cm/trust-domain');
    const wrong = await both.first.post('cm/add-to-trust', { ...peer, password: 'wrong' });
    expect(wrong.status).toBe(400);
    const stranger = await both.first.post('cm/add-to-trust', { ...peer, deviceName: 'bigip3.example.com' });
    expect(stranger.status).toBe(400);
    expect(both.one.get(other)).toBeUndefined();
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    expect((await client.post('cm/add-to-trust', peer)).status).toBe(400);
  });

  it('is taken back from one device', async () => {
    await using both = await Two.start();
    const removal = { command: 'run', name: 'Root', caDevice: true, deviceName: 'bigip2.example.com' };
    expect((await both.first.post('cm/remove-from-trust', removal)).status).toBe(200);
    expect(both.one.get('cm/trust-domain/~Common~Root')!['caDevices']).toEqual(['/Common/bigip1.example.com']);
    expect((await syncOf(both.first)).status).toBe('green Standalone');
    expect((await both.first.post('cm/remove-from-trust', removal)).status).toBe(404);
  });
});
