import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Properties, Property } from '../kinds/kind.ts';
import { parseMonitorRule } from '../values/monitor-rule.ts';
import type { Config } from './config.ts';
import type { Draft, Entry, Link, Subject } from './entry.ts';
import { encodeName } from './names.ts';
import { routeDomainsOf } from './route-domains.ts';
import type { Store } from './store.ts';

/** Every link that an object holds, resolved as far as the targets exist; excused ones stay as they were `before`. */
export function linksOf(subject: Subject, config: Config, before?: Entry): Link[] {
  const links: Link[] = [];
  collect(subject.kind.properties, subject.properties, '', links, config.store);
  const { names } = subject.kind;
  if (names !== undefined) {
    const uri = findPath(subject.fullPath, names, config.store);
    links.push({ property: 'name', fullPath: subject.fullPath, types: names, weak: false, uri });
  }
  for (const { type, fullPath } of subject.kind.life?.uses?.(subject, config) ?? []) {
    const uri = findPath(fullPath, [type], config.store);
    links.push({ property: '', fullPath, types: [type], weak: false, uri });
  }
  for (const [id, address] of routeDomainsOf(subject)) links.push(routeDomainLink(id, address, config));
  for (const id of subject.kind.life?.routeDomains?.(subject) ?? [])
    links.push(routeDomainLink(id, String(id), config));
  const kept = before?.links.filter(({ excused }) => excused === true) ?? [];
  if (kept.length === 0) return links;
  return links.map((link) => (link.uri === undefined ? (kept.find((old) => isSame(old, link)) ?? link) : link));
}

function isSame(left: Link, right: Link): boolean {
  return placeOf(left) === placeOf(right) && left.fullPath === right.fullPath;
}

/**
 * The links of an object that is written. Those of a test's author may lack their targets: they lead where the recording
 * says, or nowhere.
 */
export function linksOfDraft(draft: Draft, before: Entry | undefined, config: Config): Link[] {
  const links = linksOf(draft, config, before);
  if (!draft.lenient) return links;
  return links.map((link) =>
    link.uri !== undefined || link.excused === true
      ? link
      : { ...link, uri: draft.recordedLinks.get(placeOf(link)), excused: true },
  );
}

function placeOf({ property, at }: Link): string {
  return at === undefined ? property : `${property}.${at}`;
}

function routeDomainLink(id: number, address: string, config: Config): Link {
  const link = { property: '', fullPath: address, types: ['net/route-domain'], weak: false, routeDomain: id };
  return { ...link, uri: findTarget({ ...link, uri: undefined }, config.store) };
}

/** The URI of what a link points to. */
export function findTarget({ fullPath, types, routeDomain }: Link, store: Store): string | undefined {
  if (routeDomain === undefined) return findPath(fullPath, types, store);
  return store.byKey(`route-domain ${routeDomain}`)[0]?.uri;
}

function collect(
  properties: Properties,
  values: Readonly<Record<string, Json>>,
  prefix: string,
  links: Link[],
  store: Store,
): void {
  for (const [name, value] of Object.entries(values)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) continue;
    const path = `${prefix}${name}`;
    if (property.shape === 'reference' && typeof value === 'string' && value.startsWith('/')) {
      links.push(link(path, value, property, store));
    } else if (property.shape === 'references' && isArray(value)) {
      value.forEach((item, at) => {
        if (typeof item === 'string') links.push({ ...link(path, item, property, store), at });
      });
    } else if (property.shape === 'monitors' && typeof value === 'string' && value.includes('/')) {
      for (const monitor of parseMonitorRule(value).monitors) links.push(link(path, monitor, property, store));
    } else if (property.shape === 'object' && property.fields !== undefined && isObject(value)) {
      collect(property.fields, value, `${path}.`, links, store);
    } else if (property.shape === 'rows' && property.fields !== undefined && isArray(value)) {
      value.forEach((row, at) => {
        if (!isObject(row)) return;
        collect(property.fields ?? {}, row, `${path}.${at}.`, links, store);
        const types = property.fields?.['name']?.names;
        if (types !== undefined) links.push(rowLink(`${path}.${at}.name`, row, types, store));
      });
    }
  }
}

function link(property: string, fullPath: string, rule: Property, store: Store): Link {
  const types = rule.to ?? [];
  return { property, fullPath, types, weak: rule.weak === true, uri: findPath(fullPath, types, store) };
}

/** A row names another object: `{name: 'cookie', partition: 'Common'}`. */
function rowLink(property: string, row: JsonObject, types: readonly string[], store: Store): Link {
  const { partition, subPath, name } = row;
  const folder = [partition, subPath].filter((part) => typeof part === 'string').join('/');
  const fullPath = `/${folder}/${String(name)}`;
  return { property, fullPath, types, weak: false, uri: findPath(fullPath, types, store) };
}

/** The URI of an object with this full path, of the first type that has it. */
export function findPath(fullPath: string, types: readonly string[], store: Store): string | undefined {
  const name = encodeName(fullPath);
  for (const type of types) {
    const uri = `${type}/${name}`;
    if (store.get(uri) !== undefined) return uri;
  }
  return undefined;
}
