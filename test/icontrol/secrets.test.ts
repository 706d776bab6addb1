import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Session } from '../../src/icontrol/session.ts';
import { everythingSaid } from '../canary/everything-said.ts';
import { open, PASSWORD } from './open-session.ts';
import { http, listenRaw } from './raw-device.ts';
import { networkFailure } from './scripted-device.ts';
import { TOKEN } from './tls-device.ts';

const CANARIES = [
  PASSWORD,
  JSON.stringify(PASSWORD).slice(1, -1),
  encodeURIComponent(PASSWORD),
  Buffer.from(`admin:${PASSWORD}`).toString('base64'),
  TOKEN,
];

function expectNoSecret(said: string): void {
  expect(said.length).toBeGreaterThan(100);
  for (const canary of CANARIES) expect(said).not.toContain(canary);
  expect(said).not.toMatch(/TOKENA{5}/);
}

describe('F25: what the library says', () => {
  it('when all goes well shows no secret, not even the token in the path that revokes it', async () => {
    const { session } = open(() => ({ body: {} }));
    const said = await everythingSaid(async () => {
      await session.request('GET', ['ltm', 'pool']);
      await session.close();
    });
    expect(said).toContain('/mgmt/shared/authz/tokens/[redacted]');
    expect(said).toContain('bigip:login');
    expectNoSecret(said);
  });

  it('when the device echoes the login shows no secret', async () => {
    const { device, session } = open(() => ({ body: {} }));
    device.onLogin = (seen) => ({
      status: 401,
      body: {
        code: 401,
        message: `Authentication failed for ${JSON.stringify(seen.body)}`,
        originalRequestBody: JSON.stringify(seen.body),
        restOperationId: 1,
        kind: ':resterrorresponse',
      },
    });
    const said = await everythingSaid(() => session.request('GET', ['ltm', 'pool']));
    expect(said).toContain('Authentication failed for');
    expectNoSecret(said);
  });

  it('when a page or cut JSON answers the login shows no secret', async () => {
    for (const body of [`<html>${PASSWORD} ${TOKEN}</html>`, `{"token":{"token":"${TOKEN}`, `${TOKEN}`]) {
      for (const status of [200, 400, 500, 503]) {
        const { device, session } = open(() => ({ body: {} }));
        device.onLogin = () => ({ status, body });
        expectNoSecret(await everythingSaid(() => session.request('GET', ['ltm', 'pool'], { attempts: 1 })));
      }
    }
  });

  it('when a request fails in any way shows no secret', async () => {
    const failures = [
      networkFailure('ECONNRESET'),
      Object.assign(new Error(`bad header x-f5-auth-token: ${TOKEN} in request with ${PASSWORD}`), { code: 'X' }),
      {
        status: 400,
        body: { code: 400, message: `01070734:3: password "${PASSWORD}" is bad, Authorization: Basic ${CANARIES[3]}` },
      },
      { status: 404, body: { code: 404, message: `/mgmt/shared/authz/tokens/${TOKEN} not found`, restOperationId: 1 } },
      { status: 302, headers: { location: `https://x/?token=1&password=${encodeURIComponent(PASSWORD)}` } },
      { status: 200, body: `${PASSWORD} and {"token":"${TOKEN}"}` },
    ];
    for (const failure of failures) {
      const { session } = open(() => failure);
      expectNoSecret(
        await everythingSaid(() =>
          session.request('PATCH', ['ltm', 'pool', `/k8s/x`], { body: { password: PASSWORD } }),
        ),
      );
    }
  });

  it('when a supplied token or a proxy has a secret shows no secret', async () => {
    const { session } = open(() => ({ body: {} }), { token: TOKEN });
    expectNoSecret(
      await everythingSaid(() => session.request('GET', ['shared', TOKEN])).then((said) => said + inspect(session)),
    );
    const proxied = new Session({
      url: 'https://192.0.2.10',
      username: 'admin',
      password: PASSWORD,
      proxy: `http://user:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`,
      retry: { attempts: 1 },
    });
    const said = await everythingSaid(() => proxied.request('GET', ['ltm', 'pool']));
    await proxied.close();
    expectNoSecret(said);
    expect(() => open(() => ({}), { proxy: `bad:${PASSWORD}` })).toThrow(/^proxy: must be a URL such as/);
  });

  it('shows no password that was fetched after the call was made', async () => {
    const options = { password: async () => PASSWORD, retry: { attempts: 2 } };
    for (const answer of [networkFailure('ECONNRESET'), { status: 404, body: { code: 404, message: 'no' } }]) {
      const { session } = open(() => answer, options);
      const query = { $filter: `description eq ${PASSWORD}` };
      const said = await everythingSaid(() =>
        session.request('GET', ['ltm', 'pool'], { query, absence: 'believe' }).finally(() => session.close()),
      );
      expect(said).toContain('/mgmt/tm/ltm/pool?');
      expectNoSecret(said);
    }
  });

  it('over a real connection shows no secret', async () => {
    await using device = await listenRaw((socket) =>
      socket.end(http(500, JSON.stringify({ code: 500, message: `${TOKEN}` }))),
    );
    await using session = new Session({
      url: device.url,
      username: 'admin',
      password: PASSWORD,
      retry: { baseDelay: 1 },
    });
    expectNoSecret(await everythingSaid(() => session.request('GET', ['ltm', 'pool'])));
  });
});
