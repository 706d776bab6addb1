import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

describe('the control path', () => {
  it('is not there unless it was asked for', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    expect((await client.get('/__mock')).status).toBe(404);
  });

  it('gives tests in other languages what a test in this one has', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    client.headers = {};
    expect((await client.get('/__mock')).body).toMatchObject({ url: device.url, role: 'active', requests: 0 });
    await client.put('/__mock/objects', { 'ltm/pool/~Common~p': { description: 'seeded' }, 'auth/partition/k8s': {} });
    expect((await client.get('/__mock/objects?prefix=ltm')).body).toEqual(['ltm/pool/~Common~p']);
    const { id } = (await client.post('/__mock/snapshots', {})).body;
    await client.put('/__mock/objects/ltm/pool/~Common~p', { description: 'changed' });
    expect((await client.get('/__mock/objects/ltm/pool/~Common~p')).body['description']).toBe('changed');
    await client.post(`/__mock/snapshots/${String(id)}`, {});
    expect(device.get('ltm/pool/~Common~p')).toMatchObject({ description: 'seeded' });
    await client.post('/__mock/clock', { frozen: true, advance: '20m' });
    await client.post('/__mock/faults', { match: 'GET ltm/pool', do: { status: 503 } });
    const basic = { authorization: `Basic ${btoa('admin:admin')}` };
    expect((await client.get('ltm/pool', basic)).status).toBe(503);
    await client.post('/__mock/faults', { name: 'html-503', match: 'GET ltm/pool' });
    expect((await client.get('ltm/pool', basic)).text).toContain('restarting');
    expect((await client.get('asm/policies', basic)).status).toBe(501);
    expect((await client.get('/__mock/unimplemented')).body).toEqual({ '/mgmt/tm/asm/policies': 1 });
    const journal = (await client.get('/__mock/journal')).body;
    expect(journal).toMatchObject([
      { method: 'GET', uri: '/mgmt/tm/ltm/pool', status: 503, fault: 'before status' },
      { method: 'GET', uri: '/mgmt/tm/ltm/pool', status: 503, fault: 'before html' },
      { method: 'GET', uri: '/mgmt/tm/asm/policies', status: 501 },
    ]);
    await client.post('/__mock/restart', { what: 'mcpd' });
    expect((await client.get('ltm/pool', basic)).status).toBe(503);
    await client.post('/__mock/recover', {});
    await client.delete('/__mock/objects/ltm/pool/~Common~p');
    expect(device.list('ltm')).toEqual([]);
    await client.post('/__mock/reset', {});
    expect(device.requests).toBe(0);
  });

  it('says what is wrong', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', control: true });
    await using client = new Speaker(device);
    const said = async (path: string, body: unknown) => {
      const { status, body: answer } = await client.post(path, body);
      return `${status} ${String(answer['message'])}`;
    };
    expect(await said('/__mock/objects', { 'ltm/nonsense/x': {} })).toBe(
      '400 not the URI of an object: ltm/nonsense/x',
    );
    expect(await said('/__mock/faults', { name: 'x' })).toBe('400 no fault is called x');
    expect(await said('/__mock/faults', { name: 'refused' })).toMatch(/^400 nobody could end refused/);
    expect(await said('/__mock/faults', {})).toBe('400 a fault needs match and do, or a name');
    expect(await said('/__mock/nothing', {})).toBe('404 nothing at POST /__mock/nothing');
    expect(await said('/__mock/clock', '{')).toMatch(/^400 /);
  });

  it('answers nobody but clients on the same host', async () => {
    const device = await MockBigIp.start({ protocol: 'none', control: true });
    const accepted = device.accept({ method: 'GET', path: '/__mock', remoteAddress: '192.0.2.7' });
    expect(accepted.perform().reply?.status).toBe(404);
  });
});
