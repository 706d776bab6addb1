/**
 * Name of a pool member: `10.0.0.1:80`, `fd00::1.80`, or `nodename:80` when the ltm node has a name of its own.
 *
 * CIS writes `10.0.0.1%0:80` for the same member, so members are compared by address and port, not by name.
 */
import { type Address, canonicalIp, formatAddress, parseAddress } from './address.ts';
import { splitPort } from './address-port.ts';
import { parsePort } from './port.ts';
import { BigIpValueError } from './value-error.ts';

/** The type of pool members. */
export const memberType = 'ltm/pool/members';

export interface MemberName {
  /** Undefined when the node's name is not an address. */
  readonly address: Address | undefined;
  /** The node's name as it stands in the member's name. */
  readonly node: string;
  readonly port: number;
}

/** Throws BigIpValueError when there is no port. */
export function parseMemberName(text: string): MemberName {
  const { host, port } = splitPort(text);
  let address: Address | undefined;
  try {
    address = parseAddress(host);
  } catch {
    // A node may have any name; then the member's own `address` property tells.
    address = undefined;
  }
  return { address, node: host, port: parsePort(port) };
}

/**
 * Refuses what no device takes for the name of a new member, and says how it is written. A port may be any word: a device
 * knows more services than are known here. Throws {@link BigIpValueError}.
 */
export function checkMemberName(text: string): void {
  const [bare = ''] = text.split('%');
  if (canonicalIp(bare)?.includes('.') === true && !text.includes(':')) {
    throw new BigIpValueError(`${JSON.stringify(text)} has no port: write ${text}:80`, { value: text });
  }
  const isNodeAlone = !/[.:]/.test(text);
  if (isNodeAlone) throw new BigIpValueError(`${JSON.stringify(text)} has no port`, { value: text });
  // A name of a node may have dots of its own.
  if (!text.includes(':')) return;
  const { port } = splitPort(text);
  if (/^\d+$/.test(port)) parsePort(port);
}

/** `%0` is never written: BIG-IP takes an address without `%` in the partition's default route domain. */
export function formatMemberName({ address, port }: { readonly address: Address; readonly port: number }): string {
  const { ip, family, routeDomain } = address;
  const host = routeDomain === 0 ? ip : formatAddress(address);
  return `${host}${family === 6 ? '.' : ':'}${port}`;
}
