import { X509Certificate } from 'node:crypto';

/** A key, its certificate, and the certificate's fingerprint. All PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
  /** SHA-256, upper case with colons, as node prints `fingerprint256`. */
  readonly fingerprint256: string;
}

let cached: Promise<KeyPair> | undefined;

/** The process's own self-signed P-256 certificate for localhost, made once. */
export function processCertificate(): Promise<KeyPair> {
  cached ??= makeCertificate();
  return cached;
}

/** A new self-signed P-256 certificate for localhost, 127.0.0.1 and ::1. */
export async function makeCertificate(): Promise<KeyPair> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost.localdomain' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  const { fingerprint256 } = new X509Certificate(made.cert);
  return { key: made.private, certificate: made.cert, fingerprint256 };
}
