import { describe, expect, it } from 'vitest';
import { AuthenticationError, ProtocolError, TokenEndedError, TokenQuotaError } from '../../src/errors.ts';
import { Session } from '../../src/icontrol/session.ts';
import { runs } from '../share.ts';
import { open, PASSWORD } from './open-session.ts';
import { type Answer, type Handler, networkFailure, RESTARTING } from './scripted-device.ts';
import { settle, TestClock } from './test-clock.ts';

const ok: Handler = () => ({ body: { name: 'x' } });
const get = ['ltm', 'pool'];

const unauthorized: Answer = {
  status: 401,
  body: { code: 401, message: 'Authentication failed.', restOperationId: 1, kind: ':resterrorresponse' },
};

describe('token authentication', () => {
  it('F8: fifty parallel calls and an evicted token are one login each', async () => {
    const { device, session } = open(ok);
    const fifty = () => Promise.all(Array.from({ length: 50 }, () => session.request('GET', get)));
    await fifty();
    expect(device.logins).toBe(1);
    device.tokens.clear();
    const replies = await fifty();
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(device.logins).toBe(2);
    await session.close();
    expect(device.tokens.size).toBe(0);
  });

  it('F8: a second 401 is final', async () => {
    const { device, session } = open(() => unauthorized);
    await expect(session.request('GET', get)).rejects.toBeInstanceOf(AuthenticationError);
    expect(device.logins).toBe(2);
    expect(device.work).toHaveLength(2);
  });

  it('F8: a 401 in HTML is answered by a new login too, and a write is replayed once', async () => {
    const page = '<html><head><title>401 F5 Authorization Required</title></head></html>';
    const { device, session } = open((_, count) =>
      count === 1 ? { status: 401, headers: { 'content-type': 'text/html' }, body: page } : { body: { name: 'web' } },
    );
    await session.request('POST', get, { body: { name: 'web' } });
    expect(device.work).toEqual(['POST ltm/pool', 'POST ltm/pool']);
    expect(device.logins).toBe(2);
  });

  it('F8: a 401 inside a transaction is not replayed', async () => {
    const { device, session } = open((_, count) => (count === 1 ? unauthorized : { body: {} }));
    const command = session.request('POST', get, { body: {}, coordinationId: '1526674837169915' });
    await expect(command).rejects.toBeInstanceOf(AuthenticationError);
    expect(device.work).toHaveLength(1);
  });

  it('F8: a 401 to a commit is not replayed: it is sent once, whatever comes', async () => {
    const { device, session } = open((_, count) => (count === 1 ? unauthorized : { body: {} }));
    const commit = session.request('PATCH', ['transaction', '1526674837169915'], {
      body: { state: 'VALIDATING' },
      once: true,
    });
    await expect(commit).rejects.toBeInstanceOf(AuthenticationError);
    expect(device.work).toHaveLength(1);
  });

  it('is not asked for by a call that was given up before it began', async () => {
    const { device, session } = open(ok);
    const error: unknown = await session
      .request('POST', get, { body: {}, signal: AbortSignal.abort(new Error('enough')) })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AbortError', outcome: 'not-sent', cause: { message: 'enough' } });
    expect(device.seen).toHaveLength(0);
  });

  it('F9: a full quota of tokens is an error of its own that names the remedy, and no loop', async () => {
    const { device, session } = open(ok);
    device.onLogin = () => ({
      status: 400,
      body: { code: 400, message: 'Bad Request: user admin has reached maximum active login tokens' },
    });
    const error: unknown = await session.request('GET', get).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TokenQuotaError);
    expect(String(error)).toMatch(/auth: 'basic'/);
    expect(device.seen).toHaveLength(1);
  });

  it('F9: many sessions leave no token behind', async () => {
    const { device } = open(ok);
    const many = runs(1_000);
    for (let n = 0; n < many; n += 1) {
      const { session } = open(ok, { transport: device });
      await session.request('GET', get);
      await session.close();
    }
    expect(device.logins).toBe(many);
    expect(device.tokens.size).toBe(0);
  });

  it('F9: a session that is closed during its login leaves no token behind', async () => {
    const { device, session } = open(ok);
    const call = session.request('GET', get);
    await session.close();
    await expect(call).resolves.toMatchObject({ status: 200 });
    expect(device.tokens.size).toBe(0);
  });

  it("F20: lives by the device's own difference of times, and renews ahead of the end", async () => {
    const clock = new TestClock();
    const { device, session } = open(ok, { clock });
    await session.request('GET', get);
    await clock.advance(1_139_000);
    await session.request('GET', get);
    expect(device.logins).toBe(1);
    await clock.advance(2_000);
    await session.request('GET', get);
    expect(device.logins).toBe(2);
    await settle();
    // The old one was taken back.
    expect(device.tokens.size).toBe(1);
  });

  it('does not take back a token that a request is still using', async () => {
    const clock = new TestClock();
    let answer: (value: Answer) => void = () => {};
    const slow = new Promise<Answer>((resolve) => {
      answer = resolve;
    });
    const { device, session } = open((seen) => (seen.method === 'PUT' ? slow : { body: {} }), {
      clock,
      timeout: 900_000,
    });
    await session.request('GET', get);
    await clock.advance(1_130_000);
    const put = session.request('PUT', get, { body: {} });
    await clock.advance(20_000);
    await session.request('GET', get);
    await clock.advance(1_000);
    expect(device.logins).toBe(2);
    expect(device.count(/^DELETE/)).toBe(0);
    answer({ body: {} });
    await put;
    await settle();
    expect(device.count(/^DELETE/)).toBe(1);
  });

  it('F20: does not care what time the device believes it is', async () => {
    for (const now of [0, 1e15, 4e15]) {
      const clock = new TestClock();
      const { device, session } = open(ok, { clock });
      device.onLogin = () => {
        const value = `TOKENTOKENTOKENTOKENTOKEN${device.logins}`;
        device.tokens.add(value);
        const token = {
          token: value,
          timeout: 600,
          lastUpdateMicros: now,
          expirationMicros: now + 6e8,
        };
        return { body: { token } };
      };
      await session.request('GET', get);
      await clock.advance(539_000);
      await session.request('GET', get);
      expect(device.logins).toBe(1);
      await clock.advance(2_000);
      await session.request('GET', get);
      expect(device.logins).toBe(2);
    }
  });

  it('uses the old token for as long as it lives when it cannot be renewed', async () => {
    const clock = new TestClock();
    const { device, session } = open(ok, { clock, retry: { random: () => 0 } });
    await session.request('GET', get);
    await clock.advance(1_150_000);
    device.onLogin = () => RESTARTING;
    await session.request('GET', get);
    await session.request('GET', get);
    expect(device.work).toHaveLength(3);
    await settle();
    expect(device.logins).toBeGreaterThan(1);
  });

  it('logs in again after a login whose answer was lost', async () => {
    const { device, session } = open(ok);
    device.onLogin = () => (device.logins < 3 ? networkFailure('ECONNRESET') : device.logIn());
    await session.request('POST', get, { body: {} });
    expect(device.logins).toBe(3);
    expect(device.work).toHaveLength(1);
  });

  it('is not fooled by a login that answers without a token', async () => {
    const { device, session } = open(ok);
    device.onLogin = () => ({ body: { token: { token: 'CANARY\r\nx: y' } } });
    const error: unknown = await session.request('GET', get).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(String(error)).not.toContain('CANARY');
  });

  it('asks a function for the password at each login, and tries a new one after a refusal', async () => {
    const passwords = ['old-password', 'old-password', 'new-password'];
    const { device, session } = open(ok, { password: async () => passwords.shift() ?? '' });
    device.onLogin = (seen) =>
      (seen.body as { password: string }).password === 'new-password' ? device.logIn() : unauthorized;
    await expect(session.request('GET', get)).rejects.toBeInstanceOf(AuthenticationError);
    await expect(session.request('GET', get)).rejects.toBeInstanceOf(AuthenticationError);
    expect(device.logins).toBe(1);
    await session.request('GET', get);
    expect(device.logins).toBe(2);
  });

  it('names the provider that was asked for', async () => {
    const { device, session } = open(ok, { loginProvider: 'ldap-corp' });
    await session.request('GET', get);
    expect(device.seen[0]?.body).toMatchObject({ loginProviderName: 'ldap-corp' });
  });
});

