import { parseAddress } from '../../values/address.ts';
import type { AddressSpace, Named } from '../define.ts';

/** Two static neighbours are the same entry when they have one address in one route domain, whatever they are called. */
export function neighbourIdentity({ name, properties }: Named, { defaultRouteDomain }: AddressSpace): string {
  const wire = properties['ipAddress'];
  if (typeof wire !== 'string') return name;
  const { ip, routeDomain } = parseAddress(wire);
  return `${ip}%${routeDomain ?? defaultRouteDomain}`;
}
