/** Found objects in the words of those who make them. */
import type { Entry, Json, Properties } from '../state.ts';
import { unsavedName } from '../values/mark.ts';
import { metadataItems, metadataText } from '../values/metadata-items.ts';
import { isRecord } from '../values/overlay-types.ts';
import { resourceFor } from './identity.ts';

/** What a POST could send of a found object: not what only the device states. */
export function withoutReadOnly({ type, properties }: Entry): Properties {
  const stated = new Set(resourceFor(type).readOnly);
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !stated.has(key)));
}

/** Links say what the property beside them says. */
function withoutLinks(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutLinks);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !key.endsWith('Reference'));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutLinks(inner)]));
}

/**
 * What is read of `session` and `state` is what monitors found: what somebody wished is what can be written. And a monitor
 * rule in the one order of its monitors. An endpoint keeps its route domain, which is only left out to compare it.
 */
function asWished(type: string, properties: Properties): Properties {
  const { compareAs } = resourceFor(type);
  if (compareAs === undefined || isRecord(type)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, compareAs[key]?.(value) ?? value]));
}

/** BIG-IP says of every member that it is none by DNS, and takes no such word where one is changed. */
function withoutIdleFqdn({ fqdn, ...properties }: Properties): Properties {
  const named = typeof fqdn === 'object' && fqdn !== null && 'tmName' in fqdn;
  return fqdn === undefined || !named ? properties : { ...properties, fqdn };
}

/** The sign of a save that failed is no part of an object. */
function withoutSign(properties: Properties): Properties {
  const { metadata } = properties;
  if (metadataText(metadata, unsavedName) === undefined) return properties;
  return {
    ...properties,
    metadata: metadataItems(metadata).filter(({ name }) => name !== unsavedName) as unknown as Json,
  };
}

/** A found object as it could be made again. */
export function asMade(entry: Entry): Pick<Entry, 'uri' | 'type' | 'properties' | 'leftOut'> {
  const { uri, type, leftOut } = entry;
  const kept = withoutSign(withoutIdleFqdn(asWished(type, withoutReadOnly(entry))));
  const properties = withoutLinks(kept) as Properties;
  return { uri, type, properties, ...(leftOut === undefined ? {} : { leftOut }) };
}
