import { refuse } from '../errors/refusal.ts';
import type { JsonDraft, JsonObject } from '../json.ts';
import type { Kind, Property } from '../kinds/kind.ts';
import type { Draft, Entry } from './entry.ts';
import { dashed } from './keys.ts';
import type { Name } from './names.ts';

/** How a write is meant. */
export interface WriteOptions {
  /** A test author's write: read-only and fixed properties may be set, references need not exist. */
  readonly direct?: boolean;
  /** Also properties that the mock does not know, and values that the device would refuse. */
  readonly lenient?: boolean;
  /** Part of the factory state. */
  readonly factory?: boolean;
}

/** An object about to be made or changed. */
export function newDraft(
  kind: Kind,
  parent: string | undefined,
  { name, partition, subPath, fullPath }: Name,
  own: JsonDraft,
  { direct = false, lenient = false, factory = false }: WriteOptions,
): Draft {
  const how = { direct, lenient, factory };
  const nothing = { properties: {}, nested: new Map(), recordedLinks: new Map() };
  return { name, partition, subPath, fullPath, kind, parent, own, ...nothing, ...how };
}

/** What a draft gives to the object that is stored. */
export function entryOf(draft: Draft): Omit<Entry, 'uri' | 'collection' | 'links' | 'generation'> {
  const { kind, parent, name, partition, subPath, fullPath, own, properties, factory } = draft;
  return { kind, parent, name, partition, subPath, fullPath, own, properties, factory };
}

/** A profile comes from the root of its type unless it is the root; only the factory has others without a parent. */
export function inheritsByDefault(draft: Draft, body: JsonObject, before: Entry | undefined): boolean {
  if (before !== undefined || draft.kind.inherits === draft.fullPath) return false;
  return !draft.factory || body['defaultsFrom'] !== 'none';
}

/** Refuses an object without what it cannot be without. */
export function checkRequired(draft: Draft): void {
  for (const [name, property] of Object.entries(draft.kind.properties)) {
    if (property.required === true && draft.properties[name] === undefined) {
      throw refuse('requiredProperty', { property: dashed(name) });
    }
  }
}

/** What a property is that a PUT cannot take back; nobody could send back what is never shown. */
const lasting = ['fixed', 'required', 'readOnly', 'writeOnly'] as const;

function propertyNamed(kind: Kind, name: string): Property | undefined {
  return Object.hasOwn(kind.properties, name) ? kind.properties[name] : undefined;
}

/** PUT resets what it does not name, except what cannot change and what an object cannot be without. */
export function keptByPut(entry: Entry): JsonDraft {
  const kept: JsonDraft = {};
  for (const [name, value] of Object.entries(entry.own)) {
    const property = propertyNamed(entry.kind, name);
    // The link of a property that is reset goes with it.
    if (property === undefined && propertyNamed(entry.kind, name.replace(/Reference$/, '')) !== undefined) continue;
    if (property === undefined || lasting.some((trait) => property[trait] === true)) kept[name] = value;
  }
  return kept;
}
