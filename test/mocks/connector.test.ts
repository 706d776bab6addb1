import { request } from 'node:http';
import { Agent, fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { type FaultAction, MockBigIp } from '../../mocks/index.ts';
import { headers, names, reach } from './reach.ts';

const broken = expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/);

/** The code of the error that a request ends with, or its status; `hangs` when nothing comes. */
type Seen = number | string;

async function byFetch(device: MockBigIp): Promise<Seen> {
  const agent = new Agent({ connect: device.connector });
  try {
    const signal = AbortSignal.timeout(3000);
    const reply = await fetch('https://bigip.example.com/mgmt/tm/sys/version', { headers, dispatcher: agent, signal });
    await reply.text();
    return reply.status;
  } catch (error) {
    return codeOf(error);
  } finally {
    await agent.destroy();
  }
}

async function byGlobalFetch(device: MockBigIp): Promise<Seen> {
  const agent = new Agent({ connect: device.connector });
  try {
    const init: object = { headers, dispatcher: agent, signal: AbortSignal.timeout(3000) };
    const reply = await globalThis.fetch('http://bigip.example.com/mgmt/tm/sys/version', init);
    await reply.text();
    return reply.status;
  } catch (error) {
    return codeOf(error);
  } finally {
    await agent.destroy();
  }
}

async function byHttp(device: MockBigIp): Promise<Seen> {
  const connection = await device.connect();
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve(codeOf(error));
    const signal = AbortSignal.timeout(3000);
    const path = '/mgmt/tm/sys/version';
    const asked = request({ host: 'bigip.example.com', path, headers, signal, createConnection: () => connection });
    asked.on('error', fail);
    asked.on('response', (reply) => {
      reply.on('error', fail);
      reply.on('end', () => resolve(reply.statusCode ?? 0));
      reply.resume();
    });
    asked.end();
  });
}

function codeOf(error: unknown): Seen {
  const { name, code, cause } = error as { name: string; code?: string; cause?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'hangs';
  if (typeof code === 'string') return code;
  return cause === undefined ? name : codeOf(cause);
}

const breaks: FaultAction[] = [
  'reset',
  'drop',
  { drop: 0 },
  { drop: 20 },
  { drop: 20, chunked: true },
  { drop: 1_000_000 },
  { drop: 1_000_000, chunked: true },
];

const clients: [string, (device: MockBigIp) => Promise<Seen>][] = [
  ['undici fetch', byFetch],
  ["node's fetch", byGlobalFetch],
  ['node:http', byHttp],
];

describe.each(clients)('over a connection without a socket, with %s', (_title, ask) => {
  it.each(breaks.map((action) => [JSON.stringify(action), action] as const))('%s breaks it', async (_name, action) => {
    await using device = await MockBigIp.start({ protocol: 'none' });
    device.fault({ match: '*', do: action });
    expect(await ask(device)).toEqual(broken);
    expect(await ask(device)).toBe(200);
  });

  it('a drip comes whole', async () => {
    await using device = await MockBigIp.start({ protocol: 'none' });
    device.fault({ match: '*', do: { drip: { bytes: 200, every: '1ms' } } });
    expect(await ask(device)).toBe(200);
  });
});

describe('HEAD', () => {
  it.each(names)('is answered as a GET without its body, over %s', async (over) => {
    const { device, ask, close } = await reach(over);
    for (const path of ['sys/version', 'ltm/pool', 'ltm/pool/none']) {
      const whole = await ask('GET', path);
      const head = await ask('HEAD', path);
      expect([path, head.seen, head.text]).toEqual([path, whole.seen, '']);
      expect(head.length).toBe(String(Buffer.byteLength(whole.text)));
    }
    const { sent } = device.traffic;
    await ask('HEAD', 'sys/version');
    expect(device.traffic.sent).toBe(sent);
    expect(device.journal.at(-1)).toMatchObject({ method: 'HEAD', status: 200 });
    device.fault({ match: 'HEAD *', do: 'html' });
    expect((await ask('GET', 'sys/version')).seen).toBe(200);
    expect(await ask('HEAD', 'sys/version')).toMatchObject({ seen: 503, text: '' });
    expect(device.unimplemented.size).toBe(0);
    await close();
  });
});
