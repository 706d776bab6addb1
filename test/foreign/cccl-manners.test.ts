import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, overlay, rows, Speaker } from '../mocks/speak.ts';

interface Case {
  readonly id: string;
  readonly payload: Body;
}

const file = fileURLToPath(new URL('../../../shared/data/cis/cccl-wire-payloads.json', import.meta.url));
const measured: readonly Case[] = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases
  : [];
const accepted = measured.filter(({ payload }) => payload['error'] === undefined);

const seed = {
  ...overlay,
  ...Object.fromEntries([2, 5, 7, 20].map((id) => [`net/route-domain/~Common~${id}`, { id }])),
  'ltm/pool/~k8s~cfgmap_default_vs1_foo': {},
};

/** Where CCCL sends a body; a body of the FDB goes to the tunnel by PUT. */
function collectionOf({ id, payload }: Case): string {
  if (id.startsWith('monitor-')) return `ltm/monitor/${id.split('-')[1]}/`;
  if (payload['membersReference'] !== undefined) return 'ltm/pool/';
  return payload['records'] === undefined ? 'ltm/virtual/' : 'net/fdb/tunnel/';
}

/** CCCL's update: what it has read, with its own body laid over it. */
async function update(client: Speaker, path: string, payload: Record<string, unknown>, ...dropped: string[]) {
  const { body } = await client.get(path);
  const merged = { ...body, ...payload };
  for (const name of dropped) delete merged[name];
  return client.put(path, merged);
}

