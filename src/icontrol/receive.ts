import { isAscii } from 'node:buffer';
import { type BigIpError, ProtocolError, ReplyLimitError } from '../errors.ts';
import type { Redactor } from '../log.ts';
import { withoutSecretsOf } from './confidential.ts';
import { type Ticket, withTicket } from './credentials.ts';
import { deviceError, pageText, readComplaint } from './device-error.ts';
import { type Call, type Exchange, isRead, nameOf, type Reply } from './exchange.ts';
import { JsonLimitError, type JsonLimits, parseJson } from './json.ts';
import { networkError } from './network-error.ts';
import type { Stop } from './stop.ts';
import type { Method, Transport, TransportReply, TransportRequest } from './transport.ts';

/** What one reply may be, so that a hostile or broken one cannot exhaust the process. */
export interface ReplyLimits extends JsonLimits {
  /** Bytes of a body. */
  readonly bytes: number;
}

export const DEFAULT_LIMITS: ReplyLimits = { bytes: 32 * 1024 * 1024, depth: 64, items: 100_000 };

/** After an answer that makes no sense a write may have been applied; a read can be asked again. */
function nonsense(call: Call, message: string, status: number): ProtocolError {
  return new ProtocolError(message, { status, request: call.summary, outcome: 'maybe-applied' });
}

function tooLarge(call: Call, what: string, status: number): ReplyLimitError {
  const message = `the answer to ${nameOf(call.summary)} is ${what}; ask for less ($select, $top) or raise \`limits\``;
  // It would be as large the next time, so a read is not asked again either.
  return new ReplyLimitError(message, {
    status,
    request: call.summary,
    outcome: isRead(call) ? 'refused' : 'maybe-applied',
  });
}

async function readBody(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    chunks.push(chunk);
    // Leaving the loop ends the iterator, and with it the connection.
    if (length > limit) break;
  }
  return Buffer.concat(chunks, length);
}

/** Seconds, or a date that is compared with the reply's own date: the local clock may differ from the device's. */
function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const wait = Date.parse(value) - Date.parse(headers['date'] ?? '');
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The text of a body, and its bytes where each is a character, as of nearly every answer. */
interface Decoded {
  readonly text: string;
  readonly ascii: Uint8Array | undefined;
}

/** Bytes from which on Node keeps a text of latin1 outside of the heap, where it is copied and not decoded. */
const LONG = 1024 * 1024;

function decode(bytes: Uint8Array): Decoded {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ascii = isAscii(buffer) ? buffer : undefined;
  const outside = ascii !== undefined && buffer.byteLength > LONG;
  return { text: buffer.toString(outside ? 'latin1' : 'utf8'), ascii };
}

function parseBody(call: Call, { text, ascii }: Decoded, status: number, limits: ReplyLimits): unknown {
  try {
    return parseJson(text, limits, ascii);
  } catch (error) {
    if (error instanceof JsonLimitError) throw tooLarge(call, error.message, status);
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A success must carry an object; only a DELETE answers 200 with nothing (facts: icontrol-rest 5.18). */
function checkSuccess(call: Call, status: number, text: string, body: unknown, clean: (text: string) => string): void {
  if (text === '') {
    if (status === 204 || call.method === 'DELETE') return;
    throw nonsense(call, `the answer to ${nameOf(call.summary)} is empty`, status);
  }
  if (typeof body === 'object' && body !== null) return;
  const quote = call.confidential === true ? '' : `: ${clean(pageText(text))}`;
  const what = /^\s*</.test(text) ? 'a page instead of JSON' : 'cut off, or not JSON';
  throw nonsense(call, `the answer to ${nameOf(call.summary)} is ${what}${quote}`, status);
}

function checkHead(call: Call, { status, headers }: TransportReply, bytes: number): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw nonsense(call, `the answer is encoded as ${encoding}, which was not asked for`, status);
  }
  const length = headers['content-length'];
  if (length !== undefined && length !== String(bytes)) {
    throw nonsense(call, `the answer to ${nameOf(call.summary)} was cut off`, status);
  }
}

function redirected(call: Call, { status, headers }: TransportReply, clean: (text: string) => string): BigIpError {
  const to = headers['location'] === undefined ? '' : ` to ${clean(headers['location']).slice(0, 200)}`;
  const message = `the answer to ${nameOf(call.summary)} is a redirect${to}, which is not followed; is the url that of the management interface?`;
  return new ProtocolError(message, { status, request: call.summary, outcome: 'refused' });
}

/** What a call looks like to the transport. */
class Outgoing implements TransportRequest {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly stop: Stop;
  readonly limit: number;
  readonly body?: Uint8Array;

  constructor({ method, path, headers, body }: Call, ticket: Ticket | undefined, stop: Stop, limit: number) {
    this.method = method;
    this.path = path;
    this.headers = ticket === undefined ? headers : withTicket(headers, ticket);
    this.stop = stop;
    this.limit = limit;
    if (body !== undefined) this.body = body;
  }

  /** Made when the transport asks for it. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }
}

function replyHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (headers['set-cookie'] === undefined) return headers;
  // BIGIPAuthCookie is a credential.
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'));
}

/** Bytes of a transport into a {@link Reply}, or into the error that they mean. `onReply` is told of every answer. */
export function receiving(
  transport: Transport,
  { place, limits, redactor, onReply }: { place: string; limits: ReplyLimits; redactor: Redactor; onReply: () => void },
): Exchange {
  return async (call, stop, ticket): Promise<Reply> => {
    let reply: TransportReply;
    let bytes: Uint8Array;
    try {
      reply = await transport.send(new Outgoing(call, ticket, stop, limits.bytes));
      onReply();
      bytes = reply.body instanceof Uint8Array ? reply.body : await readBody(reply.body, limits.bytes);
    } catch (error) {
      const failure = networkError(error, place, undefined, redactor.cause(error));
      const { host = '', method, path } = call.summary;
      failure.request ??= { host, method, path };
      throw failure;
    }
    const { status } = reply;
    const clean = (text: string) => redactor.text(withoutSecretsOf(call, text));
    if (bytes.byteLength > limits.bytes) throw tooLarge(call, `longer than ${limits.bytes} bytes`, status);
    checkHead(call, reply, bytes.byteLength);
    if (status >= 300 && status < 400) throw redirected(call, reply, clean);
    const decoded = decode(bytes);
    const { text } = decoded;
    const body = text === '' ? undefined : parseBody(call, decoded, status, limits);
    if (status >= 400) {
      throw deviceError(
        call,
        { status, retryAfter: retryAfter(reply.headers), token: ticket?.token },
        readComplaint(body, text),
        clean,
      );
    }
    checkSuccess(call, status, text, body, clean);
    return { status, body, headers: replyHeaders(reply.headers) };
  };
}
