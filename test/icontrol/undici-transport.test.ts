import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { warmUpParser } from '../../src/icontrol/parser-warm-up.ts';
import { Session } from '../../src/icontrol/session.ts';
import { undiciTransport } from '../../src/icontrol/undici-transport.ts';
import { http, listenRaw, type Reaction } from './raw-device.ts';

async function withTransport(reaction: Reaction) {
  const device = await listenRaw(reaction);
  const transport = undiciTransport({ url: new URL(device.url), tls: {}, connections: 2 });
  return {
    device,
    transport,
    async [Symbol.asyncDispose]() {
      await transport.close();
      await device[Symbol.asyncDispose]();
    },
  };
}

const get = { method: 'GET', path: '/mgmt/tm/ltm/pool', headers: { accept: 'application/json' } } as const;

describe('the default transport, used by itself', () => {
  it('sends the request line, the headers and the body as they are given', async () => {
    await using rig = await withTransport((socket, line) => socket.write(http(200, line)));
    const { signal } = new AbortController();
    const body = new TextEncoder().encode('{"name":"web"}');
    const reply = await rig.transport.send({ ...get, method: 'POST', path: '/mgmt/tm/a/%2e%2e/b', signal, body });
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(Buffer.from(reply.body as Uint8Array).toString()).toBe('POST /mgmt/tm/a/%2e%2e/b');
  });

  it('ends the request with its signal, before and after the head has come', async () => {
    await using rig = await withTransport((socket, _line, count) => {
      if (count === 2) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
    });
    const silent = new AbortController();
    const waiting = rig.transport.send({ ...get, signal: silent.signal }).catch((error: unknown) => error);
    await expect.poll(() => rig.device.lines.length).toBe(1);
    silent.abort();
    expect(await waiting).toMatchObject({ code: 'BIGIP_CONNECT', sent: true });
    const dripping = new AbortController();
    const reading = rig.transport.send({ ...get, signal: dripping.signal }).catch((error: unknown) => error);
    await expect.poll(() => rig.device.lines.length).toBe(2);
    dripping.abort();
    expect(await reading).toMatchObject({ code: 'BIGIP_CONNECT', sent: true });
    const early = rig.transport.send({ ...get, signal: AbortSignal.abort() });
    await expect(early).rejects.toMatchObject({ sent: false });
    expect(rig.device.lines).toHaveLength(2);
  });

  it('reads no more than somebody wants, and hangs up then', async () => {
    let written = 0;
    let gone = false;
    await using rig = await withTransport((socket) => {
      const chunk = Buffer.alloc(65_536, 0x20);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n');
      const pour = () => {
        while (!socket.destroyed && written < 1_000_000_000 && socket.write(chunk)) written += chunk.length;
      };
      socket.on('drain', pour);
      socket.on('close', () => {
        gone = true;
      });
      pour();
    });
    const { body } = await rig.transport.send({ ...get, signal: new AbortController().signal, limit: 1_000_000 });
    expect((body as Uint8Array).byteLength).toBeGreaterThan(1_000_000);
    expect((body as Uint8Array).byteLength).toBeLessThan(2_000_000);
    await expect.poll(() => gone).toBe(true);
    expect(written).toBeLessThan(100_000_000);
  });

  it('opens no connection any more once it is closed', async () => {
    await using rig = await withTransport((socket, line) => socket.write(http(200, line)));
    await rig.transport.close();
    const late = rig.transport.send({ ...get, signal: new AbortController().signal });
    await expect(late).rejects.toMatchObject({ code: 'BIGIP_CONNECT', sent: false });
    expect(rig.device.lines).toHaveLength(0);
  });

  it('has the parser of this undici optimised ahead, once and by one code', async () => {
    expect(warmUpParser()).toBe(true);
    await using device = await listenRaw((socket) => socket.write(http(200, '{}')));
    const script = `
      import { Session } from ${JSON.stringify(new URL('../../dist/src/icontrol/session.js', import.meta.url).href)};
      const session = new Session({ url: ${JSON.stringify(device.url)}, username: 'admin', password: 'canary-password' });
      for (let n = 0; n < 50; n += 1) await session.request('GET', ['ltm', 'pool']);
      await session.close();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--trace-wasm-compilation-times', '--input-type=module', '-e', script],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)), timeout: 15_000 },
    );
    // The one large function of the parser; a second compilation would be of code of its own.
    const large = stdout
      .split('\n')
      .filter((line) => /using Turbo(?:Fan|shaft)/.test(line) && /bodysize \d{5}/.test(line));
    expect(large).toHaveLength(1);
  });

  it('carries a list of many megabytes whole', async () => {
    const items = Array.from({ length: 20_000 }, (_, n) => ({ name: `pool-${n}`, description: 'x'.repeat(400) }));
    await using device = await listenRaw((socket) => socket.write(http(200, JSON.stringify({ items }))));
    await using session = new Session({ url: device.url, username: 'admin', password: 'canary-password' });
    const replies = await Promise.all([1, 2, 3].map(() => session.request('GET', ['ltm', 'pool'])));
    for (const { body } of replies) expect(body).toEqual({ items });
    expect(device.work()).toHaveLength(3);
  });
});
