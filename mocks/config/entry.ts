import type { Json, JsonDraft, JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Name } from './names.ts';

/** A reference from one object to another. */
export interface Link {
  /** Where it stands: `pool`, `profiles`, `sourceAddressTranslation.pool`. */
  readonly property: string;
  readonly fullPath: string;
  /** URI of the target, once it was found. */
  readonly uri: string | undefined;
  readonly types: readonly string[];
  readonly weak: boolean;
  /** An index, for lists. */
  readonly at?: number;
  /** The number of a route domain, which is found by it and not by its path. */
  readonly routeDomain?: number;
  /** The test's author wrote it before its target was there: the target is never asked for. */
  readonly excused?: boolean;
}

/** An object in the store. Never changed in place: a change stores a new one under the same URI. */
export interface Entry extends Name {
  /** Path after `/mgmt/tm/`, canonical: its identity. */
  readonly uri: string;
  readonly kind: Kind;
  /** URI of the collection that lists it. */
  readonly collection: string;
  /** URI of the object it belongs to, for children. */
  readonly parent: string | undefined;
  /** What was set, in the device's spelling. */
  readonly own: JsonObject;
  /** All that a GET shows of its own, in the order of the wire, defaults filled in. */
  readonly properties: JsonObject;
  readonly links: readonly Link[];
  readonly generation: number;
  /** Made at start-up: stays, and is not part of what a user configured. */
  readonly factory: boolean;
}

/** What drafts and entries have in common: enough to work out what a GET shows. */
export interface Subject extends Name {
  readonly kind: Kind;
  readonly parent: string | undefined;
  readonly own: JsonObject;
  readonly properties: JsonObject;
}

/** An object that is being made or changed. */
export interface Draft extends Name {
  readonly kind: Kind;
  /** URI of the object it belongs to, for children. */
  readonly parent: string | undefined;
  readonly own: JsonDraft;
  properties: JsonDraft;
  /** Children that were sent within the body, by property. */
  readonly nested: Map<string, readonly JsonObject[]>;
  /** A test author's write: read-only and fixed properties may be set. */
  readonly direct: boolean;
  /** Any property and value may be set. */
  readonly lenient: boolean;
  /** Where the links of a recorded body lead, by property (`rules.0`), for targets that are not there. */
  readonly recordedLinks: Map<string, string>;
  readonly factory: boolean;
}

/** A text property of a draft or entry; the empty string when absent. */
export function textAt(holder: { readonly properties: Readonly<Record<string, Json>> }, name: string): string {
  const value = holder.properties[name];
  return typeof value === 'string' ? value : '';
}
