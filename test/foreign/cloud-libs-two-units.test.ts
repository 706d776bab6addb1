import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Initialised, once } from './initialised.ts';

const [first, second] = ['bigip1.example.com', 'bigip2.example.com'];
const group = 'sync-failover';

/** Two units, and f5-cloud-libs on each. */
async function start(): Promise<[Initialised, Initialised]> {
  const [one, two] = await MockBigIp.pair();
  return [await Initialised.of(one), await Initialised.of(two)];
}

describe('@f5devcentral/f5-cloud-libs 4.30.0, two units', () => {
  it('finds one active and one standby, each knowing both', async () => {
    const [active, standby] = await start();
    await using _ = active;
    await using __ = standby;
    for (const { bigip } of [active, standby]) {
      await bigip.call('active', { ...once });
      expect(await bigip.call('deviceState', first)).toMatchObject({ failoverState: 'active' });
      expect(await bigip.call('deviceState', second)).toMatchObject({ failoverState: 'standby' });
      expect(await bigip.call('cluster.areInDeviceGroup', [first, second], group)).toEqual(
        expect.arrayContaining([first, second]),
      );
      expect(await bigip.call('cluster.areInTrustGroup', [first, second])).toEqual([first, second]);
    }
    expect(await active.bigip.call('deviceInfo')).toMatchObject({ hostname: first });
    expect(await standby.bigip.call('deviceInfo')).toMatchObject({ hostname: second });
  });

  it('is told what to synchronise, does it, and is then told that it is complete', async () => {
    const [active, standby] = await start();
    await using _ = active;
    await using __ = standby;
    await active.bigip.call('cluster.syncComplete', { ...once });
    await active.bigip.call('create', '/tm/ltm/pool', { name: 'web', members: ['10.0.0.1:80'] });
    await active.bigip.call('create', '/tm/net/vlan', { name: 'own', tag: 100 });
    const refused = active.bigip.call('cluster.syncComplete', { ...once });
    await expect(refused).rejects.toMatchObject({ data: { sync: expect.stringMatching(/(^|\/)sync-failover$/) } });
    expect(standby.device.list('ltm')).toEqual([]);
    await active.bigip.call('cluster.sync', 'to-group', group);
    for (const { bigip } of [active, standby]) await bigip.call('cluster.syncComplete', { ...once });
    expect(standby.device.list('ltm/pool')).toEqual(active.device.list('ltm/pool'));
    expect(standby.device.get('net/vlan/~Common~own')).toBeUndefined();
  });

  it('reads in sync-status that the other unit is connected', async () => {
    const [active, standby] = await start();
    await using _ = active;
    await using __ = standby;
    expect(await active.bigip.call('cluster.getCmSyncStatus')).toEqual({ connected: [second], disconnected: [] });
    expect(await standby.bigip.call('cluster.getCmSyncStatus')).toEqual({ connected: [first], disconnected: [] });
  });

  it('does not join a cluster in which the other unit is already', async () => {
    const [active, standby] = await start();
    await using _ = active;
    await using __ = standby;
    const { hostname, port } = new URL(standby.device.url);
    const options = { remoteHostname: second, remotePort: Number(port), product: 'BIG-IP' };
    const joined = await active.bigip.call('cluster.joinCluster', group, hostname, 'admin', 'admin', true, options);
    expect(joined).toBe(false);
  });

  it('makes a cluster of two strangers: trust, device group, synchronisation', async () => {
    const [active, standby] = await start();
    await using _ = active;
    await using __ = standby;
    for (const { bigip } of [active, standby]) {
      await bigip.call('cluster.resetTrust', { ...once });
      await bigip.call('cluster.configSyncIp', '10.0.0.1');
    }
    expect(await active.bigip.call('cluster.isInTrustGroup', second)).toBe(false);
    const { hostname, port } = new URL(standby.device.url);
    const options = {
      remoteHostname: second,
      remotePort: Number(port),
      product: 'BIG-IP',
      syncDelay: 10,
      syncCompDelay: 10,
    };
    await active.bigip.call('create', '/tm/ltm/pool', { name: 'web' });
    expect(await active.bigip.call('cluster.joinCluster', group, hostname, 'admin', 'admin', true, options)).toBe(true);
    expect(await standby.bigip.call('cluster.areInTrustGroup', [first, second])).toEqual([first, second]);
    expect(await standby.bigip.call('cluster.areInDeviceGroup', [first, second], group)).toEqual(
      expect.arrayContaining([first, second]),
    );
    expect(standby.device.list('ltm/pool')).toEqual(['ltm/pool/~Common~web']);
    expect(await standby.bigip.call('deviceState', second)).toMatchObject({ failoverState: 'standby' });
  });
});
