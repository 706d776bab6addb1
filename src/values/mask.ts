/** A netmask as BIG-IP writes it: `255.255.255.255`, `ffff:ffff::`, or `any`, `any6` and `none` for no mask at all. */
import { canonicalIp } from './address.ts';
import { BigIpValueError } from './value-error.ts';

const words: ReadonlySet<string> = new Set(['any', 'any6', 'none']);

/**
 * The canonical spelling. A mask need not be contiguous: BIG-IP takes others for wildcard virtual servers.
 *
 * Throws {@link BigIpValueError}.
 */
export function parseMask(text: string): string {
  if (words.has(text)) return text;
  const ip = canonicalIp(text);
  if (ip === undefined) throw new BigIpValueError(`${JSON.stringify(text)} is not a netmask`, { value: text });
  return ip;
}
