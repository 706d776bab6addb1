import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, TLSSocket } from 'node:tls';
import { TlsError, type TlsReason } from '../errors.ts';
import { normalizeFingerprint, type TlsOptions } from './tls-options.ts';

type VerifyingOptions = Pick<
  ConnectionOptions,
  'rejectUnauthorized' | 'minVersion' | 'ca' | 'cert' | 'key' | 'checkServerIdentity'
> & { servername?: string; maxCachedSessions: number };

/**
 * What is handed to `tls.connect`. OpenSSL verifies the chain and Node the name in every case; `rejectUnauthorized` is
 * off so that the certificate can still be read when they say no, for the message. {@link judgePeer} then decides, and
 * no socket is used before it has. Without resumed handshakes, because Node does not look at the name in those.
 */
export function tlsConnectOptions(options: TlsOptions): VerifyingOptions {
  const { ca, cert, key, servername } = options;
  return {
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    maxCachedSessions: 0,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    // An address cannot be announced (RFC 6066), only compared.
    ...(servername === undefined || isIP(servername) > 0 ? {} : { servername }),
    ...(servername === undefined
      ? {}
      : { checkServerIdentity: (_host, peer) => checkServerIdentity(servername, peer) }),
  };
}

const REASONS: Readonly<Record<string, TlsReason>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
};

const SAYS: Readonly<Record<TlsReason, string>> = {
  expired: 'its certificate has expired',
  'not-yet-valid': 'its certificate is not valid yet; is the clock of this machine or of the device wrong?',
  'unknown-ca': 'its certificate is signed by an authority that is not trusted here, or by itself',
  name: 'its certificate is for another name',
  fingerprint: 'its certificate is not the pinned one',
  handshake: 'there is no TLS that both sides speak',
};

const REMEDIES: Readonly<Record<TlsReason, string>> = {
  expired: 'Renew it, or pin it if you are certain that it is the device',
  'not-yet-valid': 'Correct the clock, or pin the certificate if you are certain that it is the device',
  'unknown-ca': 'Give its authority as tls.ca, or pin it if you are certain that it is the device',
  name: 'Give the name as tls.servername, or pin the certificate if you are certain that it is the device',
  fingerprint: 'If the certificate was renewed on the device, pin the new one; if not, somebody else answers',
  handshake: 'Check the port, and that it speaks TLS 1.2 or later',
};

/** Why a handshake failed that OpenSSL or the peer ended itself. */
export function isHandshakeFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO';
}

export function handshakeError(place: string, cause: unknown): TlsError {
  return refusal(place, 'handshake', { cause });
}

/** Nothing stands right behind a fingerprint, because it is copied from the message. */
function fingerprints(presented: string | undefined, expected: string | undefined): string {
  if (expected === undefined)
    return presented === undefined ? '' : ` Its SHA-256, for tls.fingerprint256, is ${presented}`;
  return presented === undefined
    ? ` The pinned SHA-256 is ${expected}`
    : ` The pinned SHA-256 is ${expected} and the one that was presented is ${presented}`;
}

function refusal(
  place: string,
  reason: TlsReason,
  detail: { presented?: string | undefined; expected?: string; cause?: unknown; name?: string },
): TlsError {
  const { presented, expected, cause, name } = detail;
  const why = `${place} is not trusted: ${SAYS[reason]}${name === undefined ? '' : ` (${name})`}. ${REMEDIES[reason]}.`;
  const message = `${why}${fingerprints(presented, expected)}`;
  return new TlsError(message, { reason, fingerprint256: presented, cause });
}

/** `authorizationError` is typed as an Error, and is the code as a string. */
function verificationCode(socket: TLSSocket): string {
  const reason: unknown = socket.authorizationError;
  if (reason instanceof Error) return 'code' in reason ? String(reason.code) : reason.message;
  return String(reason);
}

/**
 * The verdict on a socket whose handshake has ended: undefined when it may be used. Not one byte of a request has been
 * written at this point.
 */
export function judgePeer(socket: unknown, options: TlsOptions, place: string): TlsError | undefined {
  if (!(socket instanceof TLSSocket)) return handshakeError(place, undefined);
  const skip = options.dangerouslySkipTlsVerify === true;
  if (skip && options.fingerprint256 === undefined) return undefined;
  const peer = socket.getPeerCertificate();
  const presented = typeof peer.fingerprint256 === 'string' ? peer.fingerprint256 : undefined;
  if (options.fingerprint256 !== undefined) {
    const expected = normalizeFingerprint(options.fingerprint256);
    if (presented !== expected) return refusal(place, 'fingerprint', { presented, expected });
    if (skip || options.ca === undefined) return undefined;
  }
  if (socket.authorized) return undefined;
  const code = verificationCode(socket);
  const reason = REASONS[code] ?? 'unknown-ca';
  const names = reason === 'name' ? (peer.subjectaltname ?? peer.subject?.CN) : undefined;
  const name = Array.isArray(names) ? names.join(', ') : names;
  return refusal(place, reason, { presented, cause: new Error(code), ...(name === undefined ? {} : { name }) });
}
