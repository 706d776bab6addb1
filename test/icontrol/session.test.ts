import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  BusyError,
  NotFoundError,
  ProtocolError,
  SessionClosedError,
  ValidationError,
} from '../../src/errors.ts';
import { open, PASSWORD } from './open-session.ts';
import { type Handler, networkFailure, notFound } from './scripted-device.ts';

const ok: Handler = (seen) => ({ body: { kind: 'tm:ltm:pool:poolstate', path: seen.path } });

describe('a session', () => {
  it('logs in with the first call, sends the token, and takes it back when it is closed', async () => {
    const { device, session } = open(ok);
    expect(device.seen).toHaveLength(0);
    const reply = await session.request('GET', ['ltm', 'pool', '/k8s/web'], { query: { $select: 'name,partition' } });
    expect(reply).toMatchObject({ status: 200, body: { path: '/mgmt/tm/ltm/pool/~k8s~web?$select=name,partition' } });
    await session.close();
    expect(device.seen.map(({ line }) => line)).toEqual([
      'POST /mgmt/shared/authn/login',
      'GET ltm/pool/~k8s~web',
      `DELETE /mgmt/shared/authz/tokens/TOKEN${'1'.padStart(21, 'A')}`,
    ]);
    expect(device.seen[0]?.body).toEqual({ username: 'admin', password: PASSWORD, loginProviderName: 'tmos' });
    expect(device.tokens.size).toBe(0);
    expect(device.closed).toBe(1);
  });

  it('sends the body as JSON and the id of a transaction as a header', async () => {
    const { device, session } = open(ok);
    await session.request('POST', ['ltm', 'pool'], { body: { name: 'web' }, coordinationId: '1526674837169915' });
    expect(device.seen[1]).toMatchObject({
      body: { name: 'web' },
      headers: { 'content-type': 'application/json', 'x-f5-rest-coordination-id': '1526674837169915' },
    });
  });

  it('refuses a name that could reach another object, and sends nothing', async () => {
    const { device, session } = open(ok);
    for (const name of ['..', '/Common/../x', '/Common/a~b', '/Common/%2e%2e', '/Common/a\r\nb', '/Common/\0', '']) {
      await expect(session.request('DELETE', ['ltm', 'pool', name])).rejects.toMatchObject({ path: 'segments[2]' });
    }
    expect(device.seen).toHaveLength(0);
  });

  it('throws the error that the device meant, with its code and text', async () => {
    const answers: Record<string, { status: number; message: string }> = {
      'ltm/pool': { status: 400, message: '01070734:3: Configuration error: no such folder' },
    };
    const { session } = open((seen) => {
      const { status, message } = answers[seen.line.split(' ')[1] ?? ''] ?? {
        status: 404,
        message: '01020036:3: none',
      };
      return { status, body: { code: status, message, errorStack: [], apiError: 3 } };
    });
    const refusal = await session.request('POST', ['ltm', 'pool'], { body: {} }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ValidationError);
    expect(refusal).toMatchObject({
      code: 'BIGIP_VALIDATION',
      status: 400,
      deviceCode: '01070734',
      apiError: 3,
      deviceMessage: 'Configuration error: no such folder',
      outcome: 'refused',
      request: { host: '192.0.2.10:443', method: 'POST', path: '/mgmt/tm/ltm/pool' },
    });
    await expect(session.request('GET', ['ltm', 'node', '/k8s/x'])).rejects.toBeInstanceOf(NotFoundError);
  });

  it('does not send a wrong password a second time', async () => {
    const { device, session } = open(ok);
    device.onLogin = () => ({
      status: 401,
      body: {
        code: 401,
        message: 'Authentication failed.',
        originalRequestBody: `{"password":"${PASSWORD}"}`,
        kind: ':resterrorresponse',
      },
    });
    const calls = Array.from({ length: 5 }, () => session.request('GET', ['ltm', 'pool']));
    for (const result of await Promise.allSettled(calls)) expect(result).toMatchObject({ status: 'rejected' });
    await expect(session.request('GET', ['ltm', 'pool'])).rejects.toBeInstanceOf(AuthenticationError);
    expect(device.logins).toBe(1);
  });

  it('refuses calls after it was closed, and can be closed again', async () => {
    const { session } = open(ok);
    await session.close();
    await session.close();
    await expect(session.request('GET', ['ltm', 'pool'])).rejects.toBeInstanceOf(SessionClosedError);
  });

  it('shows no secret when it is printed', async () => {
    const { session } = open(ok);
    await session.request('GET', ['ltm', 'pool']);
    const shown = inspect(session, { depth: 20, showHidden: true }) + JSON.stringify(session);
    expect(shown).toContain('https://192.0.2.10');
    expect(shown).not.toMatch(/canary|TOKEN/);
  });

  it('tries a request again that a busy device refused, after a pause', async () => {
    const { device, clock, session } = open((_, count) =>
      count < 3
        ? {
            status: 503,
            body: { code: 503, message: 'There is an active asynchronous task executing.', apiError: 32964609 },
          }
        : { body: {} },
    );
    await session.request('POST', ['ltm', 'pool'], { body: {} });
    expect(device.work).toHaveLength(3);
    const pauses = clock.pauses.filter((ms) => ms < 60_000);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeLessThanOrEqual(200);
    expect(pauses[1]).toBeLessThanOrEqual(400);
  });

  it('passes the refusal on when the attempts are used up', async () => {
    const { device, session } = open(() => ({ status: 503, body: { code: 503, message: 'busy' } }));
    await expect(session.request('GET', ['ltm', 'pool'])).rejects.toMatchObject({ attempts: 3 });
    await expect(session.request('GET', ['ltm', 'pool'])).rejects.toBeInstanceOf(BusyError);
    expect(device.work).toHaveLength(6);
  });

  it('asks a device that says that something is absent whether it is ready, and once more when it did not know', async () => {
    const { device, session } = open(() => notFound('/k8s/none'));
    for (let n = 0; n < 2; n += 1) {
      await expect(session.request('GET', ['ltm', 'pool', '/k8s/none'])).rejects.toBeInstanceOf(NotFoundError);
    }
    expect(device.seen.map(({ line }) => line).slice(1)).toEqual([
      'GET ltm/pool/~k8s~none',
      'GET sys/ready',
      'GET ltm/pool/~k8s~none',
      'GET ltm/pool/~k8s~none',
      'GET sys/ready',
    ]);
  });

  it('retries a GET whose connection broke', async () => {
    const { device, session } = open((_, count) =>
      count === 1 ? networkFailure('ECONNRESET') : { body: { name: 'x' } },
    );
    expect((await session.request('GET', ['ltm', 'pool', '/k8s/x'])).body).toEqual({ name: 'x' });
    expect(device.work).toHaveLength(2);
  });

  it('does not accept an answer of another length than the one that was announced, whoever carried it', async () => {
    for (const headers of [{ 'content-length': '500' }, { 'content-encoding': 'gzip' }]) {
      const { session } = open(() => ({ headers, body: { name: 'web' } }));
      await expect(session.request('GET', ['ltm', 'pool'])).rejects.toBeInstanceOf(ProtocolError);
    }
  });

  it('takes one signal for many calls without a warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const { session } = open(ok);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => session.request('GET', ['ltm', 'pool'], { signal })));
    await Promise.all(Array.from({ length: 50 }, () => session.request('GET', ['ltm', 'pool'])));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});
