/** Somebody else answers at the device's address: how many bytes he gets to read, all of them counted after decryption. */
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { listenProxy } from './proxy.ts';
import { type Certificate, makeCertificate } from './tls-device.ts';

let mine: Certificate;
let theirs: Certificate;
beforeAll(async () => {
  [mine, theirs] = await Promise.all([makeCertificate(), makeCertificate()]);
});

/** Has a certificate of his own, asks for ours, and keeps whatever comes out of the TLS after that. */
async function listenStranger(certificate: Certificate) {
  let connections = 0;
  let decrypted = 0;
  const sockets = new Set<Socket>();
  const options = { cert: certificate.cert, key: certificate.key, requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (socket: TLSSocket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      decrypted += bytes.length;
    });
  });
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    decrypted: () => decrypted,
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function connect(url: string, options: Partial<SessionOptions>): Session {
  const login = { username: 'admin', password: 'canary-password' };
  return new Session({ url, ...login, retry: { baseDelay: 1, maxDelay: 1 }, ...options });
}

const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('F2: a stranger', () => {
  const write = (session: Session) => session.request('POST', ['ltm', 'pool'], { body: { name: 'web' } });

  it('is told nothing, not even once, whatever way he was to be recognised by', async () => {
    const cases: { tls: SessionOptions['tls']; reason: string }[] = [
      { tls: undefined, reason: 'unknown-ca' },
      { tls: { ca: mine.cert }, reason: 'unknown-ca' },
      { tls: { fingerprint256: mine.fingerprint256 }, reason: 'fingerprint' },
      { tls: { ca: theirs.cert, fingerprint256: mine.fingerprint256 }, reason: 'fingerprint' },
      { tls: { ca: theirs.cert, servername: 'other.example.net' }, reason: 'name' },
      { tls: { ca: mine.cert, cert: mine.cert, key: mine.key }, reason: 'unknown-ca' },
    ];
    for (const { tls, reason } of cases) {
      for (const auth of ['token', 'basic'] as const) {
        await using stranger = await listenStranger(theirs);
        const session = connect(stranger.url, { auth, ...(tls === undefined ? {} : { tls }) });
        const error = await failure(write(session));
        expect(error).toMatchObject({
          code: 'BIGIP_TLS',
          reason,
          outcome: 'not-sent',
          fingerprint256: theirs.fingerprint256,
        });
        expect(error).toMatchObject({ attempts: undefined });
        await session.close();
        await expect.poll(() => stranger.openSockets()).toBe(0);
        expect(stranger.connections()).toBe(1);
        expect(stranger.decrypted()).toBe(0);
      }
    }
  });

  it('is told nothing by fifty calls at once', async () => {
    await using stranger = await listenStranger(theirs);
    const session = connect(stranger.url, { tls: { fingerprint256: mine.fingerprint256 }, auth: 'basic' });
    const errors = await Promise.all(Array.from({ length: 50 }, () => failure(write(session))));
    for (const error of errors) expect(error).toMatchObject({ code: 'BIGIP_TLS', reason: 'fingerprint' });
    await session.close();
    expect(stranger.connections()).toBeGreaterThan(0);
    expect(stranger.decrypted()).toBe(0);
  });

  it('behind a proxy is told nothing', async () => {
    await using proxy = await listenProxy();
    await using stranger = await listenStranger(theirs);
    for (const tls of [{ ca: mine.cert }, { fingerprint256: mine.fingerprint256 }]) {
      const session = connect(stranger.url, { tls, proxy: `http://127.0.0.1:${proxy.port}` });
      expect(await failure(write(session))).toMatchObject({ code: 'BIGIP_TLS', fingerprint256: theirs.fingerprint256 });
      await session.close();
    }
    await expect.poll(() => stranger.openSockets()).toBe(0);
    expect(stranger.connections()).toBe(2);
    expect(stranger.decrypted()).toBe(0);
  });

  it('who takes the place of the device gets nothing of what is under way there, nor what is sent next', async () => {
    const device = await MockBigIp.start();
    const { username, password, url, fingerprint256 = '' } = device;
    const session = connect(url, { username, password, tls: { fingerprint256 } });
    await session.request('GET', ['ltm', 'pool']);
    const seen = device.requests;
    await device.pause();
    await device.changeCertificate();
    await device.resume();
    const errors = await Promise.all(Array.from({ length: 4 }, () => failure(write(session))));
    for (const error of errors) expect(error).toMatchObject({ code: 'BIGIP_TLS', reason: 'fingerprint' });
    expect(device.requests).toBe(seen);
    await session.close();
    await device.close();
  });

  it('is talked to when that was asked for by its ugly name: the count counts', async () => {
    await using stranger = await listenStranger(theirs);
    const session = connect(stranger.url, { tls: { dangerouslySkipTlsVerify: true }, timeout: 300 });
    expect(await failure(write(session))).toMatchObject({ code: 'BIGIP_TIMEOUT' });
    expect(stranger.decrypted()).toBeGreaterThan(100);
    await session.close();
  });
});

describe('the warning of a client that verifies nothing', () => {
  it('comes once for each such client, however much it asks, and for no other', async () => {
    const codes: (string | undefined)[] = [];
    const onWarning = (warning: Error & { code?: string }) => codes.push(warning.code);
    process.on('warning', onWarning);
    const device = await MockBigIp.start();
    const { username, password, url, fingerprint256 = '' } = device;
    const clients = [
      connect(url, { username, password, tls: { dangerouslySkipTlsVerify: true } }),
      connect(url, { username, password, tls: { dangerouslySkipTlsVerify: true } }),
      connect(url, { username, password, tls: { fingerprint256 } }),
    ];
    for (const client of clients) {
      for (let n = 0; n < 3; n += 1) await client.request('GET', ['ltm', 'pool']);
      await client.close();
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    await device.close();
    expect(codes.filter((code) => code === 'BIGIP_TLS_UNVERIFIED')).toHaveLength(2);
  });
});
