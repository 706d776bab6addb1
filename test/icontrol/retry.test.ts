import { describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  BigIpError,
  ConnectError,
  NotFoundError,
  NotReadyError,
  OutcomeUnknownError,
  ServerError,
} from '../../src/errors.ts';
import { listItems } from '../../src/icontrol/items.ts';
import type { Reply } from '../../src/icontrol/session.ts';
import { open } from './open-session.ts';
import {
  type Answer,
  type Handler,
  NOT_READY,
  networkFailure,
  notFound,
  READY,
  RESTARTING,
} from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

const pool = ['ltm', 'pool', '/k8s/web'];
const busy: Answer = {
  status: 503,
  body: { code: 503, message: 'There is an active asynchronous task executing.', apiError: 32964609 },
};
const refusedConnection = () => networkFailure('ECONNREFUSED', { syscall: 'connect' });
const lost = () => networkFailure('ECONNRESET', { syscall: 'read' });

/** A pool that is created by POST, with a fault in front of it. */
function poolDevice(fault: (count: number) => { answer: Answer | Error; applied: boolean } | undefined) {
  let exists = 0;
  const handler: Handler = (seen, count) => {
    if (seen.line === 'GET ltm/pool/~k8s~web') return exists > 0 ? { body: { name: 'web' } } : notFound('/k8s/web');
    if (seen.method === 'DELETE') {
      const trouble = fault(count);
      if (trouble?.applied !== false) exists = 0;
      return trouble?.answer ?? {};
    }
    const trouble = fault(count);
    if (trouble !== undefined && !trouble.applied) return trouble.answer;
    if (exists > 0)
      return {
        status: 409,
        body: { code: 409, message: '01020066:3: The requested Pool (/k8s/web) already exists in partition k8s.' },
      };
    exists += 1;
    return trouble?.answer ?? { body: { name: 'web' } };
  };
  const opened = open(handler);
  const { session } = opened;
  const read = () =>
    session.request('GET', pool).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  const create = () =>
    session.request('POST', ['ltm', 'pool'], {
      body: { name: 'web', partition: 'k8s' },
      resolve: async () => (await read()) ?? 'absent',
    });
  const gone: Reply = { status: 200, body: undefined, headers: {} };
  const remove = () =>
    session.request('DELETE', pool, { resolve: async () => ((await read()) === undefined ? gone : 'absent') });
  return {
    ...opened,
    create,
    remove,
    count: () => exists,
    put: () => {
      exists = 1;
    },
  };
}

