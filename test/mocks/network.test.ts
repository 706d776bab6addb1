import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';

async function start(options = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay, ...options });
  return { device, client: new Speaker(device) };
}

describe('a VXLAN tunnel', () => {
  it('is built as in the F5 guide and shows what was recorded', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    const client = new Speaker(device);
    const profile = await client.post('net/tunnels/vxlan', { name: 'fl', port: 8472, floodingType: 'none' });
    expect(profile.body).toMatchObject({ defaultsFrom: '/Common/vxlan', encapsulationType: 'vxlan', port: 8472 });
    const tunnel = await client.post('net/tunnels/tunnel', {
      name: 't',
      profile: 'fl',
      key: 1,
      localAddress: '10.0.0.4',
    });
    expect(tunnel.body).toMatchObject({
      profile: '/Common/fl',
      profileReference: { link: 'https://localhost/mgmt/tm/net/tunnels/vxlan/~Common~fl?ver=15.1.2.1' },
      remoteAddress: 'any6',
      secondaryAddress: 'any6',
      mode: 'bidirectional',
      usePmtu: 'enabled',
    });
    const self = await client.post('net/self', {
      name: 's',
      address: '10.244.246.2/16',
      vlan: 't',
      'traffic-group': 'traffic-group-local-only',
      allowService: 'all',
    });
    expect(self.body).toMatchObject({
      vlan: '/Common/t',
      vlanReference: { link: 'https://localhost/mgmt/tm/net/tunnels/tunnel/~Common~t?ver=15.1.2.1' },
      trafficGroup: '/Common/traffic-group-local-only',
      floating: 'disabled',
      unit: 0,
      allowService: 'all',
    });
    const floating = await client.post('net/self', {
      name: 'f',
      address: '10.244.246.3/16',
      vlan: 't',
      trafficGroup: 'traffic-group-1',
    });
    expect(floating.body).toMatchObject({ floating: 'enabled', unit: 1 });
    expect((await client.delete('net/tunnels/tunnel/~Common~t')).body['message']).toBe(
      '01070265:3: The Tunnel (/Common/t) cannot be deleted because it is in use by a self IP (/Common/s).',
    );
  });

  it('brings its FDB tunnel, which cannot be made or deleted', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.get('net/fdb/tunnel');
    expect(rows(body['items']).map((item) => item['name'])).toEqual(['flannel_vxlan', 'http-tunnel', 'socks-tunnel']);
    for (const answer of [
      await client.delete('net/fdb/tunnel/~Common~flannel_vxlan/?ver=11.5.0'),
      await client.post('net/fdb/tunnel', { name: 'x' }),
    ]) {
      expect([answer.status, answer.body['message'], answer.body['apiError']]).toEqual([
        400,
        'enter a valid option',
        26_214_401,
      ]);
    }
    device.delete('net/self/~Common~flannel-self');
    expect((await client.delete('net/tunnels/tunnel/~Common~flannel_vxlan')).status).toBe(200);
    expect((await client.get('net/fdb/tunnel/~Common~flannel_vxlan')).status).toBe(404);
    expect(device.get('net/route-domain/~Common~0')!['vlans']).not.toContain('/Common/flannel_vxlan');
  });

  it('shows its MAC address only in stats with all properties, under the key of the version', async () => {
    const uri = 'net/tunnels/tunnel/~Common~flannel_vxlan';
    const keys: string[] = [];
    for (const version of ['13.1.1', '15.1.2.1']) {
      const { device, client } = await start({ version });
      await using _ = device;
      const { body } = await client.get(`${uri}/stats?options=all-properties`);
      const [key = ''] = Object.keys(body['entries']!);
      keys.push(key);
      expect(body['entries']![key]!['nestedStats']!['entries']!['macAddr']).toEqual({
        description: '00:50:56:bb:32:66',
      });
      expect((await client.get(`${uri}/stats`)).text).not.toContain('macAddr');
      expect((await client.get(uri)).text).not.toContain('00:50:56');
      device.set(uri, { macAddress: '02:00:00:00:00:01' });
      expect((await client.get(`${uri}/stats?options=all-properties`)).text).toContain('02:00:00:00:00:01');
    }
    expect(keys).toEqual([
      `https://localhost/mgmt/tm/${uri}/~Common~flannel_vxlan/stats`,
      `https://localhost/mgmt/tm/${uri}/stats`,
    ]);
  });

  it('has a VNI of its own at its local address', async () => {
    const { device, client } = await start();
    await using _ = device;
    const body = { name: 'test', partition: 'k8s', profile: '/Common/fl-vxlan', key: 1, localAddress: '172.16.40.198' };
    expect((await client.post('net/tunnels/tunnel', body)).body['message']).toBe(
      '010716ce:3: The tunnel /k8s/test must have a unique VNI - the specified VNI(1) conflicts with VNI of tunnel /Common/flannel_vxlan.',
    );
    expect(device.get('net/fdb/tunnel/~k8s~test')).toBeUndefined();
    expect((await client.post('net/tunnels/tunnel', { ...body, key: 2 })).status).toBe(200);
  });
});

