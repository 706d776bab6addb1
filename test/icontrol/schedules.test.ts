import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBigIpError, NotFoundError, OutcomeUnknownError } from '../../src/errors.ts';
import type { Reply, Session } from '../../src/icontrol/session.ts';
import { runs } from '../share.ts';
import { open } from './open-session.ts';
import { type Answer, networkFailure, notFound, RESTARTING, type Seen } from './scripted-device.ts';

/** What happens to one request: whether the device does what it is asked, and what the client gets to see. */
interface Trouble {
  readonly name: string;
  readonly applied: boolean;
  readonly answer: (whole: Answer) => Answer | Error;
}

const html = { 'content-type': 'text/html' };
const say = (status: number, message: string, more: object = {}): Answer => ({
  status,
  body: { code: status, message, ...more },
});
const lost = () => networkFailure('ECONNRESET', { syscall: 'read' });
const gaveUp: Answer = { status: 500, headers: html, body: '<title>AsyncContext timeout</title>' };

const TROUBLES: readonly Trouble[] = [
  { name: 'refused connection', applied: false, answer: () => networkFailure('ECONNREFUSED', { syscall: 'connect' }) },
  { name: 'lost before', applied: false, answer: lost },
  { name: 'lost after', applied: true, answer: lost },
  {
    name: 'cut after',
    applied: true,
    answer: (whole) => ({ ...whole, body: JSON.stringify(whole.body ?? {}).slice(0, -1) }),
  },
  { name: 'page after', applied: true, answer: () => ({ status: 200, headers: html, body: '<html>hello</html>' }) },
  { name: 'gave up before', applied: false, answer: () => gaveUp },
  { name: 'gave up after', applied: true, answer: () => gaveUp },
  {
    name: 'busy',
    applied: false,
    answer: () => say(503, 'There is an active asynchronous task executing.', { apiError: 32964609 }),
  },
  { name: 'restarting', applied: false, answer: () => RESTARTING },
  {
    name: 'not registered',
    applied: false,
    answer: () => say(404, 'Public URI path not registered: /x', { restOperationId: 1 }),
  },
  {
    name: 'mcpd lost',
    applied: false,
    answer: () => say(500, 'The connection to mcpd has been lost, try again.', { apiError: 32768001 }),
  },
  {
    name: 'unauthorized',
    applied: false,
    answer: () => say(401, 'Authorization failed: no user authentication header', { restOperationId: 1 }),
  },
];

const schedule = fc.array(fc.option(fc.constantFrom(...TROUBLES), { freq: 3 }), { maxLength: 14 });

const object = ['ltm', 'pool', '/k8s/web'];
const whole: Answer = { body: { name: 'web', partition: 'k8s' } };

/** A device with one pool or none, and a trouble for each of its next requests, logins and probes included. */
function troubled(troubles: readonly (Trouble | null)[], exists: boolean) {
  const state = { exists, applied: 0, sent: 0 };
  const queue = [...troubles];
  const act = ({ method }: Seen): Answer => {
    if (method === 'GET') return state.exists ? whole : notFound('/k8s/web');
    if (method === 'POST' && state.exists) return say(409, '01020066:3: The requested Pool (/k8s/web) already exists.');
    if (method === 'DELETE' && !state.exists) return notFound('/k8s/web');
    state.exists = method === 'POST';
    state.applied += 1;
    return method === 'DELETE' ? {} : whole;
  };
  const opened = open(() => ({}), { readiness: { limit: 20_000 } });
  const { device } = opened;
  const send = device.send.bind(device);
  device.send = async (request) => {
    const line = `${request.method} ${request.path.replace('/mgmt/tm/', '')}`;
    const work = !/authn|authz|sys\//.test(line);
    if (work && request.method !== 'GET') state.sent += 1;
    const trouble = queue.shift();
    const seen: Seen = { method: request.method, path: request.path, headers: request.headers, body: undefined, line };
    if (trouble === undefined || trouble === null) {
      return work ? device.reply(act(seen)) : send(request);
    }
    return device.reply(trouble.answer(trouble.applied && work ? act(seen) : {}));
  };
  return { ...opened, state };
}

async function read(session: Session): Promise<Reply | undefined> {
  return session.request('GET', object).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
}

const gone: Reply = { status: 200, body: undefined, headers: {} };

type Result = { readonly done: true } | { readonly done: false; readonly error: unknown };

const settled = (call: Promise<unknown>): Promise<Result> =>
  call.then(
    () => ({ done: true }) as const,
    (error: unknown) => ({ done: false, error }) as const,
  );

describe('whatever happens to each request', () => {
  it('a create is applied once or not at all, and what the caller is told is true', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (troubles) => {
        const { session, state } = troubled(troubles, false);
        const resolve = async () => (await read(session)) ?? 'absent';
        const result = await settled(session.request('POST', ['ltm', 'pool'], { body: { name: 'web' }, resolve }));
        expect(state.applied).toBeLessThanOrEqual(1);
        if (result.done) expect(state.exists).toBe(true);
        else {
          expect(isBigIpError(result.error)).toBe(true);
          if (!(result.error instanceof OutcomeUnknownError)) expect(state.exists).toBe(false);
        }
        await session.close();
      }),
      { numRuns: runs(600) },
    );
  });

  it('a delete is done or not, and what the caller is told is true', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (troubles) => {
        const { session, state } = troubled(troubles, true);
        const resolve = async () => ((await read(session)) === undefined ? gone : 'absent');
        const result = await settled(session.request('DELETE', object, { resolve }));
        if (result.done) expect(state.exists).toBe(false);
        else {
          expect(isBigIpError(result.error)).toBe(true);
          if (!(result.error instanceof OutcomeUnknownError)) expect(state.exists).toBe(true);
        }
        await session.close();
      }),
      { numRuns: runs(600) },
    );
  });

  it('a write without a way to read back is not sent again once its answer was lost', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.constantFrom('POST' as const, 'DELETE' as const), async (troubles, method) => {
        const { session, state } = troubled(troubles, method === 'DELETE');
        const before = state.exists;
        const result = await settled(
          session.request(method, method === 'POST' ? ['ltm', 'pool'] : object, { body: {} }),
        );
        expect(state.applied).toBeLessThanOrEqual(1);
        const changed = state.exists !== before;
        if (result.done) expect(changed).toBe(true);
        else if (!(result.error instanceof OutcomeUnknownError)) expect(changed).toBe(false);
        await session.close();
      }),
      { numRuns: runs(600) },
    );
  });

  it('a commit is sent twice only when nothing of the first one left', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (troubles) => {
        const { session, state } = troubled(troubles, false);
        const result = await settled(session.request('POST', ['ltm', 'pool'], { body: {}, once: true }));
        expect(state.applied).toBeLessThanOrEqual(1);
        if (result.done) expect(state.exists).toBe(true);
        else if (!(result.error instanceof OutcomeUnknownError)) expect(state.exists).toBe(false);
        await session.close();
      }),
      { numRuns: runs(300) },
    );
  });

  it('a session leaves no token behind that it could have taken back', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (troubles) => {
        const { device, session } = troubled(troubles, false);
        await settled(session.request('GET', object));
        await session.close();
        // A login whose answer was lost, or a revocation that did not get through, leaves one to expire.
        expect(device.tokens.size).toBeLessThanOrEqual(troubles.length);
        if (troubles.every((trouble) => trouble === null)) expect(device.tokens.size).toBe(0);
      }),
      { numRuns: runs(200) },
    );
  });
});
