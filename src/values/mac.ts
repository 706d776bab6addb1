/** MAC address of a VTEP. Read leniently, written in lower case with colons, as BIG-IP returns it (facts: icontrol-rest 8.5). */
import { BigIpValueError } from './value-error.ts';

/**
 * `0A-58-1-1-1-1` -> `0a:58:01:01:01:01`. Takes upper case, dashes and octets without leading zero.
 *
 * Throws {@link BigIpValueError} for anything that is not six octets, for all zeros, and for a multicast address: none
 * of them can be a tunnel end point.
 */
export function parseMac(text: unknown): string {
  const refuse = (why: string): BigIpValueError =>
    new BigIpValueError(`${JSON.stringify(text)} ${why}`, { value: text });
  if (typeof text !== 'string') throw refuse('is not a MAC address');
  const octets = text.trim().toLowerCase().split(/[:-]/);
  if (octets.length !== 6 || !octets.every((octet) => /^[0-9a-f]{1,2}$/.test(octet))) {
    throw refuse('is not a MAC address of six octets');
  }
  const bytes = octets.map((octet) => Number.parseInt(octet, 16));
  if (bytes.every((byte) => byte === 0)) throw refuse('is the all-zero MAC address');
  if (((bytes[0] ?? 0) & 1) === 1) throw refuse('is a multicast MAC address');
  return octets.map((octet) => octet.padStart(2, '0')).join(':');
}
