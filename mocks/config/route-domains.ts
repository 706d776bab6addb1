import { parseAddress, printAddress, type RoutedAddress } from '../values/address.ts';
import type { Config } from './config.ts';
import type { Name } from './names.ts';

/** The route domain of addresses that name none: the partition's default. */
export function defaultRouteDomain(partition: string | undefined, config: Config): number {
  const value = config.find('auth/partition', partition ?? 'Common')?.properties['defaultRouteDomain'];
  return typeof value === 'number' ? value : 0;
}

/** An address in the spelling of the device: `10.0.0.1`, or `10.0.0.1%2` outside of route domain 0. */
export function routed(text: string, holder: Pick<Name, 'partition'>, config: Config): string | undefined {
  const parsed = resolve(text, holder, config);
  return parsed === undefined ? undefined : printAddress(parsed.address, parsed.routeDomain);
}

/** An address with its route domain, always told: `10.0.0.1%0`, as FDB records show it. */
export function routedAlways(text: string, holder: Pick<Name, 'partition'>, config: Config): string | undefined {
  const parsed = resolve(text, holder, config);
  return parsed === undefined ? undefined : `${parsed.address}%${parsed.routeDomain}`;
}

/** An address and the route domain that it lies in. */
export function resolve(
  text: string,
  holder: Pick<Name, 'partition'>,
  config: Config,
): (RoutedAddress & { routeDomain: number }) | undefined {
  const parsed = parseAddress(text);
  if (parsed === undefined) return undefined;
  return { ...parsed, routeDomain: parsed.routeDomain ?? defaultRouteDomain(holder.partition, config) };
}