describe('FDB records', () => {
  it('are added, read with their route domain, and deleted one by one', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post(records, { name: '5E:1B:0A:44:9C:01', endpoint: '172.16.40.201' });
    expect(made.body).toMatchObject({
      kind: 'tm:net:fdb:tunnel:records:recordsstate',
      name: '5e:1b:0a:44:9c:01',
      fullPath: '5e:1b:0a:44:9c:01',
      endpoint: '172.16.40.201%0',
    });
    expect(made.body['partition']).toBeUndefined();
    expect((await client.get(`${records}/5e%3A1b%3A0a%3A44%3A9c%3A01`)).status).toBe(200);
    expect((await client.get('net/fdb/tunnel/~Common~flannel_vxlan')).text).not.toContain('172.16.40.201');
    expect((await client.delete(`${records}/5e:1b:0a:44:9c:01`)).status).toBe(200);
    expect((await client.get(`${records}/5e:1b:0a:44:9c:01`)).body['message']).toBe(
      'Object not found - 5e:1b:0a:44:9c:01',
    );
  });

  it('are replaced whole through the tunnel, and shown within it where the version is old', async () => {
    const { device, client } = await start();
    await using _ = device;
    const fdb = 'net/fdb/tunnel/~Common~flannel_vxlan';
    const all = [
      { name: '0a:0a:c0:a8:c8:41', endpoint: '192.168.200.65%0' },
      { name: '0a:0a:c0:a8:c8:42', endpoint: '192.168.200.66' },
    ];
    expect((await client.put(`${fdb}/`, { name: 'flannel_vxlan', records: all })).status).toBe(200);
    expect(device.list(records)).toHaveLength(2);
    const old = await client.get(`${fdb}/?ver=11.5.0`);
    expect(rows(old.body['records']).map((record) => record['name'])).toEqual(all.map(({ name }) => name));
    expect(old.body['recordsReference']).toBeUndefined();
    await client.patch(fdb, { records: null });
    expect(device.list(records)).toEqual([]);
    expect((await client.get(`${fdb}?ver=11.5.0`)).body['records']).toBeUndefined();
  });

  it('stay in the route domain of the tunnel', async () => {
    const { device, client } = await start();
    await using _ = device;
    const answer = await client.post(records, { name: 'ca:92:1e:36:45:2c', endpoint: '10.40.161.11%40' });
    expect([answer.status, answer.body['message']]).toEqual([
      400,
      '01070734:3: Configuration error: The IP address (10.40.161.11%40) of the tunnel FDB record (/Common/flannel_vxlan ca:92:1e:36:45:2c) and the tunnel local address (172.16.40.198%0) cannot be in different route domain.',
    ]);
    expect(device.list(records)).toEqual([]);
  });

  it('follow the default route domain of their partition', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({
      'net/route-domain/~Common~20': { id: 20 },
      'auth/partition/stage': { defaultRouteDomain: 20 },
      'net/tunnels/tunnel/~stage~t': { profile: '/Common/fl-vxlan', key: 7, localAddress: '10.20.121.1' },
    });
    expect(device.get('net/tunnels/tunnel/~stage~t')!['localAddress']).toBe('10.20.121.1%20');
    const made = await client.post('net/fdb/tunnel/~stage~t/records', {
      name: 'be:f0:0a:97:10:e1',
      endpoint: '10.20.121.12',
    });
    expect(made.body['endpoint']).toBe('10.20.121.12%20');
  });
});

