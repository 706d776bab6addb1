import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  ConnectError,
  NotReadyError,
  OutcomeUnknownError,
  ProtocolError,
  ReplyLimitError,
  ServerError,
  TimeoutError,
} from '../../src/errors.ts';
import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { isDone, runs } from '../share.ts';
import { http, listenRaw, type Reaction } from './raw-device.ts';

const pool = ['ltm', 'pool', '/k8s/web'];
const quick = { baseDelay: 1, maxDelay: 1 };

function connect(url: string, options: Partial<SessionOptions> = {}): Session {
  return new Session({ url, username: 'admin', password: 'canary-password', retry: quick, ...options });
}

const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (reply) => ({ accepted: reply }),
    (error: unknown) => error,
  );

/** A recorded-looking collection of about 2 kB. */
const items = Array.from({ length: 12 }, (_, n) => ({
  kind: 'tm:ltm:pool:poolstate',
  name: `pool-${n}`,
  partition: 'k8s',
  fullPath: `/k8s/pool-${n}`,
  generation: n,
  description: 'äöü "quoted" \\ and 12345678901234567890',
}));
const COLLECTION = JSON.stringify({ kind: 'tm:ltm:pool:poolcollectionstate', items });

describe('F1: a port where nothing listens', () => {
  it('is an error that says that nothing was sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await using session = connect(`https://127.0.0.1:${port}`);
    const error = await failure(session.request('POST', ['ltm', 'pool'], { body: {} }));
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ sent: false, outcome: 'not-sent', attempts: 3 });
    expect(String(error)).toContain(`127.0.0.1:${port}`);
  });
});

describe('F3: a device that is too slow', () => {
  const drip: Reaction = (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{');
    const timer = setInterval(() => socket.write(' '), 5);
    socket.on('close', () => clearInterval(timer));
  };
  const silence: Reaction = () => {};

  it('is cut off at the deadline of the attempt, also when it drips, and its socket is freed', async () => {
    for (const reaction of [drip, silence]) {
      await using device = await listenRaw(reaction);
      const session = connect(device.url, { timeout: 250 });
      const error = await failure(session.request('GET', pool));
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({ timeout: 250, attempts: 3, outcome: 'maybe-applied' });
      await session.close();
      await expect.poll(() => device.openSockets()).toBe(0);
    }
  });

  it('leaves the outcome of a write open', async () => {
    for (const reaction of [drip, silence]) {
      await using device = await listenRaw(reaction);
      await using session = connect(device.url, { timeout: 250 });
      const error = await failure(session.request('POST', ['ltm', 'pool'], { body: {} }));
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(error).toMatchObject({ cause: { code: 'BIGIP_TIMEOUT' } });
      expect(device.work()).toHaveLength(1);
    }
  });

  it('is cut off at the deadline of the call, and by the signal of the caller', async () => {
    await using device = await listenRaw((socket, line, count) => {
      if (line.endsWith('/first')) socket.write(http(200, '{}'));
      else drip(socket, line, count);
    });
    await using session = connect(device.url);
    // Logged in, so that the time is the time of the request.
    await session.request('GET', ['ltm', 'pool', 'first']);
    expect(await failure(session.request('GET', pool, { timeout: 200 }))).toMatchObject({
      code: 'BIGIP_TIMEOUT',
      timeout: 200,
    });
    const late = await failure(session.request('PATCH', pool, { body: {}, timeout: 200 }));
    expect(late).toBeInstanceOf(OutcomeUnknownError);
    const controller = new AbortController();
    const call = failure(session.request('DELETE', pool, { signal: controller.signal }));
    await expect.poll(() => device.work().length).toBe(4);
    controller.abort(new Error('enough'));
    expect(await call).toMatchObject({
      name: 'AbortError',
      code: 'BIGIP_ABORTED',
      outcome: 'maybe-applied',
      cause: { message: 'enough' },
    });
    const early = await failure(session.request('DELETE', pool, { signal: controller.signal }));
    expect(early).toMatchObject({ name: 'AbortError', outcome: 'not-sent' });
    expect(await failure(session.request('GET', pool, { signal: AbortSignal.timeout(20) }))).toBeInstanceOf(
      TimeoutError,
    );
    await session.close();
    await expect.poll(() => device.openSockets()).toBe(0);
  });

  it('that does not even end the handshake has got nothing', async () => {
    await using device = await listenRaw(silence);
    await using session = connect(device.url.replace('http:', 'https:'), { timeout: 60, retry: { attempts: 1 } });
    const error = await failure(session.request('POST', pool, { body: {} }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcome: 'not-sent' });
  });
});

describe('F5: a connection that breaks in the middle of a reply', () => {
  const cuts: Record<string, Reaction> = {
    'before the reply': (socket) => socket.destroy(),
    'by a reset': (socket) => socket.resetAndDestroy(),
    'inside the head': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty'),
    'short of its content-length': (socket) => socket.end(http(200, '{"name":"web"}', { 'content-length': '500' })),
    'inside a chunk': (socket) =>
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{"name":"web"}',
      ),
    'before the last chunk': (socket) =>
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\ne\r\n{"name":"web"}\r\n',
      ),
  };

  for (const [where, cut] of Object.entries(cuts)) {
    it(`${where}: a GET is asked again, a write is not`, async () => {
      await using device = await listenRaw((socket, line, count) => {
        if (line.startsWith('GET') && count > 1) socket.write(http(200, '{"name":"web"}'));
        else cut(socket, line, count);
      });
      await using session = connect(device.url);
      expect((await session.request('GET', pool)).body).toEqual({ name: 'web' });
      expect(device.work()).toHaveLength(2);
      const error = await failure(session.request('POST', ['ltm', 'pool'], { body: { name: 'web' } }));
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(device.work()).toHaveLength(3);
    });
  }
});

