import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/icontrol/session.ts';
import { open } from './open-session.ts';
import { listenRaw } from './raw-device.ts';
import { networkFailure } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';
import { type Certificate, device, type Listening, listen, makeCertificate } from './tls-device.ts';

let certificate: Certificate;
let server: Listening;
beforeAll(async () => {
  certificate = await makeCertificate();
  server = await listen(
    certificate,
    device((_request, response) => response.end('{"name":"web"}')),
  );
});
afterAll(() => server[Symbol.asyncDispose]());

/** Timers and sockets that keep this process alive. */
const resources = () =>
  process.getActiveResourcesInfo().filter((name) => /^(?:Timeout|TCPSocketWrap|TLSWrap)$/.test(name)).length;

describe('after a session is closed', () => {
  it('no socket and no timer of it is left', async () => {
    const before = resources();
    const session = new Session({
      url: server.url,
      username: 'admin',
      password: 'canary-password',
      tls: { ca: certificate.cert },
    });
    await Promise.all(Array.from({ length: 10 }, () => session.request('GET', ['ltm', 'pool', '/k8s/web'])));
    expect(server.openSockets()).toBeGreaterThan(0);
    await session.close();
    await expect.poll(() => server.openSockets()).toBe(0);
    await expect.poll(resources).toBeLessThanOrEqual(before);
  });

  it('no pause, no deadline and no listener is left, whatever the call was doing', async () => {
    const clock = new TestClock();
    const controller = new AbortController();
    const { device: scripted, session } = open(
      (_, count) => (count < 2 ? { body: {} } : networkFailure('ECONNREFUSED')),
      { clock },
    );
    const options = { signal: controller.signal, timeout: 5_000 };
    await session.request('GET', ['ltm', 'pool'], options);
    const waiting = session.request('GET', ['ltm', 'pool'], options).catch((error: unknown) => error);
    await clock.advance(0);
    const closing = session.close();
    await clock.advance(10_000);
    await closing;
    await waiting;
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(scripted.closed).toBe(1);
  });

  it('a call that hangs is cut off after a while, and the token is taken back all the same', async () => {
    const clock = new TestClock();
    const { device: scripted, session } = open(() => new Promise(() => {}), { clock });
    const hanging = session.request('POST', ['ltm', 'pool'], { body: {} }).catch((error: unknown) => error);
    await clock.advance(0);
    expect(scripted.tokens.size).toBe(1);
    const closing = session.close();
    await clock.advance(5_000);
    await closing;
    expect(await hanging).toMatchObject({ name: 'AbortError', outcome: 'maybe-applied' });
    expect(scripted.tokens.size).toBe(0);
    expect(clock.sleeping).toBe(0);
  });

  it('a device that is gone does not hold up the end', async () => {
    const clock = new TestClock({ auto: true });
    const { device: scripted, session } = open(() => ({ body: {} }), { clock });
    await session.request('GET', ['ltm', 'pool']);
    scripted.send = async () => {
      throw networkFailure('ECONNREFUSED');
    };
    await session.close();
    expect(scripted.closed).toBe(1);
  });

  it('its process ends by itself', async () => {
    await using raw = await listenRaw((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"name":"web"}'),
    );
    const script = `
      import { Session } from ${JSON.stringify(new URL('../../dist/src/icontrol/session.js', import.meta.url).href)};
      const session = new Session({ url: ${JSON.stringify(raw.url)}, username: 'admin', password: 'canary-password' });
      await session.request('GET', ['ltm', 'pool', '/k8s/web']);
      await session.close();
      // A turn, in which the handles that were closed go. V8 may still be compiling undici's parser in the background.
      await new Promise((resolve) => setImmediate(resolve));
      const left = process.getActiveResourcesInfo().filter((name) => !/^(?:PipeWrap|Immediate|TTYWrap|FSReqPromise)$/.test(name));
      process.on('exit', () => console.log(JSON.stringify(left)));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      timeout: 15_000,
    });
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
