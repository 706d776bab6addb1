import { isArray, isObject, type Json } from '../json.ts';
import type { Property } from '../kinds/kind.ts';
import type { Draft } from './entry.ts';

/**
 * Notes where the links of a recorded body lead: `poolReference: {link}`, `rulesReference: [{link}, …]`. Answers false
 * for a link beside a property of which the mock does not know that it refers to anything: it is kept as it is.
 */
export function noteLinks(path: string, property: Property | undefined, value: Json, draft: Draft): boolean {
  if (isSubcollection(value)) return false;
  const refers = property?.shape === 'reference' || property?.shape === 'references' || property?.names !== undefined;
  const named = path === 'name' && draft.kind.names !== undefined;
  const derived = property?.leadsTo !== undefined || (path === 'name' && draft.kind.leadsTo !== undefined);
  if (derived) return true;
  if ((!refers || property?.bare === true) && !named) return false;
  for (const [at, item] of (isArray(value) ? value : []).entries()) note(`${path}.${at}`, item, draft);
  if (!isArray(value)) note(path, value, draft);
  return true;
}

function note(path: string, value: Json, draft: Draft): void {
  const link = isObject(value) ? value['link'] : undefined;
  const uri = typeof link === 'string' ? uriOfLink(link) : undefined;
  if (uri !== undefined) draft.recordedLinks.set(path, uri);
}

function isSubcollection(value: Json): boolean {
  return isObject(value) && value['isSubcollection'] === true;
}

/** The URI in a link of the device: `ltm/pool/~Common~web`; `undefined` for a link that leads elsewhere. */
export function uriOfLink(link: string): string | undefined {
  return /^https?:\/\/[^/]+\/mgmt\/tm\/([^?]+)/.exec(link)?.[1];
}