describe('F6: a reply that is cut at any byte', () => {
  const bytes = Buffer.from(COLLECTION, 'utf8');
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  const ways: Record<string, (part: Buffer) => string> = {
    'and ended cleanly': () => `${head}connection: close\r\n\r\n`,
    'and announced with the length of what is left': (part) => `${head}content-length: ${part.length}\r\n\r\n`,
    'and shorter than announced': () => `${head}content-length: ${bytes.length}\r\n\r\n`,
  };

  for (const [way, headOf] of Object.entries(ways)) {
    it(`${way} is never accepted`, async () => {
      expect(bytes.length).toBeGreaterThan(2000);
      let cut = 0;
      const closes = !way.includes('length of what is left');
      await using device = await listenRaw((socket) => {
        const part = bytes.subarray(0, cut);
        const reply = Buffer.concat([Buffer.from(headOf(part)), part]);
        if (closes) socket.end(reply);
        else socket.write(reply);
      });
      await using session = connect(device.url, { limits: { items: 1000 } });
      const options = { absence: 'believe', attempts: 1 } as const;
      let tried = 0;
      for (cut = 0; cut < bytes.length; cut += 1) {
        if (!isDone(cut)) continue;
        tried += 1;
        const result = await failure(session.request('GET', ['ltm', 'pool'], options));
        expect(result, `cut at ${cut}`).toBeInstanceOf(Error);
      }
      cut = bytes.length;
      expect((await session.request('GET', ['ltm', 'pool'], options)).body).toMatchObject({ items: { length: 12 } });
      expect(device.work()).toHaveLength(tried + 1);
    });
  }

  it('leaves the outcome of a write open', async () => {
    await using device = await listenRaw((socket) => socket.write(http(200, COLLECTION.slice(0, 700))));
    await using session = connect(device.url);
    const error = await failure(session.request('POST', ['ltm', 'pool'], { body: {} }));
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(device.work()).toHaveLength(1);
  });
});

