import {
  AlreadyExistsError,
  AuthenticationError,
  type BigIpError,
  type BigIpErrorOptions,
  BusyError,
  InUseError,
  NotFoundError,
  NotReadyError,
  type Outcome,
  PermissionError,
  ProtocolError,
  ServerError,
  TokenQuotaError,
  ValidationError,
} from '../errors.ts';
import type { Ticket } from './credentials.ts';
import { type Call, nameOf } from './exchange.ts';

/** What a reply says about a failure: one of the two JSON envelopes, or a text that is neither. */
export interface Complaint {
  /** `mcpd` and `restjavad` are the two servers of a BIG-IP, told apart by their envelopes (facts: icontrol-rest 1). */
  readonly from: 'mcpd' | 'restjavad' | 'text' | 'nothing';
  readonly message: string;
  readonly apiError?: number;
}

/** Quoted from a body that makes no sense. */
const LONGEST_QUOTE = 200;

/** A text that could not be parsed, of a device and not of a web server. */
const CUT_JSON = /^[{[]/;

/** What the device says while httpd is up and the rest is not. */
const RESTARTING = /Configuration Utility restarting|restjavad|mcpd|not registered|not (?:yet )?available/i;
/** restjavad has not loaded its workers yet (facts: icontrol-rest 3.10). */
const NOT_REGISTERED = /\bURI path\b.*\bnot registered\b/i;
/** icrd has lost mcpd, which restarts (facts: icontrol-rest 10.1). */
const MCPD_LOST = 32768001;
const MCPD_LOST_TEXT = /connection to mcpd has been lost/i;
/** Another declaration or a long task holds the device (facts: icontrol-rest 10.1, 10.2). */
const ASYNC_TASK = 32964609;
const ASYNC_TASK_TEXT = /active asynchronous task/i;
/** Jetty gave up waiting for the worker, which may go on. */
const ASYNC_CONTEXT = /AsyncContext/i;
const TOKEN_QUOTA = /maximum active login tokens/i;
/** restjavad knows who asks, and does not let him: the token is good (facts: icontrol-rest 2.9; public: AS3 420). */
const NOT_ALLOWED = /^Authorization failed: user=/i;
/** What restjavad says of the tokens of others (facts: icontrol-rest 2.7). */
const NOT_YOURS = /^Authorization failed\b/i;
/** mcpd: the role does not allow it; with status 400 (public: f5-ansible 313, k8s-bigip-ctlr 691). */
const ACCESS_DENIED = '01070822';
/** VLAN or pool in use, monitor in use, node referenced by a member, SNAT pool referenced (facts: icontrol-rest 7.3). */
const IN_USE = new Set(['01070265', '01070083', '01070110', '01070320', '0107082a']);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: '©',
  gt: '>',
  lt: '<',
  nbsp: ' ',
  quot: '"',
  reg: '®',
  trade: '™',
};

/** `BIG-IP&reg;` is how F5 writes its own name in titles. What is not known stays as it is. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point >= 0x20 && point <= 0xffff && !(point >= 0xd800 && point < 0xe000)
      ? String.fromCharCode(point)
      : whole;
  });
}

/** The message of a page: its title, else what is left without the tags. */
export function pageText(html: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(html)?.[1]?.trim();
  const text = title !== undefined && title !== '' ? title : html.replace(/<[^>]*>/g, ' ');
  return decodeEntities(text).replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUOTE);
}

/** Reads a parsed body, or the text that was none. */
export function readComplaint(body: unknown, text: string): Complaint {
  if (typeof body !== 'object' || body === null) {
    const message = pageText(text);
    return { from: message === '' ? 'nothing' : 'text', message };
  }
  const fields = new Map<string, unknown>(Object.entries(body));
  const message = fields.get('message');
  const apiError = fields.get('apiError');
  return {
    from: fields.has('restOperationId') || fields.get('kind') === ':resterrorresponse' ? 'restjavad' : 'mcpd',
    message: typeof message === 'string' ? message : '',
    ...(typeof apiError === 'number' ? { apiError } : {}),
  };
}

/** `01020036:3: The requested …` -> its code and its text; the prefix is that of a failed commit. */
export function splitCode(message: string): { deviceCode?: string; text: string } {
  const match = /^(transaction failed:\s*)?([0-9a-f]{8}):\d+:\s*([\s\S]*)$/i.exec(message);
  const [, prefix = '', deviceCode, rest = ''] = match ?? [];
  return deviceCode === undefined ? { text: message } : { deviceCode: deviceCode.toLowerCase(), text: prefix + rest };
}

type ErrorClass = new (message: string, options: BigIpErrorOptions) => BigIpError;

interface Verdict {
  readonly kind: ErrorClass;
  readonly outcome: Outcome;
  readonly says: string;
}

const DENIED: Verdict = { kind: PermissionError, outcome: 'refused', says: 'does not allow this user to do that' };
const BUSY: Verdict = { kind: BusyError, outcome: 'refused-for-now', says: 'is busy' };

const NOT_ACCEPTED = {
  ours: 'does not accept the token that it has given',
  given:
    'does not accept the token that the client was given (the option `token`): it has ended, or is of another device',
} as const;

