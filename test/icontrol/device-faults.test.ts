import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import {
  AuthenticationError,
  NotFoundError,
  OutcomeUnknownError,
  ProtocolError,
  ReplyLimitError,
  TlsError,
  TokenQuotaError,
} from '../../src/errors.ts';
import { type Reply, Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { isDone, runs } from '../share.ts';
import { settle, TestClock } from './test-clock.ts';

const seed = { 'ltm/pool/~Common~web': { description: 'the first' } };
const pool = ['ltm', 'pool', '/Common/web'];
const created = ['ltm', 'pool', '/Common/new'];

interface Meeting {
  readonly device: MockBigIp;
  readonly session: Session;
  open(options?: Partial<SessionOptions>): Session;
}

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

function meeting(device: MockBigIp, options: Partial<SessionOptions>): Meeting {
  cleanUp.push(() => device.close());
  const open = (more: Partial<SessionOptions> = {}) => {
    const { username, password, url } = device;
    const session = new Session({ url, username, password, ...options, ...more });
    cleanUp.push(() => session.close());
    return session;
  };
  return { device, session: open(), open };
}

/** Over TLS, in real time, with pauses that nobody has to wait for. */
async function overHttps(): Promise<Meeting> {
  const device = await MockBigIp.start({ seed });
  const tls = { fingerprint256: device.fingerprint256 ?? '' };
  return meeting(device, { tls, retry: { baseDelay: 1 }, readiness: { interval: 20 } });
}

/** Without a socket and without a timer: time is the test's. */
async function inMemory(clock: TestClock): Promise<Meeting> {
  const { now, sleep } = {
    now: () => clock.now(),
    sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
  };
  const device = await MockBigIp.start({ seed, protocol: 'none', clock: { now, sleep } });
  return meeting(device, { transport: device.transport, clock });
}

const ways: Record<string, () => Promise<Meeting>> = {
  'over HTTPS': overHttps,
  'without a socket': () => inMemory(new TestClock({ auto: true })),
};

/** What the device saw, without login, revocation and probes. */
function work(device: MockBigIp): string[] {
  return device.journal
    .filter(({ path }) => !/\/authn\/|\/authz\/|\/sys\/ready|\/sys\/mcp-state/.test(path))
    .map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '')}`);
}

/** How many requests of each method the device saw, without login, revocation and probes. */
function seen(device: MockBigIp): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const line of work(device)) {
    const [method = ''] = line.split(' ');
    counts[method] = (counts[method] ?? 0) + 1;
  }
  return counts;
}

const logins = (device: MockBigIp) => device.journal.filter(({ path }) => path.endsWith('/authn/login')).length;

async function read(session: Session): Promise<Reply | undefined> {
  return session.request('GET', created).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
}

const create = (session: Session) =>
  session.request('POST', ['ltm', 'pool'], {
    body: { name: 'new', partition: 'Common' },
    resolve: async () => (await read(session)) ?? 'absent',
  });

const gone: Reply = { status: 200, body: undefined, headers: {} };
const remove = (session: Session) =>
  session.request('DELETE', created, { resolve: async () => ((await read(session)) === undefined ? gone : 'absent') });

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (reply) => ({ accepted: reply }),
    (error: unknown) => error,
  );

describe('F1 and F2: who answers', () => {
  it('F1: nobody for a while: the write arrives once', async () => {
    const { device, open } = await overHttps();
    const session = open({ retry: { baseDelay: 150, attempts: 20, random: () => 1 } });
    await session.request('GET', pool);
    await device.pause();
    const creating = create(session);
    setTimeout(() => void device.resume(), 200);
    expect((await creating).body).toMatchObject({ fullPath: '/Common/new' });
    expect(work(device).filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('F2: somebody with another certificate: gets nothing', async () => {
    const { device, session } = await overHttps();
    await session.request('GET', pool);
    const before = device.requests;
    await device.pause();
    const presented = await device.changeCertificate();
    await device.resume();
    const error = await failure(create(session));
    expect(error).toBeInstanceOf(TlsError);
    expect(error).toMatchObject({ reason: 'fingerprint', fingerprint256: presented });
    expect(device.requests).toBe(before);
  });
});

for (const [way, meet] of Object.entries(ways)) {
  describe(`a device with faults, ${way}`, () => {
    it('F3: that never answers is given up at the deadline, and a lost create is read back', async () => {
      const { device, open } = await meet();
      const session = open({ timeout: 100 });
      device.fault({ match: 'POST ltm/pool', when: 'after', do: 'hang' });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      expect(work(device)).toEqual(['POST ltm/pool', 'GET ltm/pool/~Common~new']);
    });

    it('F3: that drips is given up at the deadline of each attempt', async () => {
      const { device, open } = await meet();
      const session = open({ timeout: 250 });
      device.fault({ match: 'GET ltm/pool/*', do: 'drip', times: 3 });
      expect(await failure(session.request('GET', pool))).toMatchObject({ code: 'BIGIP_TIMEOUT', attempts: 3 });
      expect(work(device)).toHaveLength(3);
    });

    it('F4: that breaks off after a create was applied is asked for it, and gets it once', async () => {
      const { device, session } = await meet();
      device.fault({ match: 'POST ltm/pool', when: 'after', do: { drop: 0 } });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      expect(work(device)).toEqual(['POST ltm/pool', 'GET ltm/pool/~Common~new']);
    });

    it('F4: that breaks off before a create was applied gets it again, and has it once', async () => {
      const { device, session } = await meet();
      device.fault({
        match: 'POST ltm/pool',
        when: 'before',
        do: { status: 500, body: '<html>AsyncContext timeout</html>' },
      });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      // The first absence of a session is asked for twice.
      const { 0: first, [work(device).length - 1]: last } = work(device);
      expect([first, last]).toEqual(['POST ltm/pool', 'POST ltm/pool']);
      expect(work(device).filter((line) => line.startsWith('POST'))).toHaveLength(2);
      expect(device.list('ltm/pool')).toEqual(['ltm/pool/~Common~new', 'ltm/pool/~Common~web']);
    });

    it('F4: that breaks off after a delete was applied is believed when it is gone', async () => {
      const { device, session } = await meet();
      device.set('ltm/pool/~Common~new', {});
      device.fault({ match: 'DELETE ltm/pool/*', when: 'after', do: { drop: 0 } });
      await remove(session);
      expect(device.get('ltm/pool/~Common~new')).toBeUndefined();
      expect(work(device).filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
    });

    it('F5: that breaks off in the middle of an answer', async () => {
      const { device, session } = await meet();
      device.fault({ match: 'GET ltm/pool/*', do: 'drop' });
      expect((await session.request('GET', pool)).body).toMatchObject({ description: 'the first' });
      expect(work(device)).toHaveLength(2);
      device.fault({ match: 'POST ltm/pool', do: 'drop' });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      expect(work(device).filter((line) => line.startsWith('POST'))).toHaveLength(1);
      device.fault({ match: 'PATCH ltm/pool/*', do: 'drop' });
      const error = await failure(session.request('PATCH', pool, { body: { description: 'x' } }));
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      // The GET twice, the POST once and read back, the PATCH once.
      expect(seen(device)).toEqual({ GET: 3, POST: 1, PATCH: 1 });
    });

    it('F6: that cuts its answer cleanly, at whatever byte', async () => {
      const { device, session } = await meet();
      const whole = JSON.stringify((await session.request('GET', pool)).body).length;
      let tried = 0;
      for (let bytes = 0; bytes < whole; bytes += 1) {
        if (!isDone(bytes)) continue;
        tried += 1;
        device.fault({ match: 'GET ltm/pool/*', do: { truncate: bytes } });
        const error = await failure(session.request('GET', pool, { attempts: 1 }));
        expect(error, `cut at ${bytes}`).toMatchObject({ code: expect.stringMatching(/^BIGIP_(PROTOCOL|CONNECT)$/) });
      }
      device.fault({ match: 'PATCH ltm/pool/*', do: { truncate: 100 } });
      const error = await failure(session.request('PATCH', pool, { body: { description: 'x' } }));
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(seen(device)).toEqual({ GET: 1 + tried, PATCH: 1 });
    });

    it('F7: that answers with pages', async () => {
      const { device, session } = await meet();
      device.fault({ match: 'POST ltm/pool', do: 'html' });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      expect(work(device)).toEqual(['POST ltm/pool', 'POST ltm/pool']);
      device.fault({ match: 'GET ltm/pool/*', do: 'redirect' });
      expect(await failure(session.request('GET', pool))).toMatchObject({ code: 'BIGIP_PROTOCOL', status: 302 });
      device.fault({ match: 'GET ltm/pool/*', do: 'not-json', times: 3 });
      const error = await failure(session.request('GET', pool));
      expect(error).toBeInstanceOf(ProtocolError);
      expect(String(error).length).toBeLessThan(400);
      device.fault({
        match: 'GET ltm/pool/*',
        do: { status: 401, body: '<html><title>F5 Authorization Required</title></html>' },
      });
      expect((await session.request('GET', pool)).status).toBe(200);
      expect(logins(device)).toBe(2);
      // The redirect is asked once, the page that is no JSON three times, the 401 twice.
      expect(seen(device)).toEqual({ POST: 2, GET: 6 });
    });

    it('F8: that forgets its tokens in mid-run: fifty parallel calls, one login', async () => {
      const { device, session } = await meet();
      const fifty = () => Promise.all(Array.from({ length: 50 }, () => session.request('GET', pool)));
      await fifty();
      expect(logins(device)).toBe(1);
      device.revokeTokens();
      for (const { status } of await fifty()) expect(status).toBe(200);
      expect(logins(device)).toBe(2);
      // Four at once met the dead token; the rest waited for the new one.
      expect(work(device)).toHaveLength(104);
    });

    it('F8: that refuses the password is asked once', async () => {
      const { device, open } = await meet();
      const session = open({ password: 'not the password' });
      const calls = Array.from({ length: 20 }, () => failure(session.request('GET', pool)));
      for (const error of await Promise.all(calls)) expect(error).toBeInstanceOf(AuthenticationError);
      expect(await failure(session.request('GET', pool))).toBeInstanceOf(AuthenticationError);
      expect(device.requests).toBe(1);
    });

    it('F9: that has no token left says so at once, and basic authentication still works', async () => {
      const { device, open } = await meet();
      device.fault({
        match: '/mgmt/shared/authn/login',
        do: {
          status: 400,
          body: { code: 400, message: 'Bad Request: user x has reached maximum active login tokens' },
        },
      });
      const session = open();
      expect(await failure(session.request('GET', pool))).toBeInstanceOf(TokenQuotaError);
      expect(device.requests).toBe(1);
      expect((await open({ auth: 'basic' }).request('GET', pool)).status).toBe(200);
    });

    it('F9: that saw many sessions come and go has no token of theirs', async () => {
      const { device, open } = await meet();
      const many = runs(120);
      for (let n = 0; n < many; n += 1) {
        await using session = open();
        await session.request('GET', pool);
      }
      expect(logins(device)).toBe(many);
      expect(device.tokens).toBe(0);
    });

    it('F10: that is starting gets no work until it is ready', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      device.restart([
        { phase: 'apache', requests: 3 },
        { phase: 'unregistered', requests: 3 },
        { phase: 'mcpd-lost', requests: 3 },
        { phase: 'loading', requests: 3 },
      ]);
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      expect(seen(device)).toEqual({ GET: 1, POST: 2 });
      expect(device.list('ltm/pool')).toHaveLength(2);
    });

    it('F10: that loads its configuration is not believed when it says that all is gone', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      device.restart([{ phase: 'loading', requests: 4 }]);
      expect((await session.request('GET', pool)).body).toMatchObject({ description: 'the first' });
      device.restart([{ phase: 'loading', requests: 4 }]);
      const { body } = await session.request('GET', ['ltm', 'pool']);
      expect(body).toMatchObject({ items: [{ name: 'web' }] });
      // Once before; then each time the lie, and the answer that is believed.
      expect(seen(device)).toEqual({ GET: 5 });
    });

    it('F20: whose clock jumps while it runs', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      device.clock.advance('1h');
      expect((await session.request('GET', pool)).status).toBe(200);
      expect(logins(device)).toBe(2);
      expect(seen(device)).toEqual({ GET: 3 });
    });

    it('F23: never hears of another object than the one that was named', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      const parts = fc.constantFrom(
        '..',
        '.',
        '/',
        '~',
        '%2e%2e',
        '%',
        '\r\n',
        '\0',
        'web',
        'Common',
        '?',
        '#',
        ' ',
        'é',
      );
      const name = fc
        .array(fc.oneof(parts, fc.string({ maxLength: 3 })), { maxLength: 5 })
        .map((list) => list.join(''));
      await fc.assert(
        fc.asyncProperty(name, async (text) => {
          const before = device.requests;
          const error = await failure(
            session.request('GET', ['ltm', 'pool', `/Common/${text}`], { absence: 'believe' }),
          );
          if (error instanceof BigIpValueError) {
            expect(device.requests).toBe(before);
            return;
          }
          const path = device.journal.at(-1)?.path ?? '';
          expect(decodeURIComponent(path).replaceAll('~', '/')).toBe(`/mgmt/tm/ltm/pool//Common/${text}`);
        }),
        { numRuns: runs(200) },
      );
      expect(device.list('ltm/pool')).toEqual(['ltm/pool/~Common~web']);
    });

    it('F24: that answers with a megabyte where a line was due', async () => {
      const { device, open } = await meet();
      const session = open({ limits: { bytes: 100_000 } });
      device.fault({ match: 'GET ltm/pool/*', do: { status: 200, body: { junk: 'x'.repeat(1_000_000) } } });
      expect(await failure(session.request('GET', pool))).toBeInstanceOf(ReplyLimitError);
      expect(work(device)).toHaveLength(1);
    });

    it('F25: whose answers contain the token does not get it into our errors', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      const reply = await session.request('GET', ['authz', 'tokens'], { root: '/mgmt/shared' });
      const token = /[A-Z2-7]{26}/.exec(JSON.stringify(reply.body))?.[0] ?? '';
      expect(token).toHaveLength(26);
      device.fault({ match: 'GET ltm/pool/*', do: { status: 400, body: { code: 400, message: `no: ${token}` } } });
      const error = await failure(session.request('GET', pool));
      expect(JSON.stringify(error)).toContain('no: [redacted]');
      expect(seen(device)).toEqual({ GET: 2 });
      expect(JSON.stringify(device.journal)).not.toContain(
        device.password === 'admin' ? '"password":"admin"' : device.password,
      );
    });

    it('F26: that is busy for a while gets one write at a time, and all of them', async () => {
      const { device, session } = await meet();
      await session.request('GET', pool);
      device.restart([{ phase: 'busy', requests: 3 }]);
      await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          session.request('POST', ['ltm', 'pool'], { body: { name: `p${n}` }, attempts: 6 }),
        ),
      );
      expect(device.list('ltm/pool')).toHaveLength(7);
      expect(session.concurrentWrites).toBe(1);
      expect(seen(device)).toEqual({ GET: 1, POST: 9 });
    });
  });
}