describe('F7: a page where JSON was due', () => {
  const html = { 'content-type': 'text/html' };
  const page = (title: string) =>
    `<!DOCTYPE html>\n<html><head>\n<title>${title}</title>\n</head><body>${'x'.repeat(5000)}</body></html>`;

  it('of a restarting device is waited out', async () => {
    await using device = await listenRaw((socket, line, count) => {
      if (line.includes('sys/ready'))
        socket.write(http(200, '{"entries":{"a":{"configReady":{"description":"yes"}}}}'));
      else
        socket.write(
          count === 1
            ? http(503, page('BIG-IP&reg; - Configuration Utility restarting...'), html)
            : http(200, '{"name":"web"}'),
        );
    });
    await using session = connect(device.url);
    expect((await session.request('PATCH', pool, { body: {} })).body).toEqual({ name: 'web' });
    expect(device.work()).toHaveLength(2);
    const last = await failure(session.request('POST', ['ltm', 'x'], { body: {}, attempts: 1 }));
    expect(last).toBeInstanceOf(NotReadyError);
  });

  it('of a server that gave up leaves the outcome open', async () => {
    await using device = await listenRaw((socket) =>
      socket.write(http(500, page('Error 500 AsyncContext timeout'), html)),
    );
    await using session = connect(device.url);
    expect(await failure(session.request('GET', pool))).toBeInstanceOf(ServerError);
    expect(await failure(session.request('POST', pool, { body: {} }))).toBeInstanceOf(OutcomeUnknownError);
    expect(device.work()).toHaveLength(4);
  });

  it('that wants us to go elsewhere is not followed', async () => {
    await using elsewhere = await listenRaw((socket) => socket.write(http(200, '{}')));
    await using device = await listenRaw((socket) =>
      socket.write(http(302, '', { location: `${elsewhere.url}/tmui/login.jsp` })),
    );
    await using session = connect(device.url);
    const error = await failure(session.request('GET', pool));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ status: 302, outcome: 'refused' });
    expect(String(error)).toMatch(/redirect to .*login\.jsp, which is not followed/);
    expect(device.work()).toHaveLength(1);
    expect(elsewhere.lines).toHaveLength(0);
  });

  it('of something that is no BIG-IP is quoted with 200 characters at most', async () => {
    for (const status of [200, 404]) {
      await using device = await listenRaw((socket) =>
        socket.write(http(status, `<html>${'word '.repeat(2000)}</html>`, html)),
      );
      await using session = connect(device.url);
      const error = await failure(session.request('GET', pool));
      expect(error).toBeInstanceOf(ProtocolError);
      expect(String(error)).toContain('word word');
      expect(String(error).length).toBeLessThan(450);
    }
  });
});

describe('F24: a hostile reply', () => {
  it('that never ends is cut off at the limit, and not asked for again', async () => {
    let written = 0;
    const pouring: Socket[] = [];
    await using device = await listenRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
      pouring.push(socket);
      const chunk = 'x'.repeat(65536);
      const pour = () => {
        while (!socket.destroyed && socket.write(`10000\r\n${chunk}\r\n`)) written += chunk.length;
      };
      socket.on('drain', pour);
      pour();
    });
    await using session = connect(device.url, { limits: { bytes: 1024 * 1024 } });
    const error = await failure(session.request('GET', pool));
    expect(error).toBeInstanceOf(ReplyLimitError);
    expect(String(error)).toMatch(/longer than 1048576 bytes; ask for less/);
    expect(device.work()).toHaveLength(1);
    await expect.poll(() => pouring.every((socket) => socket.destroyed)).toBe(true);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('that is too deep or has too many items is refused', async () => {
    for (const body of [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, `{"items":[${'0,'.repeat(150_000)}0]}`]) {
      await using device = await listenRaw((socket) => socket.write(http(200, body)));
      await using session = connect(device.url);
      expect(await failure(session.request('GET', pool))).toBeInstanceOf(ReplyLimitError);
      expect(device.work()).toHaveLength(1);
    }
  });

  it('with links to another host leads nowhere', async () => {
    await using device = await listenRaw((socket) =>
      socket.write(
        http(
          200,
          '{"selfLink":"https://203.0.113.66/mgmt/tm/ltm/pool","nextLink":"https://203.0.113.66/x","__proto__":{"polluted":1}}',
        ),
      ),
    );
    await using session = connect(device.url);
    const { body } = await session.request('GET', pool);
    expect(Object.keys(body as object)).toEqual(['selfLink', 'nextLink']);
    expect(Object.assign({}, body)).not.toHaveProperty('polluted');
    expect(device.work()).toHaveLength(1);
  });

  it('of random bytes never hangs and is never an untyped error', async () => {
    let random = 42;
    const byte = () => {
      random = (random * 48271) % 2147483647;
      return random & 255;
    };
    await using device = await listenRaw((socket) => {
      const junk = Buffer.from(Array.from({ length: 200 }, byte));
      const heads = [
        '',
        'HTTP/1.1 ',
        'HTTP/1.1 200 OK\r\n',
        'HTTP/1.1 200 OK\r\ncontent-length: 200\r\n\r\n',
        'HTTP/1.1 999 OK\r\n\r\n',
      ];
      socket.end(Buffer.concat([Buffer.from(heads[byte() % heads.length] ?? ''), junk]));
    });
    await using session = connect(device.url, { timeout: 5_000 });
    for (let n = 0; n < runs(200); n += 1) {
      const error = await failure(session.request('GET', pool, { attempts: 1, absence: 'believe' }));
      expect(error).toMatchObject({ code: expect.stringMatching(/^BIGIP_/) });
    }
  });
});
