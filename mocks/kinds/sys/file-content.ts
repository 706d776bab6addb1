import { createHash, X509Certificate } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { Draft, Entry } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../json.ts';
import type { Life } from '../kind.ts';

/** A file that is made of one that was uploaded shows what stands in that; others show what the factory's show. */
function lifeOf(describe: (bytes: Uint8Array, draft: Draft) => JsonObject): Life {
  return {
    prepare(draft, before, config) {
      const bytes = uploaded(draft, config);
      if (bytes === undefined) return;
      Object.assign(draft.own, describe(bytes, draft), checksum(bytes), { revision: revisionAfter(before) });
    },
  };
}

function uploaded({ own, direct }: Draft, config: Config): Uint8Array | undefined {
  const { sourcePath } = own;
  return direct || typeof sourcePath !== 'string' ? undefined : config.uploads.read(sourcePath);
}

function checksum(bytes: Uint8Array): JsonObject {
  const size = bytes.length;
  return { size, checksum: `SHA1:${size}:${createHash('sha1').update(bytes).digest('hex')}` };
}

function revisionAfter(before: Entry | undefined): number {
  return before === undefined ? 1 : Number(before.properties['revision'] ?? 0) + 1;
}

/** `sys/file/ssl-cert` of an uploaded certificate. */
export const certificateLife: Life = lifeOf((bytes, { fullPath }) => {
  const text = Buffer.from(bytes).toString();
  const certificate = read(text, fullPath);
  const { publicKey, fingerprint256, serialNumber, validTo } = certificate;
  const type = publicKey.asymmetricKeyType ?? 'rsa';
  return {
    certificateKeySize: publicKey.asymmetricKeyDetails?.modulusLength ?? 256,
    expirationDate: Math.floor(Date.parse(validTo) / 1000),
    expirationString: validTo,
    fingerprint: `SHA256/${fingerprint256}`,
    isBundle: String((text.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length > 1),
    issuer: nameOf(certificate.issuer),
    keyType: `${type}-public`,
    serialNumber: serialOf(serialNumber),
    subject: nameOf(certificate.subject),
  };
});

/** `sys/file/ssl-key` of an uploaded key. What kind of key it is is not looked at. */
export const keyLife: Life = lifeOf(() => ({}));

function read(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw refuse('certificateUnreadable', { path });
  }
}

/** `CN=x,O=y`: the most particular part first. */
function nameOf(lines: string | undefined): string {
  return (lines ?? '').split('\n').reverse().join(',');
}

function serialOf(hex: string): string {
  return hex.length <= 8 ? String(Number.parseInt(hex, 16)) : (hex.toLowerCase().match(/../g) ?? []).join(':');
}