describe('the manners of f5-cccl (k8s-bigip-ctlr)', () => {
  it.each(accepted.filter(({ id }) => !id.startsWith('fdb')))('has $id created and updated', async (one) => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    // lastModifiedTime is compared too.
    device.clock.freeze();
    await using client = new Speaker(device);
    const collection = collectionOf(one);
    const made = await client.post(collection, one.payload);
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    const path = `${collection}~k8s~${one.payload['name']}/`;
    for (const again of ['first', 'second']) {
      const put = await update(client, path, { ...one.payload });
      expect([again, put.status, put.body['message']]).toEqual([again, 200, undefined]);
    }
    const { generation: _, ...before } = made.body;
    const { generation: __, ...after } = (await client.get(path)).body;
    expect(after).toEqual(before);
    expect(device.unimplemented.size).toBe(0);
  });

  it.each(accepted.filter(({ id }) => id.startsWith('fdb')))(
    'has $id put on a tunnel of its route domain',
    async (one) => {
      await using device = await MockBigIp.start({ protocol: 'http', seed });
      await using client = new Speaker(device);
      device.set('net/tunnels/tunnel/~Common~flannel_vxlan', { localAddress: '10.20.121.1%20' });
      const put = await update(client, 'net/fdb/tunnel/~Common~flannel_vxlan/', one.payload);
      expect([put.status, put.body['message']]).toEqual([200, undefined]);
      const { body } = await client.get('net/fdb/tunnel/~Common~flannel_vxlan/records/');
      expect(rows(body['items']).map(({ name, endpoint }) => [name, endpoint])).toEqual(
        rows(one.payload['records']).map(({ name, endpoint }) => [name, endpoint]),
      );
    },
  );

  it('creates a pool with its members as a subcollection, takes one away, brings another', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    await using client = new Speaker(device);
    const member = (address: string) => ({
      name: `${address}%0:8080`,
      partition: 'k8s',
      ratio: 1,
      connectionLimit: 0,
      priorityGroup: 0,
      session: 'user-enabled',
      description: null,
    });
    const pool = (...addresses: string[]) => ({
      name: 'web',
      partition: 'k8s',
      loadBalancingMode: 'round-robin',
      description: null,
      monitor: 'default',
      membersReference: { isSubcollection: true, items: addresses.map(member) },
    });
    expect((await client.post('ltm/pool/', pool('10.0.0.1', '10.0.0.2'))).status).toBe(200);
    const read = async () => {
      const { body } = await client.get('ltm/pool/?expandSubcollections=true&$filter=partition+eq+k8s');
      const web = rows(body['items']).find(({ name }) => String(name) === 'web');
      const members = web!['membersReference']!['items'];
      return members === undefined ? [] : rows(members).map(({ address }) => address);
    };
    expect(await read()).toEqual(['10.0.0.1', '10.0.0.2']);
    const put = await update(client, 'ltm/pool/~k8s~web/', pool('10.0.0.2', '10.0.0.3'));
    expect([put.status, put.body['message']]).toEqual([200, undefined]);
    expect(await read()).toEqual(['10.0.0.2', '10.0.0.3']);
    expect((await update(client, 'ltm/pool/~k8s~web/', pool())).status).toBe(200);
    expect(await read()).toEqual([]);
  });

  it('updates an ARP entry without its address, which cannot change', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    await using client = new Speaker(device);
    const arp = {
      name: 'k8s-10.244.1.21',
      partition: 'Common',
      ipAddress: '10.244.1.21',
      macAddress: '0a:58:01:01:01:01',
    };
    expect((await client.post('net/arp/', arp)).status).toBe(200);
    const path = 'net/arp/~Common~k8s-10.244.1.21/';
    const put = await update(client, path, { ...arp, macAddress: '0a:58:01:01:01:02' }, 'ipAddress');
    expect(put.body).toMatchObject({ ipAddress: '10.244.1.21', macAddress: '0a:58:01:01:01:02' });
    expect(rows((await client.get('net/arp/?$filter=partition+eq+Common')).body['items'])).toHaveLength(1);
    expect((await client.delete(path)).status).toBe(200);
  });

  it('replaces all records of an FDB tunnel, and empties it', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    await using client = new Speaker(device);
    const path = 'net/fdb/tunnel/~Common~flannel_vxlan/';
    const record = (last: number) => ({
      name: `0a:58:01:01:01:0${last}`,
      partition: null,
      endpoint: `172.16.40.20${last}%0`,
    });
    const put = async (...records: object[]) => {
      const answer = await update(client, path, { name: 'flannel_vxlan', partition: 'Common', records });
      expect([answer.status, answer.body['message']]).toEqual([200, undefined]);
      expect(answer.body).not.toHaveProperty('records');
      const { body } = await client.get(`${path}records/`);
      return rows(body['items']).map(({ name, endpoint }) => `${name} ${endpoint}`);
    };
    expect(await put(record(1), record(2))).toEqual([
      '0a:58:01:01:01:01 172.16.40.201%0',
      '0a:58:01:01:01:02 172.16.40.202%0',
    ]);
    expect(await put(record(3))).toEqual(['0a:58:01:01:01:03 172.16.40.203%0']);
    expect(await put()).toEqual([]);
  });

  it('keeps the metadata by which it knows what it may merge with', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    await using client = new Speaker(device);
    const metadata = [
      { name: 'cccl-whitelist-updates', persist: 'true', value: '{}' },
      { name: 'cccl-whitelist', persist: 'true', value: '1' },
    ];
    await client.patch('ltm/pool/~k8s~cfgmap_default_vs1_foo/', { metadata });
    const { body } = await client.get('ltm/pool/~k8s~cfgmap_default_vs1_foo/');
    expect(body['metadata']).toEqual([metadata[1], metadata[0]]);
  });

  it('finds every type that it lists in its partition', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed });
    await using client = new Speaker(device);
    for (const type of [
      'ltm/virtual',
      'ltm/pool',
      'ltm/monitor/http',
      'ltm/monitor/https',
      'ltm/monitor/tcp',
      'ltm/monitor/icmp',
      'ltm/monitor/udp',
      'ltm/policy',
      'ltm/rule',
      'ltm/data-group/internal',
      'ltm/virtual-address',
      'ltm/node',
      'ltm/profile/client-ssl',
      'ltm/profile/server-ssl',
      'sys/file/ssl-cert',
      'sys/file/ssl-key',
      'net/arp',
      'net/fdb/tunnel',
      'net/route',
      'sys/application/service',
    ]) {
      const { status, text } = await client.get(`${type}/?expandSubcollections=true&$filter=partition+eq+k8s`);
      expect([type, status, status === 200 ? '' : text]).toEqual([type, 200, '']);
    }
  });
});
