import type { Transport, TransportReply, TransportRequest } from '../../src/icontrol/transport.ts';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** `GET ltm/pool`: method, and path without /mgmt/tm and the query. */
  readonly line: string;
}

export type Handler = (request: Seen, count: number) => Answer | Error | Promise<Answer | Error>;

/** An error as a socket gives it. */
export function networkFailure(code: string, fields: { sent?: boolean; syscall?: string } = {}): Error {
  return Object.assign(new Error(`${fields.syscall ?? 'read'} ${code}`), { code, ...fields });
}

export const READY = {
  body: {
    kind: 'tm:sys:ready:readystats',
    entries: {
      'https://localhost/mgmt/tm/sys/ready/0': {
        nestedStats: {
          entries: {
            configReady: { description: 'yes' },
            licenseReady: { description: 'yes' },
            provisionReady: { description: 'yes' },
          },
        },
      },
    },
  },
};

export const NOT_READY = JSON.parse(JSON.stringify(READY).replace('"yes"', '"no"')) as typeof READY;

export const RESTARTING: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>BIG-IP - Configuration Utility restarting...</title></head></html>',
};

export const notFound = (name: string): Answer => ({
  status: 404,
  body: { code: 404, message: `01020036:3: The requested Pool (${name}) was not found.`, errorStack: [], apiError: 3 },
});

/** A device in memory: logs in, gives out tokens and is ready; all else is the handler's. */
export class ScriptedDevice implements Transport {
  readonly seen: Seen[] = [];
  readonly tokens = new Set<string>();
  closed = 0;
  logins = 0;
  tokenLife = 1200;
  ready: Answer = READY;
  /** Takes precedence over the built-in login. */
  onLogin: Handler | undefined;
  readonly #handler: Handler;
  readonly #counts = new Map<string, number>();

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  /** Requests that are neither login, revocation nor probe. */
  get work(): string[] {
    return this.seen.map(({ line }) => line).filter((line) => !/authn|authz|sys\/ready|sys\/mcp-state/.test(line));
  }

  count(pattern: RegExp): number {
    return this.seen.filter(({ line }) => pattern.test(line)).length;
  }

  async send(request: TransportRequest): Promise<TransportReply> {
    const { method, path, headers, body, signal } = request;
    const line = `${method} ${(path.split('?')[0] ?? '').replace('/mgmt/tm/', '')}`;
    const seen: Seen = { method, path, headers, body: body && JSON.parse(Buffer.from(body).toString()), line };
    this.seen.push(seen);
    const count = (this.#counts.get(line) ?? 0) + 1;
    this.#counts.set(line, count);
    return this.reply(await Promise.race([this.#answer(seen, count), aborted(signal)]));
  }

  /** An answer as a transport gives it. */
  reply(answer: Answer | Error): TransportReply {
    if (answer instanceof Error) throw answer;
    const { status = 200, headers, body } = answer;
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    return { status, headers: { 'content-type': 'application/json', ...headers }, body: chunks(text) };
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  async #answer(seen: Seen, count: number): Promise<Answer | Error> {
    if (seen.line === 'POST /mgmt/shared/authn/login') {
      this.logins += 1;
      return this.onLogin === undefined ? this.logIn() : this.onLogin(seen, count);
    }
    if (seen.headers['authorization'] === undefined && !this.tokens.has(seen.headers['x-f5-auth-token'] ?? '')) {
      const message =
        'Authorization failed: no user authentication header or token detected. Uri:http://localhost:8100/';
      return { status: 401, body: { code: 401, message, restOperationId: 1, kind: ':resterrorresponse' } };
    }
    if (seen.line.startsWith('DELETE /mgmt/shared/authz/tokens/')) {
      this.tokens.delete(seen.path.split('/').at(-1) ?? '');
      return { body: {} };
    }
    if (seen.line === 'GET sys/ready') return this.ready;
    return this.#handler(seen, count);
  }

  /** What the built-in login answers. */
  logIn(): Answer {
    const value = `TOKEN${String(this.logins).padStart(21, 'A')}`;
    this.tokens.add(value);
    const began = 1_700_000_000_000_000 + this.logins;
    const times = { timeout: this.tokenLife, lastUpdateMicros: began, expirationMicros: began + this.tokenLife * 1e6 };
    return { body: { username: 'admin', token: { token: value, name: value, ...times } } };
  }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text, 'utf8');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