describe('a function for the password', () => {
  for (const auth of ['token', 'basic'] as const) {
    it(`that never answers holds nothing up, and nothing was sent (${auth})`, async () => {
      const clock = new TestClock();
      const { device, session } = open(ok, { auth, clock, timeout: 700, password: () => new Promise(() => {}) });
      const controller = new AbortController();
      const calls = [
        session.request('POST', get, { body: {}, attempts: 1 }),
        session.request('POST', get, { body: {}, timeout: 100 }),
        session.request('POST', get, { body: {}, signal: controller.signal }),
      ].map((call) => call.catch((error: unknown) => error));
      await clock.advance(200);
      controller.abort();
      await clock.advance(500);
      expect(await Promise.all(calls)).toMatchObject([
        { code: 'BIGIP_TIMEOUT', timeout: 700, outcome: 'not-sent' },
        { code: 'BIGIP_TIMEOUT', timeout: 100, outcome: 'not-sent' },
        { code: 'BIGIP_ABORTED', outcome: 'not-sent' },
      ]);
      expect(device.seen).toHaveLength(0);
      await session.close();
      expect(clock.sleeping).toBe(0);
    });

    it(`that fails is an error of the tree, with its own as the cause (${auth})`, async () => {
      const { device, session } = open(ok, {
        auth,
        password: async () => {
          throw new Error('the vault is sealed');
        },
      });
      const error: unknown = await session.request('POST', get, { body: {} }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        status: undefined,
        outcome: 'not-sent',
        cause: { message: 'the vault is sealed' },
      });
      expect(String(error)).toContain('the vault is sealed');
      expect(device.seen).toHaveLength(0);
    });
  }
});

