import { BigIpValueError } from '../values/value-error.ts';

/** How the device proves who it is. With none of these, the system's certificate authorities decide. */
export interface TlsOptions {
  /** PEM of the authority that signed the device's certificate, or of the self-signed certificate itself. */
  readonly ca?: string;
  /**
   * SHA-256 of the device's certificate, with or without colons. Alone it is the whole proof, also for a self-signed
   * or expired certificate; together with `ca` both must hold.
   */
  readonly fingerprint256?: string;
  /** The name in the certificate, when it is not the host of the url. */
  readonly servername?: string;
  /** PEM of a client certificate and its key. */
  readonly cert?: string;
  readonly key?: string;
  /** Takes any certificate from anyone, for this client only. A password sent like this can be read by a stranger. */
  readonly dangerouslySkipTlsVerify?: boolean;
}

/** `AB:CD:…`, 32 bytes, as Node prints it. */
export function normalizeFingerprint(text: string): string {
  const digits = String(text)
    .replace(/^\s*sha-?256(?:\s+fingerprint\s*=)?[:/ ]*/i, '')
    .replace(/[:\s]/g, '')
    .toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) {
    const why = 'is not a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons';
    throw new BigIpValueError(why, { value: text, path: 'tls.fingerprint256' });
  }
  return digits.replace(/..(?=.)/g, '$&:');
}