function judge401(complaint: Complaint, token: Ticket['token']): Verdict {
  if (complaint.from === 'restjavad' && NOT_ALLOWED.test(complaint.message)) return DENIED;
  const says =
    token === undefined
      ? 'does not accept the credentials (username, password, loginProvider), which are not sent again'
      : NOT_ACCEPTED[token];
  return { kind: AuthenticationError, outcome: 'refused', says };
}

function judge503(complaint: Complaint): Verdict {
  if (complaint.from === 'text' && RESTARTING.test(complaint.message)) {
    return { kind: NotReadyError, outcome: 'refused-for-now', says: 'is restarting' };
  }
  return BUSY;
}

function judge404(complaint: Complaint): Verdict {
  if (NOT_REGISTERED.test(complaint.message)) {
    const says = 'has not started this part of its REST interface, or does not have it';
    return { kind: NotReadyError, outcome: 'refused-for-now', says };
  }
  if (complaint.from === 'text' && CUT_JSON.test(complaint.message)) {
    return { kind: ProtocolError, outcome: 'maybe-applied', says: 'gave an answer that is cut off, or not JSON' };
  }
  // A web server that has no such page is no statement about an object.
  if (complaint.from === 'text' || complaint.from === 'nothing') {
    return { kind: ProtocolError, outcome: 'refused', says: 'has no iControl REST at this address' };
  }
  return { kind: NotFoundError, outcome: 'refused', says: 'has no such object' };
}

function judge5xx(complaint: Complaint): Verdict {
  if (complaint.apiError === MCPD_LOST || MCPD_LOST_TEXT.test(complaint.message)) {
    return { kind: NotReadyError, outcome: 'refused-for-now', says: 'has lost its mcpd, which restarts' };
  }
  const timedOut = ASYNC_CONTEXT.test(complaint.message);
  return { kind: ServerError, outcome: 'maybe-applied', says: timedOut ? 'gave up waiting for itself' : 'failed' };
}

function judge(status: number, complaint: Complaint, token?: Ticket['token']): Verdict {
  // Whatever the status: clients in the field go by the text.
  if (complaint.apiError === ASYNC_TASK || ASYNC_TASK_TEXT.test(complaint.message)) return BUSY;
  if (status === 503) return judge503(complaint);
  if (status === 429) return { kind: BusyError, outcome: 'refused-for-now', says: 'has too many requests' };
  // It would say so again, also to less of the same.
  if (status === 501) return { kind: ValidationError, outcome: 'refused', says: 'does not know how to do that' };
  if (status >= 500) return judge5xx(complaint);
  if (status === 404) return judge404(complaint);
  if (status === 401) return judge401(complaint, token);
  if (status === 403) return DENIED;
  if (status === 408) return { kind: ServerError, outcome: 'maybe-applied', says: 'gave up waiting' };
  if (status === 409) return { kind: AlreadyExistsError, outcome: 'refused', says: 'has an object of that name' };
  if (TOKEN_QUOTA.test(complaint.message)) {
    const says =
      'has 100 live tokens of this user and takes no more: close clients when they are done, wait until tokens ' +
      "expire (20 minutes), DELETE /mgmt/shared/authz/tokens with basic authentication, or use auth: 'basic'";
    return { kind: TokenQuotaError, outcome: 'refused', says };
  }
  if (complaint.from === 'restjavad' && NOT_YOURS.test(complaint.message)) return DENIED;
  const { deviceCode } = splitCode(complaint.message);
  if (deviceCode === ACCESS_DENIED) return DENIED;
  if (deviceCode !== undefined && IN_USE.has(deviceCode)) {
    return { kind: InUseError, outcome: 'refused', says: 'keeps the object, because another one uses it' };
  }
  return { kind: ValidationError, outcome: 'refused', says: 'refuses the request' };
}

/** The class for the reason of a commit that failed, as it would be for the answer to the command alone. */
export function refusalClass(reason: string): typeof PermissionError | typeof InUseError | typeof ValidationError {
  const { kind } = judge(400, { from: 'mcpd', message: reason });
  return kind === PermissionError ? PermissionError : kind === InUseError ? InUseError : ValidationError;
}

/** The error for a complete reply whose status is 400 or more. `clean` is the session's redactor. */
export function deviceError(
  call: Call,
  reply: {
    readonly status: number;
    readonly retryAfter?: number | undefined;
    /** Whose token the request was sent with. */
    readonly token?: Ticket['token'];
  },
  complaint: Complaint,
  clean: (text: string) => string,
): BigIpError {
  const { kind: ErrorKind, outcome, says } = judge(reply.status, complaint, reply.token);
  const { deviceCode, text } = splitCode(complaint.message);
  // A page or text that nobody knows may hold anything; the message of an envelope is only cleaned.
  const quotable = call.confidential !== true || complaint.from === 'restjavad' || complaint.from === 'mcpd';
  const deviceMessage = quotable ? clean(text) : '';
  const quote = deviceMessage === '' ? '' : `: ${deviceMessage}${deviceCode === undefined ? '' : ` (${deviceCode})`}`;
  return new ErrorKind(`BIG-IP ${says} [${reply.status} ${nameOf(call.summary)}]${quote}`, {
    status: reply.status,
    deviceCode,
    apiError: complaint.apiError,
    deviceMessage: deviceMessage === '' ? undefined : deviceMessage,
    request: call.summary,
    outcome,
    retryAfter: reply.retryAfter,
  });
}
