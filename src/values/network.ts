/** A network in CIDR spelling, `10.244.0.0/16`, and whether it contains an address. */
import { isIP } from 'node:net';
import { Netmask } from 'netmask';
import { canonicalIp } from './address.ts';
import { BigIpValueError } from './value-error.ts';

/** The addresses of a network. */
export interface AddressBlock {
  /** First address. */
  readonly base: string;
  /** `255.255.0.0` */
  readonly mask: string;
  contains(ip: string): boolean;
}

export interface Network {
  readonly family: 4 | 6;
  /** The address as written, host bits kept: `10.244.1.5/16` is a legal self IP. */
  readonly ip: string;
  readonly prefix: number;
  readonly block: AddressBlock;
}

/** A large cluster has many networks, and few of them are asked what they contain: the block is made when it is. */
class ParsedNetwork implements Network {
  readonly family: 4 | 6;
  readonly ip: string;
  readonly prefix: number;
  #block: AddressBlock | undefined;

  constructor(family: 4 | 6, ip: string, prefix: number) {
    this.family = family;
    this.ip = ip;
    this.prefix = prefix;
  }

  get block(): AddressBlock {
    this.#block ??= new Netmask(`${this.ip}/${this.prefix}`);
    return this.#block;
  }
}

/**
 * Throws {@link BigIpValueError}. netmask itself takes octal octets, `10.1` and `/8abc`, so the address goes through
 * node:net and the prefix through a strict pattern first.
 */
export function parseNetwork(text: string): Network {
  const [address = '', length, ...rest] = text.split('/');
  const ip = canonicalIp(address);
  const family = ip === undefined ? 0 : isIP(ip);
  const prefix = length !== undefined && /^\d{1,3}$/.test(length) ? Number(length) : -1;
  const longest = family === 4 ? 32 : 128;
  if (ip === undefined || (family !== 4 && family !== 6) || rest.length > 0 || prefix < 0 || prefix > longest) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not a network such as 10.244.0.0/16`, { value: text });
  }
  return new ParsedNetwork(family, ip, prefix);
}

/** False, never an error, when the families differ. `ip` is an address without route domain. */
export function networkContains(network: Network, ip: string): boolean {
  if (isIP(ip) !== network.family) return false;
  return network.block.contains(ip);
}