describe('static ARP', () => {
  it('keeps its address and changes its MAC', async () => {
    const { device, client } = await start();
    await using _ = device;
    const uri = 'net/arp/~Common~k8s-10.244.1.36';
    const made = await client.post('net/arp', {
      name: 'k8s-10.244.1.36',
      ipAddress: '10.244.1.36',
      macAddress: '5E:1B:A:44:9C:2',
    });
    expect(made.body).toMatchObject({ generation: 0, macAddress: '5e:1b:0a:44:9c:02' });
    expect((await client.patch(uri, { macAddress: '5e:1b:0a:44:9c:03' })).body['macAddress']).toBe('5e:1b:0a:44:9c:03');
    expect((await client.patch(uri, { ipAddress: '10.244.1.37' })).status).toBe(400);
    expect((await client.put(uri, made.body)).status).toBe(200);
    const twice = await client.post('net/arp', {
      name: 'other',
      ipAddress: '10.244.1.36',
      macAddress: '5e:1b:0a:44:9c:02',
    });
    expect(twice.status).toBe(400);
    expect((await client.get('net/arp')).body['items']).toHaveLength(1);
  });

  it('is not listed by 13.1, although it is there', async () => {
    const { device, client } = await start({ version: '13.1.1.2' });
    await using _ = device;
    device.set('net/arp/~Common~a', { ipAddress: '10.244.1.36', macAddress: '5e:1b:0a:44:9c:02' });
    expect((await client.get('net/arp')).body['items']).toBeUndefined();
    expect((await client.get('net/arp/~Common~a')).status).toBe(200);
  });
});

describe('self IPs, VLANs, routes', () => {
  it('keep one network on one VLAN', async () => {
    const { device, client } = await start();
    await using _ = device;
    const body = { name: 's', address: '10.244.1.1/24', vlan: 'int_vlan' };
    const answer = await client.post('net/self', body);
    expect([answer.status, answer.body['message']]).toEqual([
      400,
      '01070392:3: Self IP 10.244.1.1 / 255.255.255.0: This network is defined on two vlans (/Common/int_vlan and /Common/flannel_vxlan)',
    ]);
    expect((await client.post('net/self', { ...body, address: '10.245.1.1/24' })).status).toBe(200);
    expect((await client.delete('net/vlan/~Common~int_vlan')).body['message']).toBe(
      '01070265:3: The VLAN (/Common/int_vlan) cannot be deleted because it is in use by a self IP (/Common/s).',
    );
  });

  it('take routes through a tunnel under tmInterface', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post('net/route', { name: 'r', tmInterface: 'flannel_vxlan', network: '10.0.0.0/8' });
    expect(made.body).toMatchObject({
      tmInterface: '/Common/flannel_vxlan',
      tmInterfaceReference: { link: 'https://localhost/mgmt/tm/net/tunnels/tunnel/~Common~flannel_vxlan?ver=15.1.2.1' },
      mtu: 0,
      network: '10.0.0.0/8',
    });
    expect((await client.patch('net/route/~Common~r', { network: '11.0.0.0/8' })).status).toBe(400);
  });
});

describe('partitions', () => {
  it('bring a folder, and go when they are empty', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post('auth/partition', { name: 'T1' });
    expect(made.body).toMatchObject({
      kind: 'tm:auth:partition:partitionstate',
      fullPath: 'T1',
      defaultRouteDomain: 0,
    });
    expect(made.body['partition']).toBeUndefined();
    expect((await client.get('sys/folder/~T1')).body).toMatchObject({ name: 'T1', subPath: '/', fullPath: '/T1' });
    await client.post('sys/folder', { name: 'app', partition: 'T1' });
    await client.post('ltm/pool', { name: 'p', partition: 'T1', subPath: 'app' });
    const pool = (await client.get('ltm/pool/~T1~app~p')).body;
    expect([pool['partition'], pool['subPath'], pool['fullPath']]).toEqual(['T1', 'app', '/T1/app/p']);
    const refused = await client.delete('auth/partition/T1');
    expect(refused.body['message']).toMatch(
      /^0107082a:3: You must remove all objects from a partition before removing the partition \(T1\), type ID \(\d+\)$/,
    );
    await client.delete('ltm/pool/~T1~app~p');
    await client.delete('sys/folder/~T1~app');
    expect((await client.delete('auth/partition/T1')).status).toBe(200);
    expect((await client.get('sys/folder/~T1')).status).toBe(404);
    expect((await client.post('ltm/pool', { name: 'p', partition: 'T1' })).status).toBe(400);
  });
});
