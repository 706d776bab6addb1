import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from '../mocks/speak.ts';
import { useToken } from './token.ts';

const http = { protocol: 'http' } as const;

describe('the manners of AS3', () => {
  it('extends its token with a text for a number', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const token = await useToken(client, client.headers);
    const patched = await client.patch(`/mgmt/shared/authz/tokens/${token}`, { timeout: '3600' });
    expect(patched.body).toMatchObject({ token, timeout: 3600, userName: 'admin' });
    expect(patched.body).not.toHaveProperty('loginReference');
    device.clock.advance('50m');
    expect((await client.get('ltm/pool')).status).toBe(200);
    device.clock.advance('11m');
    expect((await client.get('ltm/pool')).status).toBe(401);
  });

  it('reads the state of a tenant', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, 'ltm/pool/~k8s~web': {} } });
    await using client = new Speaker(device);
    const partitions = await client.get('auth/partition?$select=name,defaultRouteDomain');
    expect(rows(partitions.body['items'])).toEqual([
      { name: 'Common', defaultRouteDomain: 0 },
      { name: 'k8s', defaultRouteDomain: 0 },
    ]);
    for (const path of [
      'sys/folder?$select=name,fullPath',
      'sys/provision?$select=name,level',
      'ltm/virtual-address?$filter=partition%20eq%20k8s',
      'ltm/pool?$filter=partition%20eq%20k8s&expandSubcollections=true&$select=name,membersReference',
      'ltm/node?$select=name,fullPath,address,metadata',
    ]) {
      const { status, text } = await client.get(path);
      expect([path, status, status === 200 ? '' : text]).toEqual([path, 200, '']);
    }
  });

  it('builds a tenant: partition, folder, one transaction; and removes it', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const transaction = async (...commands: readonly [string, string, object?][]) => {
      const id = String((await client.post('transaction', {})).body['transId']);
      for (const [method, path, body] of commands) {
        const queued = await client.send(method, path, body, { 'X-F5-REST-Coordination-Id': id });
        expect([path, queued.status]).toEqual([path, 200]);
      }
      return client.patch(`transaction/${id}`, { state: 'VALIDATING' });
    };
    expect((await client.post('auth/partition', { name: 'tenant' })).status).toBe(200);
    expect((await client.post('sys/folder', { name: 'app', partition: 'tenant' })).body).toMatchObject({
      fullPath: '/tenant/app',
    });
    const built = await transaction(
      ['POST', 'ltm/node', { name: '10.0.0.1', partition: 'tenant', address: '10.0.0.1' }],
      [
        'POST',
        'ltm/virtual',
        {
          name: 'serviceMain',
          partition: 'tenant',
          subPath: 'app',
          destination: '/tenant/192.0.2.1:80',
          pool: '/tenant/app/web',
          ipProtocol: 'tcp',
          metadata: [{ name: 'as3-tenant', persist: 'true', value: 'tenant' }],
        },
      ],
      [
        'POST',
        'ltm/pool',
        { name: 'web', partition: 'tenant', subPath: 'app', monitor: '/Common/http', members: ['/tenant/10.0.0.1:80'] },
      ],
    );
    expect([built.status, built.body['message']]).toEqual([200, undefined]);
    expect((await client.get('ltm/pool/~tenant~app~web')).body).toMatchObject({
      subPath: 'app',
      fullPath: '/tenant/app/web',
    });
    const removed = await transaction(
      ['DELETE', 'ltm/virtual/~tenant~app~serviceMain'],
      ['DELETE', 'ltm/pool/~tenant~app~web'],
      ['DELETE', 'ltm/node/~tenant~10.0.0.1'],
    );
    expect([removed.status, removed.body['message']]).toEqual([200, undefined]);
    expect((await client.delete('sys/folder/~tenant~app')).status).toBe(200);
    expect((await client.delete('auth/partition/tenant')).status).toBe(200);
  });
});
