import { createServer } from 'node:https';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TlsError } from '../../src/errors.ts';
import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { type Certificate, device, type Listening, listen, makeCertificate } from './tls-device.ts';

const DAY = 86_400_000;
const pools = device((request, response) => response.end(JSON.stringify({ path: request.url })));

let good: Certificate;
let server: Listening;

beforeAll(async () => {
  good = await makeCertificate();
  server = await listen(good, pools);
});
afterAll(() => server[Symbol.asyncDispose]());

async function attempt(url: string, tls: SessionOptions['tls']): Promise<unknown> {
  await using session = new Session({ url, username: 'admin', password: 'canary-password', ...(tls && { tls }) });
  return await session.request('GET', ['ltm', 'pool']).then(
    (reply) => reply.body,
    (error: unknown) => error,
  );
}

describe('a device with a certificate', () => {
  it('is trusted when its authority is given', async () => {
    expect(await attempt(server.url, { ca: good.cert })).toEqual({ path: '/mgmt/tm/ltm/pool' });
  });

  it('is trusted when its fingerprint is pinned, in any spelling', async () => {
    for (const fingerprint256 of [good.fingerprint256, good.fingerprint256.replaceAll(':', '').toLowerCase()]) {
      expect(await attempt(server.url, { fingerprint256 })).toEqual({ path: '/mgmt/tm/ltm/pool' });
    }
  });

  it('is trusted without any proof only when that was asked for by its ugly name, and a warning is given once', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error & { code?: string }) => warnings.push(warning.code ?? '');
    process.on('warning', onWarning);
    expect(await attempt(server.url, { dangerouslySkipTlsVerify: true })).toEqual({ path: '/mgmt/tm/ltm/pool' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings.filter((code) => code === 'BIGIP_TLS_UNVERIFIED')).toHaveLength(1);
    expect(process.env['NODE_TLS_REJECT_UNAUTHORIZED']).toBeUndefined();
  });

  it('that is pinned must be that one, also where it would be trusted without any other proof', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error & { code?: string }) => warnings.push(warning.code ?? '');
    process.on('warning', onWarning);
    const other = await makeCertificate();
    const skip = { dangerouslySkipTlsVerify: true };
    const received = server.received();
    const pinned = await attempt(server.url, { ...skip, fingerprint256: other.fingerprint256 });
    expect(pinned).toMatchObject({ code: 'BIGIP_TLS', reason: 'fingerprint' });
    expect(server.received()).toBe(received);
    const right = { ...skip, ca: other.cert, fingerprint256: good.fingerprint256 };
    expect(await attempt(server.url, right)).toEqual({ path: '/mgmt/tm/ltm/pool' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).not.toContain('BIGIP_TLS_UNVERIFIED');
  });

  it('needs both proofs when both are given', async () => {
    const other = await makeCertificate();
    expect(await attempt(server.url, { ca: good.cert, fingerprint256: other.fingerprint256 })).toMatchObject({
      reason: 'fingerprint',
    });
    expect(await attempt(server.url, { ca: other.cert, fingerprint256: good.fingerprint256 })).toMatchObject({
      reason: 'unknown-ca',
    });
    expect(await attempt(server.url, { ca: good.cert, fingerprint256: good.fingerprint256 })).toEqual({
      path: '/mgmt/tm/ltm/pool',
    });
  });

  it('may have another name than its address, when that name is given', async () => {
    const named = await makeCertificate({ name: 'ltm1.example.net', addresses: [] });
    await using elsewhere = await listen(named, pools);
    expect(await attempt(elsewhere.url, { ca: named.cert })).toMatchObject({ reason: 'name' });
    expect(await attempt(elsewhere.url, { ca: named.cert, servername: 'ltm1.example.net' })).toEqual({
      path: '/mgmt/tm/ltm/pool',
    });
    expect(await attempt(elsewhere.url, { ca: named.cert, servername: 'ltm2.example.net' })).toMatchObject({
      reason: 'name',
    });
  });

  it('is refused for the right reason, with the fingerprint to pin, and learns nothing of us', async () => {
    const old = await makeCertificate({ from: new Date(Date.now() - 3 * DAY), to: new Date(Date.now() - DAY) });
    const early = await makeCertificate({ from: new Date(Date.now() + DAY), to: new Date(Date.now() + 3 * DAY) });
    const named = await makeCertificate({ addresses: [] });
    const cases = [
      { certificate: good, tls: undefined, reason: 'unknown-ca' },
      { certificate: old, tls: { ca: old.cert }, reason: 'expired' },
      { certificate: early, tls: { ca: early.cert }, reason: 'not-yet-valid' },
      { certificate: named, tls: { ca: named.cert }, reason: 'name' },
      { certificate: good, tls: { fingerprint256: old.fingerprint256 }, reason: 'fingerprint' },
    ];
    for (const { certificate, tls, reason } of cases) {
      await using stranger = await listen(certificate, pools);
      const error = await attempt(stranger.url, tls);
      expect(error).toBeInstanceOf(TlsError);
      expect(error).toMatchObject({ reason, fingerprint256: certificate.fingerprint256, code: 'BIGIP_TLS' });
      // Nothing is glued to it, because it is copied from here.
      expect(String(error).split(' ')).toContain(certificate.fingerprint256);
      expect(String(error)).toContain(`127.0.0.1:${stranger.port} is not trusted`);
      expect(stranger.received()).toBe('');
      await expect.poll(() => stranger.openSockets()).toBe(0);
    }
  });

  it('F2: whose certificate changes between two requests gets not a byte of the second', async () => {
    let current = await listen(good, pools);
    const { port } = current;
    await using session = new Session({
      url: current.url,
      username: 'admin',
      password: 'canary-password',
      tls: { fingerprint256: good.fingerprint256 },
    });
    await session.request('GET', ['ltm', 'pool']);
    await current[Symbol.asyncDispose]();
    const stranger = await makeCertificate();
    current = await listen(stranger, pools, port);
    const error: unknown = await session
      .request('POST', ['ltm', 'pool'], { body: {} })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'BIGIP_TLS', reason: 'fingerprint', outcome: 'not-sent' });
    expect(String(error).split(' ')).toEqual(
      expect.arrayContaining([good.fingerprint256, stranger.fingerprint256, `127.0.0.1:${port}`]),
    );
    expect(current.received()).toBe('');
    await current[Symbol.asyncDispose]();
    current = await listen(good, pools, port);
    expect((await session.request('GET', ['ltm', 'pool'])).status).toBe(200);
    await session.close();
    await current[Symbol.asyncDispose]();
  });

  it('is told who we are by our own certificate, when it asks', async () => {
    const client = await makeCertificate({ name: 'automation' });
    const tls = { ca: good.cert, cert: client.cert, key: client.key };
    const asking = createServer({ ...good, ca: client.cert, requestCert: true }, (request, response) => {
      const { socket } = request as unknown as { socket: TLSSocket };
      device((_request, answer) => answer.end(JSON.stringify({ client: socket.getPeerCertificate().subject?.CN })))(
        request,
        response,
        '',
      );
    });
    await new Promise<void>((resolve) => asking.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(asking.address() as AddressInfo).port}`;
    expect(await attempt(url, tls)).toEqual({ client: 'automation' });
    await new Promise((resolve) => asking.close(resolve));
  });

  it('may have an IPv6 address', async () => {
    const six = await makeCertificate({ addresses: ['::1'] });
    await using server6 = await listen(six, pools, 0, '::1');
    expect(await attempt(server6.url, { ca: six.cert })).toEqual({ path: '/mgmt/tm/ltm/pool' });
    expect(await attempt(server6.url, { ca: good.cert })).toMatchObject({ reason: 'unknown-ca' });
  });

  it('that speaks no TLS is refused without a byte of the request', async () => {
    await using plain = await listen(undefined, pools);
    const error = await attempt(plain.url.replace('http:', 'https:'), { ca: good.cert });
    expect(error).toMatchObject({ code: 'BIGIP_TLS', reason: 'handshake' });
    expect(plain.received()).toBe('');
  });
});

describe('a port that hangs up in the middle of the handshake', () => {
  it('may be one of plain http, says the error', async () => {
    const hangUp = createPlainServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await new Promise<void>((resolve) => hangUp.listen(0, '127.0.0.1', resolve));
    const { port } = hangUp.address() as AddressInfo;
    const error = await attempt(`https://127.0.0.1:${port}`, { ca: good.cert });
    await new Promise((resolve) => hangUp.close(resolve));
    expect(error).toMatchObject({ code: 'BIGIP_CONNECT', sent: false });
    expect(String(error)).toMatch(/\(ECONNRESET\): it hung up at once; is that the port of its https/);
  });
});

describe('the url of a device', () => {
  it('is refused when the password would travel in clear or stands in it', () => {
    const open = (url: string) => () => new Session({ url, username: 'admin', password: 'x' });
    expect(open('http://192.0.2.10')).toThrow('https');
    expect(open('https://admin:canary@192.0.2.10')).toThrow(/^url: must not contain a user or password/);
    expect(open('https://192.0.2.10/mgmt')).toThrow('must end after the host');
    expect(open('192.0.2.10')).toThrow('must be a URL');
    for (const url of ['http://127.0.0.1:8080', 'http://[::1]', 'http://localhost']) expect(open(url)).not.toThrow();
  });
});
