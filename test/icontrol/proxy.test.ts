import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/icontrol/session.ts';
import { listenProxy } from './proxy.ts';
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
        port === 9
          ? /cannot reach 127\.0\.0\.1:\d+ through the proxy 127\.0\.0\.1:9 .ECONNREFUSED.: nothing listens at the proxy/
          : /proxy.*407/,
      );
      expect(String(error)).not.toMatch(/httpd|waitReady/);
    }
  });
});
