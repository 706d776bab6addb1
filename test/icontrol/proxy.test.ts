import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/icontrol/session.ts';
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

/** A proxy that makes tunnels, and keeps what it sees: the CONNECT, and the bytes that pass. */
async function listenProxy(answer = 'HTTP/1.1 200 Connection established\r\n\r\n') {
  const connects: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  let passed = Buffer.alloc(0);
  const proxy = createServer();
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? '';
    connects.push({ target, authorization: request.headers['proxy-authorization'] });
    client.on('error', () => {});
    client.write(answer);
    client.on('end', () => client.destroy());
    if (!answer.includes(' 200 ')) {
      client.end();
      return;
    }
    const upstream = connectSocket(Number(target.split(':').at(-1)), '127.0.0.1');
    upstream.on('error', () => client.destroy());
    upstream.pipe(client);
    client.on('data', (chunk) => {
      passed = Buffer.concat([passed, chunk]);
      upstream.write(chunk);
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    port,
    connects,
    passed: () => passed.toString('latin1'),
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function through(proxy: string, tls: { ca?: string; fingerprint256?: string; servername?: string }): Session {
  return new Session({
    url: server.url,
    username: 'admin',
    password: 'canary-password',
    tls,
    proxy,
    retry: { attempts: 1 },
  });
}

describe('a proxy', () => {
  it('carries the requests in a tunnel, and sees nothing of them', async () => {
    await using proxy = await listenProxy();
    const session = through(`http://user:canary-proxy@127.0.0.1:${proxy.port}`, { ca: certificate.cert });
    expect((await session.request('GET', ['ltm', 'pool', '/k8s/web'])).body).toEqual({ name: 'web' });
    await session.close();
    expect(proxy.connects[0]).toEqual({
      target: server.url.replace('https://', ''),
      authorization: `Basic ${Buffer.from('user:canary-proxy').toString('base64')}`,
    });
    expect(proxy.passed().length).toBeGreaterThan(0);
    expect(proxy.passed()).not.toMatch(/mgmt|canary/);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  it('does not stand in for the device: the certificate is checked behind it', async () => {
    await using proxy = await listenProxy();
    const received = server.received();
    const other = await makeCertificate();
    const cases = [
      { tls: {}, reason: 'unknown-ca' },
      { tls: { fingerprint256: other.fingerprint256 }, reason: 'fingerprint' },
      { tls: { ca: certificate.cert, servername: 'elsewhere.example.net' }, reason: 'name' },
    ];
    for (const { tls, reason } of cases) {
      await using session = through(`http://127.0.0.1:${proxy.port}`, tls);
      const error: unknown = await session.request('GET', ['ltm', 'pool']).catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'BIGIP_TLS', reason, fingerprint256: certificate.fingerprint256 });
    }
    expect(server.received()).toBe(received);
    await using pinned = through(`http://127.0.0.1:${proxy.port}`, { fingerprint256: certificate.fingerprint256 });
    expect((await pinned.request('GET', ['ltm', 'pool', '/k8s/web'])).status).toBe(200);
  });

  it('that refuses or is not there is an error that says that nothing was sent', async () => {
    await using refusing = await listenProxy('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    const ports = [refusing.port, 9];
    for (const port of ports) {
      await using session = through(`http://127.0.0.1:${port}`, { ca: certificate.cert });
      const error: unknown = await session
        .request('POST', ['ltm', 'pool'], { body: {} })
        .catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'BIGIP_CONNECT', sent: false, outcome: 'not-sent' });
      expect(String(error)).toMatch(
        port === 9 ? /cannot reach 127\.0\.0\.1:\d+ through the proxy 127\.0\.0\.1:9 .ECONNREFUSED/ : /proxy.*407/,
      );
    }
  });
});
