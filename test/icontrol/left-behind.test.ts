import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/icontrol/session.ts';
import { open } from './open-session.ts';
import { networkFailure } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';
import { type Certificate, device, type Listening, listen, makeCertificate } from './tls-device.ts';

let certificate: Certificate;
let server: Listening;
/** Answers everything but one object. */
let hanging: Listening;
beforeAll(async () => {
  certificate = await makeCertificate();
  const answer = device((_request, response) => response.end('{"name":"web"}'));
  server = await listen(certificate, answer);
  hanging = await listen(certificate, (request, response, body) => {
    if (request.url?.endsWith('hangs') !== true) answer(request, response, body);
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await hanging[Symbol.asyncDispose]();
});

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

  describe('its process ends by itself, with nothing left that could hold it up', () => {
    const module = JSON.stringify(new URL('../../dist/src/icontrol/session.js', import.meta.url).href);
    const get = "await session.request('GET', ['ltm', 'pool', '/k8s/web']).catch((error) => error.code);";
    const ways: Record<string, { readonly options?: object; readonly how: string; readonly says?: string }> = {
      'after a request': {
        how: `const said = (await session.request('GET', ['ltm', 'pool', '/k8s/web'])).status;`,
        says: '200',
      },
      'after fifty at once': {
        how: `const all = Array.from({ length: 50 }, () => session.request('GET', ['ltm', 'pool', '/k8s/web']));
          const said = (await Promise.all(all)).length;`,
        says: '50',
      },
      'without any request': { how: `const said = 'nothing';`, says: 'nothing' },
      'after a certificate that is not trusted': {
        options: { tls: {} },
        how: `const said = ${get}`,
        says: 'BIGIP_TLS',
      },
      'after a port where nothing listens': {
        options: { url: 'https://127.0.0.1:9' },
        how: `const said = ${get}`,
        says: 'BIGIP_CONNECT',
      },
      'after a call that was given up': {
        how: `const signal = AbortSignal.timeout(30);
          const said = await session.request('GET', ['ltm', 'pool', '/k8s/hangs'], { signal }).catch(({ code }) => code);`,
        says: 'BIGIP_TIMEOUT',
      },
      'with a call that is cut off by the close': {
        options: { retry: { attempts: 1 } },
        how: `const said = 'cut off';
          session.request('GET', ['ltm', 'pool', '/k8s/web']).catch(() => {});`,
        says: 'cut off',
      },
    };
    for (const [when, { options = {}, how, says }] of Object.entries(ways)) {
      it(when, async () => {
        const tls = { fingerprint256: certificate.fingerprint256 };
        const quick = { baseDelay: 1, maxDelay: 1 };
        const login = { url: hanging.url, username: 'admin', password: 'canary-password', tls, retry: quick };
        const script = `
          import { Session } from ${module};
          const session = new Session(${JSON.stringify({ ...login, ...options })});
          ${how}
          await session.close();
          // Some turns, in which the handles that were closed go.
          for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          const ours = (name) => !/^(?:PipeWrap|Immediate|TTYWrap|FSReqPromise)$/.test(name);
          const left = process.getActiveResourcesInfo().filter(ours);
          process.on('exit', () => console.log(JSON.stringify({ said: String(said), left })));
        `;
        const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
          cwd: fileURLToPath(new URL('../..', import.meta.url)),
          timeout: 15_000,
        });
        expect(JSON.parse(stdout)).toEqual({ said: says, left: [] });
      });
    }
  });
});
