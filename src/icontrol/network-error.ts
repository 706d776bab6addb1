import { BigIpError, ConnectError } from '../errors.ts';

/** Codes that can only come before the first byte of a request. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'UND_ERR_CONNECT_TIMEOUT']);

const NO_ANSWER = 'it does not answer; is it up, is that its port, and does a firewall let it through?';

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is that the address and port of its management, and is httpd running?',
  ENOTFOUND: 'the name does not resolve; check its spelling and the DNS',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'there is no route to it; check the network and the VPN',
  ENETUNREACH: 'there is no route to it; check the network and the VPN',
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
};

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
  const message = sent
    ? `the connection to ${place} broke before the answer was complete${label}`
    : `cannot reach ${place}${label}: ${why}`;
  return new ConnectError(message, { sent, cause });
}
