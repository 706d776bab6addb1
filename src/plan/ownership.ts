/**
 * Whose an object is. What carries metadata carries our mark there (`managed-by` = `bigip-icontrol/<owner>`), a new monitor
 * in its description. Objects of an iApp or AS3 (`appService`) always belong to it.
 */
import type { ActualState, Entry, Json } from '../state.ts';
import { markInDescription, markName, markOf } from '../values/mark.ts';
import { metadataItems, metadataText } from '../values/metadata-items.ts';
import { listed } from '../values/words.ts';
import { resourceFor } from './identity.ts';

export type Holder =
  | { readonly kind: 'ours' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'another'; readonly mark: string }
  | { readonly kind: 'appService'; readonly name: string };

function markText(entry: Entry, place: 'metadata' | 'description'): string | undefined {
  if (place === 'description') {
    const wire = entry.properties['description'];
    return typeof wire === 'string' ? markInDescription(wire) : undefined;
  }
  return metadataText(entry.properties['metadata'], markName);
}

/** The pool that a monitor was made for, by CIS's names and ours: `<pool>_<index>_<protocol>`. */
export function poolOfMonitor({ uri, type }: Pick<Entry, 'uri' | 'type'>): string | undefined {
  const name = /^(.+)_\d+_(?:http|tcp|udp)$/.exec(uri.slice(type.length + 1))?.[1];
  return type.startsWith('ltm/monitor/') && name !== undefined ? `ltm/pool/${name}` : undefined;
}

/** The virtual server that a persistence profile was made for: `<virtual>_source_addr`. */
function virtualOfProfile({ uri, type }: Entry): string | undefined {
  const name = /^(.+)_source_addr$/.exec(uri.slice(type.length + 1))?.[1];
  return type === 'ltm/persistence/source-addr' && name !== undefined ? `ltm/virtual/${name}` : undefined;
}

const marked = ['ltm/pool', 'ltm/virtual'];

/**
 * Says who holds an object of the device, as its mark says. A monitor or persistence profile without our words in its
 * description belongs to whoever has what it was made for: the description is the operator's to write.
 */
export function holders(actual: ActualState, owner: string): (entry: Entry) => Holder {
  const wholes = new Map(actual.objects.filter(({ type }) => marked.includes(type)).map((entry) => [entry.uri, entry]));
  const holderOf = (entry: Entry): Holder => {
    const appService = entry.properties['appService'];
    if (typeof appService === 'string' && appService !== '' && appService !== 'none') {
      return { kind: 'appService', name: appService };
    }
    const place = resourceFor(entry.type).mark;
    const mark = place === undefined ? undefined : markText(entry, place);
    if (mark !== undefined) return mark === markOf(owner) ? { kind: 'ours' } : { kind: 'another', mark };
    const whole = wholes.get(poolOfMonitor(entry) ?? virtualOfProfile(entry) ?? '');
    return whole === undefined ? { kind: 'nobody' } : holderOf(whole);
  };
  return holderOf;
}

/** Somebody else's name is easily typed: it is said who has something, where this owner has nothing. */
export function nothingOwned(owner: string, partition: string, others: readonly string[]): string {
  const who = others.length === 0 ? '' : `; ${listed(others, 10)} ${others.length === 1 ? 'has' : 'have'}`;
  return `${owner} has nothing in ${partition}${who}`;
}

/** The wanted metadata, with the operator's own items kept: BIG-IP replaces the list as a whole. */
export function mergeMetadata(wanted: Json, found: Json | undefined): Json {
  const items = metadataItems(wanted);
  const names = new Set(items.map(({ name }) => name));
  const others = metadataItems(found).filter(({ name }) => !names.has(name));
  return [...items, ...others].sort((a, b) => (a.name < b.name ? -1 : 1)) as unknown as Json;
}

/** Owners other than this one that have objects, by name: for whoever misspelt his own. */
export function otherOwners(objects: readonly Entry[], holderOf: (entry: Entry) => Holder): readonly string[] {
  const prefix = markOf('');
  const names = objects.flatMap((entry) => {
    const holder = holderOf(entry);
    return holder.kind === 'another' && holder.mark.startsWith(prefix) ? [holder.mark.slice(prefix.length)] : [];
  });
  return [...new Set(names)].sort();
}
