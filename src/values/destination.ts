/**
 * Destination of a virtual server: `/k8s/172.16.100.195:31400`, `/k8s/fd00::10%5.8000`, or the name of a virtual address
 * and a port, `/Common/front:80`.
 */
import { canonicalIp } from './address.ts';
import { type AddressPort, formatAddressPort, parseAddressPort, splitPort } from './address-port.ts';
import { parsePort } from './port.ts';
import { BigIpValueError } from './value-error.ts';

export interface Destination extends AddressPort {
  /** Folder of the virtual address, `/k8s`; absent when the text had none: the virtual server's own. */
  readonly folder?: string;
  /**
   * The text names a virtual address instead of writing its IP address: `address.ip` is then that name. The address
   * itself is on the `ltm virtual-address` of that name.
   */
  readonly named?: true;
}

/** A name that cannot be taken for an address with a mistake in it. */
const virtualAddressName = /^[A-Za-z_][\w.-]*$/;

/** `front:80`; behind a name of an IPv6 virtual address stands `.`, as behind the address itself. */
function parseNamed(text: string): Omit<Destination, 'folder'> {
  const { host, port } = text.includes(':') || !text.includes('.') ? splitPort(text) : splitAtDot(text);
  if (canonicalIp(text) !== undefined) {
    throw new BigIpValueError(`${JSON.stringify(text)} has no port: write ${text}:80, or ${text}:0 for every port`, {
      value: text,
    });
  }
  // Without a colon only a name is unmistakable: `10.0.0.1` is an address without port.
  const known = text.includes(':') ? !/[:/]/.test(host) : virtualAddressName.test(host);
  if (!known) throw new BigIpValueError(`${JSON.stringify(text)} is not a destination`, { value: text });
  return { address: { ip: host, family: text.includes(':') ? 4 : 6 }, port: parsePort(port), named: true };
}

function splitAtDot(text: string): { readonly host: string; readonly port: string } {
  const at = text.lastIndexOf('.');
  if (at < 1) throw new BigIpValueError(`${JSON.stringify(text)} has no port`, { value: text });
  return { host: text.slice(0, at), port: text.slice(at + 1) };
}

function parseEnd(text: string): Omit<Destination, 'folder'> {
  try {
    return parseAddressPort(text);
  } catch (error) {
    if (!(error instanceof BigIpValueError)) throw error;
    return parseNamed(text);
  }
}

/** Throws BigIpValueError when there is no port, or no folder before a slash. */
export function parseDestination(text: string): Destination {
  const at = text.lastIndexOf('/');
  if (at === 0 || (at > 0 && !text.startsWith('/'))) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not a destination such as /Common/10.0.0.1:80`, {
      value: text,
    });
  }
  const rest = parseEnd(text.slice(at + 1));
  return at > 0 ? { folder: text.slice(0, at), ...rest } : rest;
}

/** As it was read, whatever the name of its virtual address looks like. */
export function spellDestination(destination: Destination): string {
  const text = formatAddressPort(destination);
  return destination.folder === undefined ? text : `${destination.folder}/${text}`;
}

/** The inverse of {@link parseDestination}. Throws BigIpValueError for a name that looks like a mistyped address. */
export function formatDestination(destination: Destination): string {
  const { named, address } = destination;
  if (named === true && !virtualAddressName.test(address.ip)) {
    throw new BigIpValueError(`${JSON.stringify(address.ip)} is neither an address nor the name of one`, {
      value: address.ip,
    });
  }
  return spellDestination(destination);
}