describe('a request that did not get through', () => {
  it('F1: is sent again while the connection is refused, and the device sees one write', async () => {
    const { device, session } = open((_, count) => (count < 3 ? refusedConnection() : { body: { name: 'web' } }));
    await session.request('POST', ['ltm', 'pool'], { body: { name: 'web' } });
    expect(device.work).toHaveLength(3);
  });

  it('F1: fails with an error that names the address and says that nothing was sent', async () => {
    const { session } = open(refusedConnection);
    const error: unknown = await session
      .request('POST', ['ltm', 'pool'], { body: {} })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({
      sent: false,
      outcome: 'not-sent',
      attempts: 3,
      request: { host: '192.0.2.10:443', method: 'POST', path: '/mgmt/tm/ltm/pool' },
    });
    expect(String(error)).toMatch(/cannot reach 192\.0\.2\.10:443 .*nothing listens there/);
  });

  it('F1: names the port that was tried, whichever it is, and no other', async () => {
    for (const [url, place] of [
      ['https://192.0.2.10:8443', '192.0.2.10:8443'],
      ['https://[2001:db8::10]', '[2001:db8::10]:443'],
    ] as const) {
      for (const code of ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ECONNREFUSED']) {
        const { session } = open(() => networkFailure(code, { syscall: 'connect' }), { url });
        const error: unknown = await session.request('GET', pool).catch((reason: unknown) => reason);
        expect(String(error)).toMatch(/cannot reach .* \(/);
        expect(String(error)).toContain(place);
        expect(String(error).replace(place, '')).not.toMatch(/\b443\b/);
        expect(error).toMatchObject({ request: { host: place } });
      }
    }
  });

  it('F4: a create whose answer was lost is read back when it was applied, and sent once', async () => {
    const { device, create, count } = poolDevice((n) => (n === 1 ? { answer: lost(), applied: true } : undefined));
    expect((await create()).body).toEqual({ name: 'web' });
    expect(device.count(/^POST ltm/)).toBe(1);
    expect(count()).toBe(1);
  });

  it('F4: a create whose answer was lost is sent again when reading back shows nothing', async () => {
    const { device, create, count } = poolDevice((n) => (n === 1 ? { answer: lost(), applied: false } : undefined));
    expect((await create()).body).toEqual({ name: 'web' });
    expect(device.count(/^POST ltm/)).toBe(2);
    expect(count()).toBe(1);
  });

  it('F4: an object that appears between reading back and sending again is found by its 409', async () => {
    const { device, create, put } = poolDevice((n) => {
      if (n === 2) put();
      return n === 1 ? { answer: lost(), applied: false } : undefined;
    });
    expect((await create()).body).toEqual({ name: 'web' });
    expect(device.count(/^POST ltm/)).toBe(2);
  });

  it('F4: a 409 at the first attempt is no doing of ours', async () => {
    const { create, put } = poolDevice(() => undefined);
    put();
    await expect(create()).rejects.toBeInstanceOf(AlreadyExistsError);
  });

  it('F4: a busy device that created the object all the same is found out by the 409 of the second attempt', async () => {
    const { device, create, count } = poolDevice((n) => (n === 1 ? { answer: busy, applied: true } : undefined));
    expect((await create()).body).toEqual({ name: 'web' });
    expect(device.count(/^POST ltm/)).toBe(2);
    expect(count()).toBe(1);
  });

  it('F4: a delete whose answer was lost is done when the object is gone, and repeated when it is not', async () => {
    for (const applied of [true, false]) {
      const { device, remove, put, count } = poolDevice((n) => (n === 1 ? { answer: lost(), applied } : undefined));
      put();
      await remove();
      expect(count()).toBe(0);
      expect(device.count(/^DELETE ltm/)).toBe(applied ? 1 : 2);
    }
  });

  it('F4: without a way to read back, a write with a lost answer fails as unknown and is never sent twice', async () => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const) {
      const { device, session } = open(lost);
      const error: unknown = await session.request(method, pool, { body: {} }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(error).toMatchObject({
        outcome: 'maybe-applied',
        request: { method },
        cause: { code: 'BIGIP_CONNECT', sent: true },
      });
      expect(device.work).toHaveLength(1);
    }
  });

  it('F4: a delete that may happen twice is repeated, and its 404 then means done', async () => {
    const { device, session } = open((_, count) => (count === 1 ? lost() : notFound('/k8s/web')));
    expect(await session.request('DELETE', pool, { onMaybe: 'retry' })).toMatchObject({ status: 200 });
    expect(device.count(/^DELETE ltm/)).toBeGreaterThanOrEqual(2);
  });

  it('F4: a delete that a busy device refused and that finds nothing afterwards is no success', async () => {
    const { session } = open((_, count) => (count === 1 ? busy : notFound('/k8s/web')));
    await expect(session.request('DELETE', pool)).rejects.toBeInstanceOf(NotFoundError);
  });

  it('F4: a member that is answered with 404 although it was created is found by reading back', async () => {
    const member = ['ltm', 'pool', '/k8s/web', 'members'];
    const { device, session } = open(() => notFound('/k8s/web'));
    const found: Reply = { status: 200, body: { name: '10.0.0.1:80' }, headers: {} };
    expect(await session.request('POST', member, { body: {}, resolve: async () => found })).toBe(found);
    await expect(session.request('POST', member, { body: {}, resolve: async () => 'absent' })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    expect(device.count(/^POST ltm/)).toBe(2);
  });

  it('F4: when reading back fails too, the outcome stays unknown and both reasons are kept', async () => {
    const { session } = open(lost);
    const resolve = async () => {
      throw new Error('no answer either');
    };
    const error: unknown = await session
      .request('POST', ['ltm', 'pool'], { body: {}, resolve })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect((error as Error).cause).toBeInstanceOf(AggregateError);
  });

  it('a commit is sent again only when no byte of it left', async () => {
    const commit = ['transaction', '1526674837169915'];
    const once = { body: { state: 'VALIDATING' }, once: true };
    for (const failure of [busy, RESTARTING, lost()]) {
      const { device, session } = open(() => failure);
      await expect(session.request('PATCH', commit, once)).rejects.toThrow();
      expect(device.work).toHaveLength(1);
    }
    const { device, session } = open((_, count) => (count === 1 ? refusedConnection() : { body: {} }));
    await session.request('PATCH', commit, once);
    expect(device.work).toHaveLength(2);
  });

  it('a lost answer is not forgotten when a later attempt is refused', async () => {
    const { device, session } = open((_, count) =>
      count === 1 ? lost() : { status: 400, body: { code: 400, message: 'no', apiError: 1 } },
    );
    const write = session.request('PATCH', pool, { body: {}, onMaybe: 'retry' });
    await expect(write).rejects.toMatchObject({ status: 400, outcome: 'maybe-applied' });
    expect(device.work).toHaveLength(2);
  });

  it('a write is not sent again after a 500 that leaves its outcome open; a GET is', async () => {
    const failed: Answer = {
      status: 500,
      headers: { 'content-type': 'text/html' },
      body: '<html><title>AsyncContext timeout</title></html>',
    };
    const { device, session } = open(() => failed);
    await expect(session.request('PATCH', pool, { body: {} })).rejects.toBeInstanceOf(OutcomeUnknownError);
    expect(device.work).toHaveLength(1);
    await expect(session.request('GET', pool)).rejects.toBeInstanceOf(ServerError);
    expect(device.work).toHaveLength(4);
  });

  it('a 400, 403, 404 or 409 is not sent again', async () => {
    for (const status of [400, 403, 409, 422]) {
      const { device, session } = open(() => ({ status, body: { code: status, message: 'no', apiError: 1 } }));
      await expect(session.request('PATCH', pool, { body: {} })).rejects.toMatchObject({ status });
      expect(device.work).toHaveLength(1);
    }
  });

  it('waits as long as the device asks', async () => {
    const { clock, session } = open((_, count) =>
      count === 1 ? { ...busy, headers: { 'retry-after': '7' } } : { body: {} },
    );
    await session.request('GET', pool);
    expect(clock.now()).toBe(7000);
    const dated = open((_, count) =>
      count === 1
        ? {
            ...busy,
            headers: { date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT' },
          }
        : { body: {} },
    );
    await dated.session.request('GET', pool);
    expect(dated.clock.now()).toBe(30_000);
  });
});

describe('a device that restarts', () => {
  const notRegistered: Answer = {
    status: 404,
    body: {
      code: 404,
      message: 'Public URI path not registered: /tm/ltm/pool',
      restOperationId: 39168,
      kind: ':resterrorresponse',
    },
  };
  const mcpdLost: Answer = {
    status: 500,
    body: { code: 500, message: 'The connection to mcpd has been lost, try again.', apiError: 32768001 },
  };

  it('F10: is asked every two seconds whether it is ready, and the work goes on then', async () => {
    for (const symptom of [notRegistered, mcpdLost, RESTARTING]) {
      const { device, clock, session } = open((_, count) => (count === 1 ? symptom : { body: { name: 'web' } }), {
        retry: { random: () => 0 },
      });
      device.ready = symptom;
      const calls = [session.request('GET', pool), session.request('POST', ['ltm', 'pool'], { body: {} })];
      void clock.sleep(29_000).then(() => {
        device.ready = READY;
      });
      await Promise.all(calls);
      expect(clock.now()).toBe(30_000);
      expect(device.count(/^GET sys\/ready/)).toBe(16);
      // Nothing but probes while it restarted.
      expect(device.work).toHaveLength(4);
    }
  });

  it('F10: gets no new work while it restarts', async () => {
    const clock = new TestClock();
    const { device, session } = open(() => (clock.now() < 20_000 ? RESTARTING : { body: {} }), {
      clock,
      retry: { random: () => 0 },
    });
    device.ready = NOT_READY;
    const first = session.request('GET', pool);
    await clock.advance(10_000);
    const second = session.request('POST', ['ltm', 'node'], { body: {} });
    await clock.advance(10_000);
    expect(device.work).toEqual(['GET ltm/pool/~k8s~web']);
    device.ready = READY;
    await clock.advance(2_000);
    await Promise.all([first, second]);
    expect(device.work).toHaveLength(3);
  });

  it('F10: is given up at the limit, with an error that says so', async () => {
    const { device, clock, session } = open(() => RESTARTING, {
      readiness: { limit: 60_000 },
      retry: { random: () => 0 },
    });
    device.ready = RESTARTING;
    await expect(session.request('GET', pool)).rejects.toThrow(/not become ready within 60000 ms/);
    expect(clock.now()).toBe(60_000);
    expect(device.work).toHaveLength(1);
    await expect(session.request('GET', pool)).rejects.toBeInstanceOf(NotReadyError);
  });

  it('F10: stops being probed when nobody waits any more', async () => {
    const clock = new TestClock();
    const { device, session } = open(() => RESTARTING, { clock, retry: { random: () => 0 } });
    device.ready = RESTARTING;
    const controller = new AbortController();
    const call = session.request('GET', pool, { signal: controller.signal });
    const outcome = call.catch((error: unknown) => error);
    await clock.advance(5_000);
    controller.abort();
    expect(await outcome).toMatchObject({ name: 'AbortError' });
    const probes = device.count(/^GET sys\/ready/);
    await clock.advance(60_000);
    expect(device.count(/^GET sys\/ready/)).toBe(probes);
    expect(clock.sleeping).toBe(0);
  });

  it('F11: is not believed when it says that something is absent, or that a list is empty', async () => {
    const empty: Answer = { body: { kind: 'tm:ltm:pool:poolcollectionstate', items: [] } };
    for (const lie of [notFound('/k8s/web'), empty, { body: { kind: 'tm:ltm:pool:poolcollectionstate' } }]) {
      const { device, clock, session } = open(() => (clock.now() < 9_000 ? lie : { body: { name: 'web' } }));
      device.ready = NOT_READY;
      void clock.sleep(9_000).then(() => {
        device.ready = READY;
      });
      expect((await session.request('GET', pool)).body).toEqual({ name: 'web' });
    }
  });

  it('F11: is not believed when it has no statistics, or says that it does not know the folder', async () => {
    const noStats: Answer = { body: { kind: 'tm:ltm:pool:poolcollectionstats', selfLink: 'x' } };
    const message = 'The requested folder (/k8s) was not found.';
    const noFolder: Answer = { status: 400, body: { code: 400, message, errorStack: [], apiError: 26214401 } };
    for (const [method, lie] of [
      ['GET', noStats],
      ['GET', noFolder],
      ['POST', noFolder],
    ] as const) {
      const { device, clock, session } = open(() => (clock.now() < 9_000 ? lie : { body: { name: 'web' } }));
      device.ready = NOT_READY;
      void clock.sleep(9_000).then(() => {
        device.ready = READY;
      });
      expect((await session.request(method, ['ltm', 'pool'])).body).toEqual({ name: 'web' });
    }
    const { device, session } = open(() => noFolder);
    await expect(session.request('POST', ['ltm', 'pool'])).rejects.toMatchObject({ status: 400, outcome: 'refused' });
    expect(device.work).toHaveLength(1);
  });

  it('F11: is not believed by a delete either', async () => {
    const { device, clock, session } = open(() => (clock.now() < 9_000 ? notFound('/k8s/web') : {}));
    device.ready = NOT_READY;
    void clock.sleep(9_000).then(() => {
      device.ready = READY;
    });
    await session.request('DELETE', pool);
    expect(device.count(/^DELETE ltm/)).toBe(2);
  });

  it('is believed when it has no place to ask for readiness', async () => {
    const { device, session } = open(() => ({
      status: 404,
      body: { code: 404, message: 'Object not found - /k8s/web', apiError: 1 },
    }));
    device.ready = {
      status: 400,
      body: { code: 400, message: 'Found unexpected URI tmapi_mapper/sys/ready.', apiError: 1 },
    };
    await expect(session.request('GET', pool)).rejects.toBeInstanceOf(NotFoundError);
  });

  it('can be waited for', async () => {
    const { device, clock, session } = open(() => ({ body: {} }));
    device.ready = NOT_READY;
    void clock.sleep(5_000).then(() => {
      device.ready = READY;
    });
    await session.waitReady();
    expect(clock.now()).toBe(6_000);
    device.ready = NOT_READY;
    await expect(session.waitReady({ timeout: 10_000 })).rejects.toBeInstanceOf(NotReadyError);
  });
});

describe('F26: an overloaded device', () => {
  const answering =
    (failing: () => boolean): Handler =>
    async (_, __) =>
      failing() ? busy : { body: {} };

  async function load(errorRate: number, minutes: number) {
    let random = 1;
    const next = () => {
      random = (random * 48271) % 2147483647;
      return random / 2147483647;
    };
    const { device, clock, session } = open(
      answering(() => next() < errorRate),
      { retry: { random: next } },
    );
    let calls = 0;
    let failed = 0;
    const worker = async () => {
      while (clock.now() < minutes * 60_000) {
        calls += 1;
        await session.request('GET', ['ltm', 'pool'], { absence: 'believe' }).catch(() => {
          failed += 1;
        });
        await clock.sleep(300);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    return { calls, failed, extra: device.work.length / calls - 1 };
  }

  it('gets at most a tenth more requests in five minutes of brown-out', async () => {
    for (const errorRate of [0.3, 0.6, 1]) expect((await load(errorRate, 5)).extra).toBeLessThanOrEqual(0.1);
  });

  it('gets at most 15 % more at an error rate of 10 %, and nearly every call succeeds', async () => {
    const { calls, failed, extra } = await load(0.1, 5);
    expect(extra).toBeLessThanOrEqual(0.15);
    expect(failed / calls).toBeLessThan(0.01);
  });

  it('gets few requests more for lists too, whatever is wrong with them', async () => {
    const gaveUp: Answer = { status: 500, body: '<html><title>AsyncContext timeout</title></html>' };
    for (const trouble of [busy, gaveUp, lost()]) {
      const { device, session } = open(() => trouble, { retry: { random: () => 0 } });
      let calls = 0;
      for (; calls < 1_500; calls += 1) {
        await expect(listItems(session, ['ltm', 'pool']).next()).rejects.toThrow(BigIpError);
      }
      expect(device.work.length / calls).toBeLessThanOrEqual(1.1);
    }
  });

  it('is left alone for as long when it has a task under way, under whatever status it says so', async () => {
    for (const status of [400, 500, 503]) {
      for (const apiError of [1, 32964609]) {
        const task = { code: status, message: 'There is an active asynchronous task executing.', apiError };
        const { device, session } = open((_, count) => (count === 1 ? { status, body: task } : { body: {} }));
        await session.request('POST', ['ltm', 'pool'], { body: {} });
        expect(device.work).toHaveLength(2);
        expect(session.concurrentWrites).toBe(1);
      }
    }
  });

  it('gets one write at a time after it was busy, and two again after many that went well', async () => {
    let under = 0;
    let most = 0;
    const { clock, session } = open(async (_, count) => {
      under += 1;
      most = Math.max(most, under);
      await clock.sleep(50);
      under -= 1;
      return count === 1 ? busy : { body: {} };
    });
    const write = () => session.request('PATCH', pool, { body: {} });
    const writes = async (n: number) => {
      most = 0;
      await Promise.all(Array.from({ length: n }, write));
      return most;
    };
    expect(session.concurrentWrites).toBe(2);
    await write();
    expect(session.concurrentWrites).toBe(1);
    expect(await writes(10)).toBe(1);
    await writes(10);
    expect(session.concurrentWrites).toBe(2);
    expect(await writes(10)).toBe(2);
  });

  it('gets four requests at once at most, and writes of a transaction are not held back', async () => {
    let under = 0;
    let most = 0;
    const { clock, session } = open(async () => {
      under += 1;
      most = Math.max(most, under);
      await clock.sleep(50);
      under -= 1;
      return { body: {} };
    });
    await session.request('GET', pool);
    await Promise.all(Array.from({ length: 20 }, () => session.request('GET', pool)));
    expect(most).toBe(4);
    most = 0;
    await Promise.all(
      Array.from({ length: 9 }, () => session.request('POST', pool, { body: {}, coordinationId: '1' })),
    );
    expect(most).toBe(4);
  });
});