describe('F4: a reset', () => {
  it('before and after a create was applied leads to one object', async () => {
    for (const when of ['before', 'after'] as const) {
      const { device, session } = await inMemory(new TestClock({ auto: true }));
      device.fault({ match: 'POST ltm/pool', when, do: 'reset' });
      expect((await create(session)).body).toMatchObject({ fullPath: '/Common/new' });
      const posts = work(device).filter((line) => line.startsWith('POST'));
      expect(posts).toHaveLength(
        device.journal.filter(({ method, status }) => method === 'POST' && status === 0).length +
          (when === 'before' ? 1 : 0),
      );
      expect(device.list('ltm/pool')).toHaveLength(2);
    }
  });
});

describe('a whole session in stopped time', () => {
  it('asks for no real timer, and does its waiting on the clock that it was given', async () => {
    const clock = new TestClock();
    const { device, open } = await inMemory(clock);
    // The least that a clock can do.
    const session = open({ clock: { now: () => clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) } });
    device.restart('mcpd');
    const calls = Promise.all([create(session), session.request('GET', pool)]);
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await settle();
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(timers);
    await clock.advance(600_000);
    await calls;
    expect(device.list('ltm/pool')).toHaveLength(2);
    const closing = session.close();
    await clock.advance(10_000);
    await closing;
    expect(clock.sleeping).toBe(0);
    expect(device.tokens).toBe(0);
  });
});
