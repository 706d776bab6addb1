/** PEM is read by OpenSSL when a connection is made, and what is none is passed over there without a word. */
import { BigIpValueError } from '../values/value-error.ts';
import type { TlsOptions } from './tls-options.ts';

type Pem = Partial<Record<'ca' | 'cert' | 'key', string>>;

const CERTIFICATES =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?(?:-----END (?:X509 |TRUSTED )?CERTIFICATE-----|$)/g;

function refuse(path: string, why: string): never {
  throw new BigIpValueError(why, { path });
}

/** Loaded by those who give PEM: the others need not wait for it. */
const crypto = () => process.getBuiltinModule('node:crypto');

/** As text, also of a file that was read as bytes. The value may be a key, so it is never repeated. */
function pemText(value: unknown, path: string): string {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  if (typeof text !== 'string') refuse(path, 'must be the text of a PEM file');
  if (!text.includes('-----BEGIN ')) refuse(path, 'is not PEM; did you mean the text of that file?');
  return text;
}

function checkCertificates(text: string, path: string): void {
  const blocks = text.match(CERTIFICATES);
  if (blocks === null) refuse(path, 'has no certificate in it');
  for (const block of blocks) {
    try {
      new (crypto().X509Certificate)(block);
    } catch {
      // What OpenSSL says of it ("asn1 encoding routines") helps nobody.
      refuse(path, 'is not PEM: a certificate in it cannot be read; is it whole?');
    }
  }
}

function checkKey(key: string, cert: string): void {
  let made: ReturnType<ReturnType<typeof crypto>['createPrivateKey']>;
  try {
    made = crypto().createPrivateKey(key);
  } catch {
    const why = /ENCRYPTED/.test(key)
      ? 'is protected by a passphrase; give the key without one'
      : 'is not PEM: the private key in it cannot be read';
    refuse('tls.key', why);
  }
  if (!new (crypto().X509Certificate)(cert).checkPrivateKey(made)) refuse('tls.key', 'is not the key of tls.cert');
}

/** The PEM among the options as text. Throws BigIpValueError for what OpenSSL could not read. */
export function checkPem({ ca, cert, key }: TlsOptions): Pem {
  const pem: Pem = {};
  if (ca !== undefined) pem.ca = pemText(ca, 'tls.ca');
  if (cert !== undefined) pem.cert = pemText(cert, 'tls.cert');
  if (key !== undefined) pem.key = pemText(key, 'tls.key');
  if (pem.ca !== undefined) checkCertificates(pem.ca, 'tls.ca');
  if (pem.cert !== undefined) checkCertificates(pem.cert, 'tls.cert');
  if (pem.cert !== undefined && pem.key === undefined) refuse('tls.key', 'is missing; it goes with tls.cert');
  if (pem.key !== undefined && pem.cert === undefined) refuse('tls.cert', 'is missing; it goes with tls.key');
  if (pem.key !== undefined && pem.cert !== undefined) checkKey(pem.key, pem.cert);
  return pem;
}
