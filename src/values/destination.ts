/** Destination of a virtual server: `/k8s/172.16.100.195:31400`, `/k8s/fd00::10%5.8000`. */
import { type AddressPort, formatAddressPort, parseAddressPort } from './address-port.ts';
import { BigIpValueError } from './value-error.ts';

export interface Destination extends AddressPort {
  /** Folder of the virtual address, `/k8s`; absent when the text had none: the virtual server's own. */
  readonly folder?: string;
}

/** Throws BigIpValueError. */
export function parseDestination(text: string): Destination {
  const at = text.lastIndexOf('/');
  if (at === 0 || (at > 0 && !text.startsWith('/'))) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not a destination such as /Common/10.0.0.1:80`, {
      value: text,
    });
  }
  const rest = parseAddressPort(text.slice(at + 1));
  return at > 0 ? { folder: text.slice(0, at), ...rest } : rest;
}

export function formatDestination(destination: Destination): string {
  const text = formatAddressPort(destination);
  return destination.folder === undefined ? text : `${destination.folder}/${text}`;
}
