import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoginEvent, RequestEvent, RetryEvent } from '../../src/log.ts';
import { open } from './open-session.ts';
import { networkFailure } from './scripted-device.ts';

describe('diagnostics channels', () => {
  const events: { name: string | symbol; message: unknown }[] = [];
  const listener = (message: unknown, name: string | symbol) => events.push({ name, message });
  const names = ['bigip:request', 'bigip:retry', 'bigip:login'];
  const of = <T>(name: string): T[] => events.filter((event) => event.name === name).map(({ message }) => message as T);

  beforeEach(() => {
    events.length = 0;
    for (const name of names) subscribe(name, listener);
  });
  afterEach(() => {
    for (const name of names) unsubscribe(name, listener);
  });

  it('tell of every attempt with its duration, of every retry and of every login', async () => {
    const { clock, session } = open(
      async (seen, count) => {
        await clock.sleep(25);
        return seen.method === 'GET' && count === 1 ? networkFailure('ECONNRESET') : { body: {} };
      },
      { retry: { random: () => 0.5 } },
    );
    await session.request('GET', ['ltm', 'pool'], { query: { $select: 'name' } });
    await session.request('POST', ['ltm', 'pool'], { body: {}, coordinationId: '17' });
    await session.close();
    const host = '192.0.2.10:443';
    const path = '/mgmt/tm/ltm/pool?$select=name';
    expect(of<RequestEvent>('bigip:request').filter((event) => event.path.includes('pool'))).toEqual([
      { host, method: 'GET', path, attempt: 1, duration: 25, error: 'BIGIP_CONNECT', outcome: 'maybe-applied' },
      { host, method: 'GET', path, attempt: 2, duration: 25, status: 200 },
      { host, method: 'POST', path: '/mgmt/tm/ltm/pool', attempt: 1, duration: 25, status: 200, transaction: '17' },
    ]);
    expect(of<RetryEvent>('bigip:retry')).toEqual([
      { host, method: 'GET', path, attempt: 1, error: 'BIGIP_CONNECT', pause: 100 },
    ]);
    expect(of<LoginEvent>('bigip:login')).toEqual([
      { host, action: 'login', duration: 0, life: 1_200_000 },
      { host, action: 'revoke', duration: 0 },
    ]);
  });

  it('tell of the replay after a 401: a retry, and an attempt of its own', async () => {
    const unauthorized = { status: 401, body: { code: 401, message: 'x', restOperationId: 1 } };
    const { session } = open((_, count) =>
      count === 1 ? unauthorized : count === 2 ? networkFailure('ECONNRESET') : { body: {} },
    );
    await session.request('GET', ['ltm', 'pool']);
    const attempts = of<RequestEvent>('bigip:request').filter(({ path }) => path.endsWith('pool'));
    expect(attempts.map(({ attempt, error }) => [attempt, error])).toEqual([
      [1, 'BIGIP_AUTHENTICATION'],
      [2, 'BIGIP_CONNECT'],
      [3, undefined],
    ]);
    expect(of<RetryEvent>('bigip:retry')).toMatchObject([
      { attempt: 1, error: 'BIGIP_AUTHENTICATION', pause: 0 },
      { attempt: 2, error: 'BIGIP_CONNECT' },
    ]);
  });
});
