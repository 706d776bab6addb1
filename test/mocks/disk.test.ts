import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

const seed = { 'auth/partition/k8s': {}, 'auth/partition/other': {} };

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed });
  return { device, client: new Speaker(device) };
}

/** Makes a pool in each partition, with a member: a node and a child come with it. */
async function pools(client: Speaker, name: string): Promise<void> {
  for (const partition of ['k8s', 'other', 'Common']) {
    await client.post('ltm/pool', {
      name,
      partition,
      members: [{ name: `${name}-${partition}:80`, address: nextAddress() }],
    });
  }
}

let address = 0;
function nextAddress(): string {
  return `10.0.${Math.floor(++address / 250)}.${(address % 250) + 1}`;
}

function rebooted(device: MockBigIp): string[] {
  device.restart('reboot');
  device.recover();
  return device.list('ltm/pool').filter((uri) => !uri.includes('/members'));
}

describe('a configuration that is saved', () => {
  it.each([
    ['{ k8s }', ['ltm/pool/~k8s~a']],
    ['k8s', ['ltm/pool/~k8s~a']],
    ['{ k8s Common }', ['ltm/pool/~Common~a', 'ltm/pool/~k8s~a']],
    [
      ['k8s', 'other'],
      ['ltm/pool/~k8s~a', 'ltm/pool/~other~a'],
    ],
    ['all', ['ltm/pool/~Common~a', 'ltm/pool/~k8s~a', 'ltm/pool/~other~a']],
  ])('by partition (%j) outlives a reboot with its nodes and members', async (partitions, expected) => {
    const { device, client } = await start();
    await using _ = device;
    await pools(client, 'a');
    const saved = await client.post('sys/config', { command: 'save', options: [{ partitions }] });
    expect(saved.body).toEqual({ kind: 'tm:sys:config:savestate', command: 'save', options: [{ partitions }] });
    expect(rebooted(device)).toEqual(expected);
    expect(device.list('ltm/node')).toHaveLength(expected.length);
    for (const uri of expected) expect(device.list(`${uri}/members`)).toHaveLength(1);
  });

  it('by partition leaves what was saved of the others', async () => {
    const { device, client } = await start();
    await using _ = device;
    await pools(client, 'a');
    await client.post('sys/config', { command: 'save' });
    await pools(client, 'b');
    await client.delete('ltm/pool/~other~a');
    await client.post('sys/config', { command: 'save', options: [{ 'current-partition': true }] });
    expect(rebooted(device)).toEqual(
      ['~Common~a', '~Common~b', '~k8s~a', '~other~a'].map((name) => `ltm/pool/${name}`),
    );
  });

  it('comes back with load, and is the one of the start before anything was saved', async () => {
    const { device, client } = await start();
    await using _ = device;
    await pools(client, 'a');
    expect((await client.post('sys/config', { command: 'load' })).status).toBe(200);
    expect(device.list('ltm')).toEqual([]);
    expect(device.list('auth/partition')).toEqual(['auth/partition/k8s', 'auth/partition/other']);
    await client.post('sys/config', { command: 'load', name: 'default' });
    expect(device.list('auth/partition')).toEqual([]);
  });

  it('to a file is loaded from it, added to what is there, or only looked at', async () => {
    const { device, client } = await start();
    await using _ = device;
    const file = '/var/tmp/one.scf';
    await client.post('ltm/pool', { name: 'a', description: 'saved' });
    expect((await client.post('sys/config', { command: 'save', options: [{ file }] })).status).toBe(200);
    await client.patch('ltm/pool/a', { description: 'changed' });
    await client.post('ltm/pool', { name: 'b' });
    const load = (...options: object[]) =>
      client.post('sys/config', { command: 'load', options: [{ file }, ...options] });
    expect((await load({ merge: true }, { verify: true })).status).toBe(200);
    expect(device.get('ltm/pool/~Common~a')).toMatchObject({ description: 'changed' });
    expect((await load({ merge: true })).status).toBe(200);
    expect(device.get('ltm/pool/~Common~a')).toMatchObject({ description: 'saved' });
    expect(device.list('ltm/pool')).toHaveLength(2);
    expect((await load()).status).toBe(200);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~Common~a']);
    expect(rebooted(device)).toEqual([]);
  });

  it('to no file that there is cannot be loaded, and options that the mock has not answer 501', async () => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.snapshot().entries;
    const missing = await client.post('sys/config', { command: 'load', options: [{ file: '/none' }] });
    expect([missing.status, missing.body['message']]).toEqual([400, 'The file (/none) does not exist.']);
    expect((await client.post('sys/config', { command: 'save', options: [{ 'gtm-only': true }] })).status).toBe(501);
    expect([...device.unimplemented.keys()]).toEqual(['the option gtm-only of sys/config']);
    expect(device.snapshot().entries).toEqual(before);
  });

  it('cannot be saved by the fault of a full disk, and is not', async () => {
    const { device, client } = await start();
    await using _ = device;
    await pools(client, 'a');
    await device.play('save-fails');
    const full = await client.post('sys/config', { command: 'save' });
    expect([full.status, full.body['message']]).toEqual([500, expect.stringContaining('No space left on device')]);
    expect(rebooted(device)).toEqual([]);
  });
});

describe('a restart that is asked for', () => {
  it('of the device answers first, then it is down, and what was not saved is gone', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.clock.freeze();
    await client.post('ltm/pool', { name: 'a' });
    const asked = await client.post('sys', { command: 'reboot' });
    expect([asked.status, asked.body['command']]).toEqual([200, 'reboot']);
    await expect(client.get('ltm/pool')).rejects.toThrow();
    device.clock.advance('60s');
    const statuses: number[] = [];
    for (const wait of ['0s', '60s', '30s', '30s', '60s']) {
      device.clock.advance(wait);
      statuses.push((await client.get('ltm/pool/a')).status);
    }
    expect(statuses).toEqual([503, 404, 500, 404, 404]);
    expect(device.list('ltm')).toEqual([]);
  });

  it.each(['mcpd', 'restjavad'])('of %s keeps the configuration', async (name) => {
    const { device, client } = await start();
    await using _ = device;
    device.clock.freeze();
    await client.post('ltm/pool', { name: 'a' });
    expect((await client.post('sys/service', { command: 'restart', name })).status).toBe(200);
    expect((await client.get('ltm/pool/a')).status).toBe(503);
    device.clock.advance('1m');
    expect((await client.get('ltm/pool/a')).status).toBe(200);
  });

  it('of anything else answers 501', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect((await client.post('sys/service', { command: 'restart', name: 'tmm' })).status).toBe(501);
    expect((await client.post('sys', { command: 'shutdown' })).status).toBe(501);
    expect((await client.post('sys/service', { command: 'restart' })).status).toBe(400);
  });
});
