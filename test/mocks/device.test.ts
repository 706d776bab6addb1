import { connect } from 'node:tls';
import { Agent, fetch, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

const credentials = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a device', () => {
  it('speaks TLS with a certificate that can be pinned', async () => {
    await using device = await MockBigIp.start();
    await using client = new Speaker(device);
    expect(device.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect((await client.get('sys/version')).status).toBe(200);
    const port = Number(new URL(device.url).port);
    const seen = await new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', ca: device.certificate }, () => {
        resolve(`${socket.authorized} ${socket.getPeerCertificate().fingerprint256}`);
        socket.destroy();
      });
      socket.on('error', reject);
    });
    expect(seen).toBe(`true ${device.fingerprint256}`);
    expect(device.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('shares its certificate within the process, and can change it', async () => {
    await using one = await MockBigIp.start();
    await using two = await MockBigIp.start();
    expect(one.fingerprint256).toBe(two.fingerprint256);
    const changed = await two.changeCertificate();
    expect(changed).not.toBe(one.fingerprint256);
    expect(two.fingerprint256).toBe(changed);
  });

  it('needs no socket', async () => {
    const device = await MockBigIp.start({ protocol: 'none', seed: overlay });
    const signal = new AbortController().signal;
    const reply = await device.transport.send({
      method: 'GET',
      path: '/mgmt/tm/auth/partition/k8s',
      headers: credentials,
      signal,
    });
    expect(reply.status).toBe(200);
    expect(JSON.parse(await text(reply.body)).fullPath).toBe('k8s');
    expect(device.handle({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers: credentials }).status).toBe(200);
    expect(device.fingerprint256).toBeUndefined();
  });

  it('is reached through undici without a socket, whatever the URL, faults and all', async () => {
    await using device = await MockBigIp.start({ protocol: 'none' });
    const dispatcher = new Agent({ connect: device.connector });
    const url = 'https://bigip.example.com/mgmt/tm/ltm/pool';
    const post = (name: string) =>
      request(url, { dispatcher, method: 'POST', headers: credentials, body: JSON.stringify({ name }) });
    expect((await post('a')).statusCode).toBe(200);
    const listed = await fetch(`${url}?$select=name`, { dispatcher, headers: credentials });
    expect(await listed.json()).toMatchObject({ items: [{ name: 'a' }] });
    // node's own fetch takes an undici dispatcher too; its types know of none.
    const own = await globalThis.fetch(url, { dispatcher, headers: credentials } as object);
    expect(await own.json()).toMatchObject({ items: [{ name: 'a' }] });
    device.fault({ match: 'POST ltm/pool', when: 'after', do: 'reset' });
    await expect(post('b')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~Common~a', 'ltm/pool/~Common~b']);
    device.fault({ match: 'GET ltm/pool', do: 'drop' });
    const cut = await request(url, { dispatcher, headers: credentials });
    await expect(cut.body.text()).rejects.toThrow();
    await device.pause();
    await expect(post('c')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await device.resume();
    expect((await post('c')).statusCode).toBe(200);
    expect(device.connections).toBeGreaterThan(0);
    await device.close();
    expect(device.connections).toBe(0);
    await dispatcher.destroy();
  });

  it('keeps a journal of a fixed size', async () => {
    const device = await MockBigIp.start({ protocol: 'none', journalSize: 3 });
    for (let count = 0; count < 5; count++) {
      const path = `/mgmt/tm/ltm/pool?count=${count}`;
      await device.transport.send({ method: 'GET', path, headers: credentials, signal: new AbortController().signal });
    }
    expect(device.journal.map(({ method, uri, status }) => [method, uri, status])).toEqual([
      ['GET', '/mgmt/tm/ltm/pool?count=2', 200],
      ['GET', '/mgmt/tm/ltm/pool?count=3', 200],
      ['GET', '/mgmt/tm/ltm/pool?count=4', 200],
    ]);
    expect(device.requests).toBe(5);
  });

  it('is read, changed, snapshotted and reset by its test', async () => {
    const device = await MockBigIp.start({ protocol: 'none', seed: overlay });
    const start = device.list();
    const first = device.snapshot();
    device.seed({
      'ltm/virtual/~k8s~v': { destination: '/k8s/10.1.1.1:80', pool: '/k8s/p' },
      'ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80': { address: '10.0.0.1', state: 'down' },
      'ltm/pool/~k8s~p': { appService: '/k8s/app' },
    });
    expect(device.get('ltm/pool/~k8s~p')).toMatchObject({ appService: '/k8s/app' });
    expect(device.get('ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80')).toMatchObject({ state: 'down' });
    const second = device.snapshot();
    device.set('ltm/pool/~k8s~p', { description: 'changed' });
    device.restore(second);
    expect(device.get('ltm/pool/~k8s~p')!['description']).toBeUndefined();
    expect(device.delete('ltm/virtual/~k8s~v')).toBe(true);
    expect(device.delete('ltm/virtual/~k8s~v')).toBe(false);
    device.reset();
    expect(device.list()).toEqual(start);
    expect(device.snapshot().entries).toEqual(first.entries);
    expect(() => device.set('ltm/nonsense/x', {})).toThrow(TypeError);
  });

  it.each([
    ['an unknown property', 'ltm/pool/~k8s~p', { loadBalancing: 'x' }, '"load-balancing" unknown property'],
    ['a value that there is not', 'ltm/pool/~k8s~p', { loadBalancingMode: 'foo' }, 'invalid property value'],
    ['a value of a child', 'ltm/pool/~k8s~p', { members: [{ name: '10.0.0.1:80', ratio: 'x' }] }, '"ratio":"x"'],
    ['a folder that is missing', 'ltm/pool/~nowhere~p', {}, 'The requested folder (/nowhere) was not found.'],
    [
      'a reference to nothing',
      'ltm/virtual/~k8s~v',
      { pool: '/k8s/none' },
      'The requested Pool (/k8s/none) was not found.',
    ],
    [
      'a rule broken',
      'net/tunnels/tunnel/~k8s~t',
      { profile: '/Common/fl-vxlan', key: 1, localAddress: '172.16.40.198' },
      'must have a unique VNI',
    ],
    [
      'a parent that is missing',
      'ltm/pool/~k8s~none/members/~k8s~10.0.0.1:80',
      {},
      'The requested Pool (/k8s/none) was not found.',
    ],
    ['something required', 'net/arp/~Common~a', { ipAddress: '10.0.0.1' }, '"mac-address" must be specified'],
  ])('refuses a seed with %s, names the object, and takes nothing', async (_, uri, properties, text) => {
    const device = await MockBigIp.start({ protocol: 'none', seed: overlay });
    const start = device.list();
    const seed = { 'ltm/node/~k8s~10.9.9.9': { address: '10.9.9.9' }, [uri]: properties };
    const refused = () => device.seed(seed);
    expect(refused).toThrow(text);
    expect(refused).toThrow(`seed: ${uri}: `);
    expect(device.list()).toEqual(start);
    await expect(MockBigIp.start({ protocol: 'none', seed: { ...overlay, ...seed } })).rejects.toThrow('seed: ');
  });

  it('frees its port and its sockets when it is closed', async () => {
    const device = await MockBigIp.start({ protocol: 'http' });
    const client = new Speaker(device);
    await client.get('ltm/pool');
    expect(device.connections).toBe(1);
    await device.close();
    expect(device.connections).toBe(0);
    await expect(client.get('ltm/pool')).rejects.toThrow();
    await client.close();
  });

  it('saves its configuration, and loses what was not saved in a reboot', async () => {
    await using device = await MockBigIp.start({ protocol: 'http', seed: overlay });
    await using client = new Speaker(device);
    await client.post('ltm/pool', { name: 'saved', partition: 'k8s' });
    const saved = await client.post('sys/config', { command: 'save' });
    expect(saved.body).toEqual({ kind: 'tm:sys:config:savestate', command: 'save' });
    await client.post('ltm/pool', { name: 'unsaved', partition: 'k8s' });
    device.restart('reboot');
    device.recover();
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~saved']);
  });
});

describe('its clock', () => {
  it('runs on with an offset, stops, and goes on', async () => {
    let now = 1_000_000;
    const device = await MockBigIp.start({ protocol: 'none', clock: { now: () => now } });
    device.clock.advance('20m');
    expect(device.clock.now()).toBe(2_200_000);
    device.clock.freeze();
    now += 500;
    expect(device.clock.now()).toBe(2_200_000);
    device.clock.advance(1);
    device.clock.unfreeze();
    now += 500;
    expect(device.clock.now()).toBe(2_200_501);
    expect(() => device.clock.advance('soon')).toThrow(TypeError);
  });
});
