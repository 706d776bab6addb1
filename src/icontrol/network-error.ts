import { BigIpError, ConnectError } from '../errors.ts';

/** Codes that can only come before the first byte of a request. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'UND_ERR_CONNECT_TIMEOUT']);

const NO_ANSWER = 'it does not answer; is it up, is that its port, and does a firewall let it through?';

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is that the address and port of its management, and is httpd running?',
  ENOTFOUND: 'the name does not resolve; check its spelling and the DNS',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'there is no route to it; check the network and the VPN',
  ECONNRESET: 'it hung up at once; is that the port of its https, and not one of plain http?',
  ENETUNREACH: 'there is no route to it; check the network and the VPN',
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
};

/** What a client gets to see of a device while it restarts, when it gets no answer at all. */
export const MAY_RESTART: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? new Map<string, unknown>(Object.entries(error)).get(name)
    : undefined;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  // Several addresses of one name were tried: their reasons are inside.
  return error instanceof AggregateError && error.errors.length > 0 ? codeOf(error.errors[0]) : undefined;
}

/** False when it is certain that no byte of the request left. */
function wasSent(error: unknown): boolean {
  const sent = field(error, 'sent');
  if (typeof sent === 'boolean') return sent;
  const code = codeOf(error);
  return !(field(error, 'syscall') === 'connect' || (code !== undefined && BEFORE_SENDING.has(code)));
}

const PROXY_SILENT = 'the proxy does not answer; is it up, and does a firewall let it through?';

/** Only the proxy is connected to: what it finds of the device it says in its answer. */
const PROXY_ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at the proxy; is that its address and port, and is it running?',
  ENOTFOUND: 'the name of the proxy does not resolve; check its spelling and the DNS',
  EHOSTUNREACH: 'there is no route to the proxy; check the network and the VPN',
  ENETUNREACH: 'there is no route to the proxy; check the network and the VPN',
  ETIMEDOUT: PROXY_SILENT,
  UND_ERR_CONNECT_TIMEOUT: PROXY_SILENT,
};

/** No tunnel could be made to `place` through the proxy at `proxy`. */
export function tunnelError(error: Error, place: string, proxy: string): BigIpError {
  if (error instanceof BigIpError) return error;
  const code = codeOf(error);
  const label = code === undefined ? '' : ` (${code})`;
  const why = (code === undefined ? undefined : PROXY_ADVICE[code]) ?? error.message;
  const message = `cannot reach ${place} through the proxy ${proxy}${label}: ${why}`;
  return new ConnectError(message, { sent: false, cause: error, reason: code });
}

/**
 * What a transport threw, as an error of the tree: it says which host and port (`place`) was tried and what to check.
 * `cause` is cleaned by the caller.
 */
export function networkError(error: unknown, place: string, sent = wasSent(error), cause: unknown = error): BigIpError {
  if (error instanceof BigIpError) return error;
  const code = codeOf(error);
  const why =
    (code === undefined ? undefined : ADVICE[code]) ?? (cause instanceof Error ? cause.message : 'no reason given');
  const label = code === undefined ? '' : ` (${code})`;
  const wait = code !== undefined && MAY_RESTART.has(code) ? ' A device that restarts takes some minutes.' : '';
  const message = sent
    ? `the connection to ${place} broke before the answer was complete${label}`
    : `cannot reach ${place}${label}: ${why}${wait}`;
  return new ConnectError(message, { sent, cause, reason: code });
}
