import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay });
  return { device, client: new Speaker(device) };
}

const header = (id: unknown) => ({ 'X-F5-REST-Coordination-Id': String(id) });
const commit = { state: 'VALIDATING' };

async function open(client: Speaker): Promise<number> {
  return Number((await client.post('transaction/', {})).body['transId']);
}

describe('several transactions', () => {
  it('take commands in turn and keep them apart, whatever becomes of the others', async () => {
    const { device, client } = await start();
    await using _ = device;
    const ids = [await open(client), await open(client), await open(client)];
    for (const round of ['x', 'y', 'z']) {
      await Promise.all(
        ids.map((id, at) => client.post('ltm/pool', { name: `${round}${at}`, partition: 'k8s' }, header(id))),
      );
    }
    const [first, second, third] = ids;
    await client.delete(`transaction/${second}/commands/2/`);
    await client.patch(`transaction/${third}/commands/3/`, { evalOrder: 1 });
    const names = async (id: number | undefined) =>
      rows((await client.get(`transaction/${id}/commands/`)).body['items']).map((command) => command['body']!['name']);
    expect(await names(first)).toEqual(['x0', 'y0', 'z0']);
    expect(await names(second)).toEqual(['x1', 'z1']);
    expect(await names(third)).toEqual(['z2', 'x2', 'y2']);
    const listed = rows((await client.get('transaction')).body['items']).map((item) => item['transId']);
    expect(listed).toEqual(ids);
    expect((await client.delete(`transaction/${first}/`)).status).toBe(200);
    await client.patch(`transaction/${third}`, commit);
    await client.patch(`transaction/${second}`, commit);
    expect(device.list('ltm/pool')).toEqual(['x1', 'x2', 'y2', 'z1', 'z2'].map((name) => `ltm/pool/~k8s~${name}`));
  });

  it('expire each by its own last use, also when the clock was set back', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.clock.freeze();
    device.clock.advance('1h');
    const late = await open(client);
    device.clock.advance(-3_600_000);
    const early = await open(client);
    device.clock.advance('119s');
    expect((await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(early))).status).toBe(200);
    device.clock.advance('119s');
    expect((await client.get(`transaction/${early}`)).status).toBe(200);
    device.clock.advance('1s');
    expect((await client.get(`transaction/${early}`)).status).toBe(404);
    expect((await client.get(`transaction/${late}`)).status).toBe(200);
    expect(device.transactions.map(({ id }) => id)).toEqual([late]);
  });

  it('are gone after a reset, and their numbers do not come back', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    device.reset();
    expect(device.transactions).toEqual([]);
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(404);
    expect(await open(client)).toBeGreaterThan(id);
  });

  it('take more than a mebibyte of commands', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    const text = 'x'.repeat(60_000);
    for (let at = 0; at < 20; at++) {
      await client.post(
        'ltm/rule',
        { name: `r${at}`, partition: 'k8s', apiAnonymous: `when X { log "${text}" }` },
        header(id),
      );
    }
    expect((await client.get(`transaction/${id}/commands`)).text.length).toBeGreaterThan(1_048_576);
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(200);
    expect(device.list('ltm/rule')).toHaveLength(20);
  });
});

describe('outside of transactions stay', () => {
  it.each([
    ['auth/partition', { name: 'x' }],
    ['auth/partition/k8s', { description: 'x' }],
    ['sys/config', { command: 'save' }],
    ['cm', { command: 'run', utilCmdArgs: 'config-sync to-group g' }],
    ['cm/config-sync', { command: 'run', utilCmdArgs: 'to-group g' }],
    ['sys/failover', { command: 'run', standby: true }],
    ['util/bash', { command: 'run', utilCmdArgs: '-c ls' }],
  ])('%s', async (path, body) => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    const method = path.endsWith('k8s') ? 'PATCH' : 'POST';
    const refused = await client.send(method, path, body, header(id));
    expect([refused.status, refused.body['message']]).toEqual([
      400,
      `The URI ${path} cannot be used in a transaction.`,
    ]);
    expect(rows((await client.get(`transaction/${id}/commands`)).body['items'])).toEqual([]);
  });
});
