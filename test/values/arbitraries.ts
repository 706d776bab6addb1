/** Random values of BIG-IP's vocabulary. */
import fc from 'fast-check';
import { type Address, canonicalIp } from '../../src/values/address.ts';

export const routeDomain = fc.integer({ min: 0, max: 65_534 });
export const port = fc.integer({ min: 0, max: 65_535 });

export const ipv4 = fc.ipV4();
export const ipv6 = fc.ipV6().map((text) => canonicalIp(text) ?? '::');

export const address: fc.Arbitrary<Address> = fc
  .record({ ip: fc.oneof(ipv4, ipv6), domain: fc.option(routeDomain, { nil: undefined }) })
  .map(({ ip, domain }) => ({
    ip,
    family: ip.includes(':') ? 6 : 4,
    ...(domain === undefined ? {} : { routeDomain: domain }),
  }));

/** A name that BIG-IP takes. */
export const plainName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,20}$/);

export const fullPath = fc
  .record({ folders: fc.array(plainName, { minLength: 1, maxLength: 3 }), name: plainName })
  .map(({ folders, name }) => `/${[...folders, name].join('/')}`);

/** Six octets that may be a VTEP's: not multicast, not all zero. */
export const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => [...bytes].map((byte, at) => (at === 0 ? (byte & 0xfc) | 2 : byte)))
  .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':'));

/** What attackers and other people's tools put into names. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '..',
          '.',
          '/',
          '~',
          '%2e%2e',
          '%2E',
          '%2f',
          '%7e',
          '%',
          '%25',
          '%10',
          '\r\n',
          '\0',
          '\u007f',
          '?',
          '#',
          '&',
        ],
        ...['web', 'k8s', 'Common', '10.0.0.1', ':80', '__proto__', 'constructor', '😀', '\ud800', '\\', ' ', '@', ';'],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join('')),
);
