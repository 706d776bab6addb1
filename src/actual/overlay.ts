/** What the device says of its tunnel, so that the Nodes that stand for the BIG-IP itself are recognised. */
import { NotFoundError, ValidationError } from '../errors.ts';
import { isItem } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { TunnelNotFoundError } from './errors.ts';
import { tunnelNotFound } from './overlay-tables.ts';

export interface TunnelFacts {
  /** The tunnel's own VTEP address; absent when none is set. */
  readonly localAddress?: string;
  /** The tunnel's own MAC address; absent where the version does not tell it. */
  readonly macAddress?: string;
}

/** Looks for the one entry of a stats body: its key differs by version, so it is never built. */
function statsEntry(body: unknown, name: string): string | undefined {
  const entries = isItem(body) ? body['entries'] : undefined;
  if (!isItem(entries)) return undefined;
  for (const entry of Object.values(entries)) {
    const nested = isItem(entry) ? entry['nestedStats'] : undefined;
    const inner = isItem(nested) ? nested['entries'] : undefined;
    const value = isItem(inner) ? inner[name] : undefined;
    if (isItem(value) && typeof value['description'] === 'string') return value['description'];
  }
  return undefined;
}

/** `any`, `any6` and their addresses say that none was set. */
function isSet(wire: unknown): wire is string {
  if (typeof wire !== 'string') return false;
  const bare = ipWithoutDomain(wire);
  return bare !== undefined && bare !== '::' && bare !== '0.0.0.0';
}

/** Throws TunnelNotFoundError, also for a tunnel that is no VXLAN tunnel. The MAC address is in the statistics only (facts: vxlan-and-members 2). */
export async function readTunnel(
  requester: Requester,
  tunnel: string,
  options: CallOptions = {},
): Promise<TunnelFacts> {
  const segments = ['net', 'tunnels', 'tunnel', tunnel];
  let localAddress: unknown;
  let profile: unknown;
  try {
    const { body } = await requester.request('GET', segments, options);
    if (isItem(body)) ({ localAddress, profile } = body);
  } catch (error) {
    if (error instanceof NotFoundError) throw tunnelNotFound(tunnel, error);
    throw error;
  }
  if (typeof profile === 'string') await checkProfile(requester, tunnel, profile, options);
  const mac = await readMac(requester, segments, options);
  return {
    ...(isSet(localAddress) ? { localAddress } : {}),
    ...(mac === undefined ? {} : { macAddress: mac }),
  };
}

/** FDB records of a tunnel of another kind lead nowhere, and the device takes them all the same. */
async function checkProfile(
  requester: Requester,
  tunnel: string,
  profile: string,
  options: CallOptions,
): Promise<void> {
  try {
    await requester.request('GET', ['net', 'tunnels', 'vxlan', profile], options);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new TunnelNotFoundError(
      `${tunnel} is no VXLAN tunnel (its profile is ${profile}); nothing was written. Name the VXLAN tunnel (--tunnel)`,
      { cause: error },
    );
  }
}

async function readMac(
  requester: Requester,
  segments: readonly string[],
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const { body } = await requester.request('GET', [...segments, 'stats'], {
      ...options,
      query: { options: 'all-properties' },
    });
    const text = statsEntry(body, 'macAddr');
    return text === undefined ? undefined : parseMac(text);
  } catch (error) {
    // A version without these statistics, or a MAC address that is none: the Node that stands for the BIG-IP is then
    // recognised by the tunnel's local address alone.
    if (error instanceof NotFoundError || error instanceof ValidationError || error instanceof BigIpValueError)
      return undefined;
    throw error;
  }
}
