import { isObject } from '../json.ts';

/** A request as the core takes it. */
export interface MockRequest {
  readonly method: string;
  /** The raw request target: path and query, as on the request line. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string | Uint8Array;
  /** Address of the client; `127.0.0.1` when absent. Tokens and error bodies carry it. */
  readonly remoteAddress?: string;
}

/** A reply of the core: whole, before any fault was applied. */
export interface MockReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The empty text for none. Of a HEAD it is the body of the GET, which a wire leaves out. */
  readonly body: string;
  /** Reason phrase, where it is not the usual one. */
  readonly reason?: string;
}

/** Throws a `TypeError` for what is no request: tests make them by hand. */
export function checkRequest(request: MockRequest): void {
  const given: unknown = request;
  if (!isObject(given))
    throw new TypeError('a request needs method and path: { method: "GET", path: "/mgmt/tm/ltm/pool" }');
  const { method, path, body } = given;
  if (typeof method !== 'string') throw new TypeError('a request needs a method: "GET"');
  if (typeof path !== 'string') throw new TypeError('a request needs a path: "/mgmt/tm/ltm/pool"');
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError('a body is text or bytes: JSON.stringify it');
  }
}

// The headers of restjavad's Jetty, as far as they were recorded (Cache-Control, Content-Type, Expires).
const jsonHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=UTF-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
  expires: '-1',
  server: 'Jetty(9.2.22.v20170606)',
};

const htmlHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=iso-8859-1',
  server: 'Apache',
};

/** A reply with a JSON body that is already text. The empty text is an empty body, as after DELETE. */
export function jsonReply(status: number, body: string): MockReply {
  return { status, headers: jsonHeaders, body };
}

/** A reply of Apache: HTML. */
export function htmlReply(status: number, body: string, reason?: string): MockReply {
  return reason === undefined ? { status, headers: htmlHeaders, body } : { status, headers: htmlHeaders, body, reason };
}

/** A header's value by its lower-case name; of a repeated header the first. */
export function headerOf(request: MockRequest, name: string): string | undefined {
  const headers = request.headers;
  if (headers === undefined) return undefined;
  const value = headers[name] ?? insensitive(headers, name);
  return typeof value === 'string' ? value : value?.[0];
}

function insensitive(
  headers: NonNullable<MockRequest['headers']>,
  name: string,
): string | readonly string[] | undefined {
  for (const key of Object.keys(headers)) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}

/** The body as text; the empty string when there is none. */
export function bodyText(request: MockRequest): string {
  const body = request.body;
  if (body === undefined) return '';
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
