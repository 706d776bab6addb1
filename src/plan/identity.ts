/** Two entries are one object when their resource says so, however their URIs are spelt. */
import { type AddressSpace, type AnyResource, defineResource } from '../resources/define.ts';
import { resourceOf } from '../resources/tree.ts';
import type { ActualState, Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

/** The resource of an entry. A type that the catalogue does not have is compared as it stands on the wire. */
export function resourceFor(type: string): AnyResource {
  return resourceOf(type) ?? defineResource({ path: type, schema: () => ({}) });
}

function spaceAt(segments: readonly string[], { routeDomains, virtualAddresses }: ActualState): AddressSpace {
  // A member may lie in another partition than its pool; a record is where its tunnel is.
  const partition = partitionOf(segments.findLast((segment) => segment.startsWith('/')) ?? '');
  const defaultRouteDomain = Object.hasOwn(routeDomains, partition) ? (routeDomains[partition] ?? 0) : 0;
  return virtualAddresses === undefined ? { defaultRouteDomain } : { defaultRouteDomain, virtualAddresses };
}

/** What an address without `%` means where an object lies. */
export function spaceOf(uri: string, actual: ActualState): AddressSpace {
  return spaceAt(parseUri(uri), actual);
}

/** The URI of the object that an entry is part of: the pool of a member, the tunnel of a record. */
export function parentUri(uri: string): string {
  return uri.split('/').slice(0, -2).join('/');
}

/**
 * Equal for two entries exactly when they are the same object of one device. An object that is named in a way that its
 * resource does not understand is only itself.
 */
export function identityOf(entry: Entry, actual: ActualState): string {
  const resource = resourceFor(entry.type);
  if (resource.identity === undefined) return entry.uri;
  const segments = parseUri(entry.uri);
  const name = segments.at(-1) ?? '';
  try {
    const own = resource.identity({ name, properties: entry.properties }, spaceAt(segments, actual));
    // No name contains a line end.
    return [...segments.slice(0, -1), own].join('\n');
  } catch (error) {
    if (error instanceof BigIpValueError) return entry.uri;
    throw error;
  }
}
