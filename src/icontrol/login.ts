import { ProtocolError } from '../errors.ts';
import type { Call, Reply, Send } from './exchange.ts';

/** A token of the device's, and how long it lives from the moment it was asked for, milliseconds. */
export interface Token {
  readonly value: string;
  readonly life: number;
}

/** Seconds that a token lives when the device does not say (facts: icontrol-rest 2.4). */
const DEFAULT_LIFE = 1200;
/** Seconds; the device extends no token further (facts: icontrol-rest 2.4). */
const LONGEST_LIFE = 36_000;

const LOGIN_PATH = '/mgmt/shared/authn/login';
const TOKENS_PATH = '/mgmt/shared/authz/tokens';

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

/** The times are microseconds since 1970 on the device's clock; only their difference means anything here. */
function lifeOf(item: unknown): number {
  const expires = Number(member(item, 'expirationMicros'));
  const updated = Number(member(item, 'lastUpdateMicros'));
  const seconds = (expires - updated) / 1e6;
  if (seconds > 0 && seconds <= LONGEST_LIFE) return seconds * 1000;
  const timeout = Number(member(item, 'timeout'));
  return (timeout > 0 && timeout <= LONGEST_LIFE ? timeout : DEFAULT_LIFE) * 1000;
}

function readToken({ status, body }: Reply, host: string): Token {
  const item = member(body, 'token');
  const value = member(item, 'token');
  // What goes into a header must be able to stand there; the recorded tokens are 26 letters and digits.
  if (typeof value === 'string' && /^[\x21-\x7e]{8,512}$/.test(value)) return { value, life: lifeOf(item) };
  const request = { host, method: 'POST', path: LOGIN_PATH };
  throw new ProtocolError(`the answer of ${host} to the login has no token in it`, {
    status,
    request,
    outcome: 'maybe-applied',
  });
}

/** The parts of a call that a login or a revocation has no use for. */
function plainCall(signal: AbortSignal, attemptTimeout: number) {
  return {
    signal,
    attemptTimeout,
    attempts: 1,
    attempt: 1,
    doubt: 'none',
    onMaybe: 'fail',
    once: true,
    absence: 'believe',
    confidential: true,
  } as const;
}

export interface LoginRequest {
  /** Of the device. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
  readonly provider: string;
}

/** Obtains a token. One request, whatever comes. */
export async function login(send: Send, request: LoginRequest, signal: AbortSignal, timeout: number): Promise<Token> {
  const { host, username, password, provider } = request;
  const body = Buffer.from(JSON.stringify({ username, password, loginProviderName: provider }), 'utf8');
  const call: Call = {
    ...plainCall(signal, timeout),
    method: 'POST',
    path: LOGIN_PATH,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body,
    summary: { host, method: 'POST', path: LOGIN_PATH },
  };
  return readToken(await send(call), host);
}

/** Ends a token, with its own authority. */
export async function revoke(
  send: Send,
  { host, token }: { readonly host: string; readonly token: string },
  signal: AbortSignal,
  timeout: number,
): Promise<void> {
  await send({
    ...plainCall(signal, timeout),
    method: 'DELETE',
    path: `${TOKENS_PATH}/${encodeURIComponent(token)}`,
    headers: { accept: 'application/json', 'x-f5-auth-token': token },
    summary: { host, method: 'DELETE', path: `${TOKENS_PATH}/[redacted]` },
  });
}