describe('a function for the password that returns no text', () => {
  for (const auth of ['token', 'basic'] as const) {
    it.each([undefined, null, 1234, ''])(
      `%s is refused by the name of the option, and nothing is sent (${auth})`,
      async (given) => {
        let asked = 0;
        const password = (() => {
          asked += 1;
          return given;
        }) as unknown as () => string;
        const { device, session } = open(ok, { auth, password });
        const error: unknown = await session.request('POST', get, { body: {} }).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'BIGIP_VALUE', path: 'password', outcome: 'not-sent' });
        expect(String(error)).toMatch(/password: must be text; the function for it returned/);
        expect(String(error)).not.toContain('1234');
        expect(device.seen).toHaveLength(0);
        expect(asked).toBe(1);
        await session.close();
      },
    );
  }

  it('is not the same as one that throws, which is asked again as often as a request is tried', async () => {
    let asked = 0;
    const password = () => {
      asked += 1;
      if (asked < 3) throw new Error('the vault is sealed');
      return PASSWORD;
    };
    const { device, session } = open(ok, { password });
    expect((await session.request('GET', get)).status).toBe(200);
    expect([asked, device.logins]).toEqual([3, 1]);
  });
});

describe('a token that ends', () => {
  it('in a transaction, or before a commit, is told apart from credentials that are wrong', async () => {
    const { session } = open(() => unauthorized);
    for (const call of [
      session.request('POST', get, { body: {}, coordinationId: '1526674837169915' }),
      session.request('PATCH', ['transaction', '1526674837169915'], { body: {}, once: true }),
    ]) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TokenEndedError);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({ code: 'BIGIP_TOKEN_ENDED', status: 401, outcome: 'refused' });
      expect(String(error)).toMatch(
        /the token ended during the transaction, of which nothing was applied: begin it again/,
      );
      expect(String(error)).not.toMatch(/username|password/);
    }
  });

  it('and was given to the client is called a token, not a user or a password', async () => {
    const device = open(ok).device;
    const options = { transport: device, token: 'ENDEDENDEDENDEDENDEDENDED2' };
    const session = new Session({ url: 'https://192.0.2.10', clock: new TestClock({ auto: true }), ...options });
    const error: unknown = await session.request('GET', get).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'BIGIP_AUTHENTICATION', status: 401 });
    expect(String(error)).toMatch(/does not accept the token that the client was given/);
    expect(String(error)).not.toMatch(/username|password|ENDED/);
    expect(device.seen).toHaveLength(1);
  });
});

describe('basic authentication', () => {
  it('sends user and password with every request, and never logs in', async () => {
    const { device, session } = open(ok, { auth: 'basic' });
    await session.request('GET', get);
    await session.close();
    expect(device.seen).toHaveLength(1);
    expect(device.seen[0]?.headers['authorization']).toBe(
      `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`,
    );
  });

  it('tries once more after a 401 only when the credentials have worked before', async () => {
    const wrong = open(() => unauthorized, { auth: 'basic' });
    await expect(wrong.session.request('GET', get)).rejects.toBeInstanceOf(AuthenticationError);
    expect(wrong.device.seen).toHaveLength(1);
    const stray = open((_, count) => (count === 2 ? unauthorized : { body: {} }), { auth: 'basic' });
    await stray.session.request('GET', get);
    await stray.session.request('GET', get);
    expect(stray.device.seen).toHaveLength(3);
  });
});

describe('a supplied token', () => {
  it('is used as it is, and left alone at the end', async () => {
    const { device } = open(ok);
    device.tokens.add('SUPPLIEDSUPPLIEDSUPPLIED22');
    const { session } = open(ok, { transport: device, token: 'SUPPLIEDSUPPLIEDSUPPLIED22' });
    await session.request('GET', get);
    await session.close();
    expect(device.seen).toHaveLength(1);
    expect(device.tokens.size).toBe(1);
  });

  it('gives way to a login when it is refused and there is a password', async () => {
    const { device, session } = open(ok, { token: 'EXPIREDEXPIREDEXPIRED22222' });
    await session.request('GET', get);
    expect(device.logins).toBe(1);
    expect(device.work).toHaveLength(2);
  });
});
