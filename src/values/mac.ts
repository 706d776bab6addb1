/** MAC addresses. Read leniently, written in lower case with colons, as BIG-IP returns it (facts: icontrol-rest 8.5). */
import { BigIpValueError, orNone } from './value-error.ts';

function octetsOf(text: unknown): readonly string[] {
  const refuse = (why: string): BigIpValueError =>
    new BigIpValueError(`${JSON.stringify(text)} ${why}`, { value: text });
  if (typeof text !== 'string') throw refuse('is not a MAC address');
  const octets = text.trim().toLowerCase().split(/[:-]/);
  if (octets.length !== 6 || !octets.every((octet) => /^[0-9a-f]{1,2}$/.test(octet))) {
    throw refuse('is not a MAC address of six octets');
  }
  return octets.map((octet) => octet.padStart(2, '0'));
}

/**
 * `0A-58-1-1-1-1` -> `0a:58:01:01:01:01`. Takes upper case, dashes, octets without leading zero, and every six octets:
 * the MAC address of a static ARP entry that somebody made may be multicast. Throws {@link BigIpValueError}.
 */
export function parseAnyMac(text: unknown): string {
  return octetsOf(text).join(':');
}

/**
 * As {@link parseAnyMac}, for what is written, and for a tunnel end point. Throws {@link BigIpValueError} for all zeros and
 * for a multicast address as well: no host has one of them.
 */
export function parseMac(text: unknown): string {
  // Nearly every MAC address is written so already, and a cluster has one for every Node.
  if (typeof text === 'string' && /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/.test(text) && /[1-9a-f]/.test(text))
    return text;
  const octets = octetsOf(text);
  const refuse = (why: string): BigIpValueError =>
    new BigIpValueError(`${JSON.stringify(text)} ${why}`, { value: text });
  const bytes = octets.map((octet) => Number.parseInt(octet, 16));
  if (bytes.every((byte) => byte === 0)) throw refuse('is the all-zero MAC address');
  if (((bytes[0] ?? 0) & 1) === 1) throw refuse('is a multicast MAC address');
  return octets.join(':');
}

/** The one spelling of a MAC address; what is none stays as it is. */
export function macSpelling(mac: unknown): string {
  return orNone(() => parseMac(mac)) ?? String(mac);
}
