import { isArray, isObject, type Json } from '../json.ts';

/** What a fault looks at. */
export interface FaultRequest {
  readonly method: string;
  /** The raw request target. */
  readonly uri: string;
  /** The target without query and trailing slashes. */
  readonly path: string;
  /** The body: parsed where it is JSON, else its text; absent when there is none. */
  readonly body?: Json;
  /** The transaction that it is for. */
  readonly coordinationId?: string;
}

/** A pattern with parts; what is not named fits anything. */
export interface FaultPattern {
  readonly method?: string;
  /** As in the short form: `ltm/pool`, `ltm/pool/*`, `/mgmt/shared/*`; with `?…` the query counts, too. */
  readonly path?: string;
  /** What the body has to contain: objects by their keys, lists by their items, all else equal. */
  readonly body?: Json;
  /** The transaction that it is for; or whether it is for any. */
  readonly coordinationId?: string | boolean;
}

/**
 * `POST ltm/pool`, `GET *`, `PATCH transaction/*`, `/mgmt/shared/authn/login`: an optional method and a path after
 * `/mgmt/tm/` (or from `/mgmt` on), `*` for anything; a pattern with parts; or a function.
 */
export type FaultMatch = string | FaultPattern | ((request: FaultRequest) => boolean);

/** Prepares a match. */
export function matcherOf(match: FaultMatch): (request: FaultRequest) => boolean {
  if (typeof match === 'function') return match;
  const { method, path = '*', body, coordinationId } = typeof match === 'string' ? short(match) : match;
  const fits = pathMatcher(path);
  return (request) =>
    (method === undefined || method.toUpperCase() === request.method) &&
    fits(request) &&
    (body === undefined || (request.body !== undefined && contains(request.body, body))) &&
    isFor(coordinationId, request.coordinationId);
}

function short(text: string): FaultPattern {
  const [, method, path = ''] = /^(?:([A-Za-z]+)\s+)?(.*)$/.exec(text.trim()) ?? [];
  return { ...(method === undefined ? {} : { method }), path };
}

function pathMatcher(pattern: string): (request: FaultRequest) => boolean {
  const above = pattern.startsWith('/') || pattern === '*' || /^shared\//.test(pattern);
  const full = above ? pattern.replace(/^shared\//, '/mgmt/shared/') : `/mgmt/tm/${pattern.replace(/^tm\//, '')}`;
  const parts = full.split('*').map((part) => part.replace(/[.\\+^$?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return ({ uri, path }) => {
    const target = pattern.includes('?') ? uri.replace(/\/+\?/, '?') : path;
    return expression.test(target) || (target.includes('%') && expression.test(decoded(target)));
  };
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function isFor(wanted: string | boolean | undefined, id: string | undefined): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'boolean' ? wanted === (id !== undefined) : wanted === id;
}

/** Whether a value has all of another one. */
function contains(value: Json | undefined, wanted: Json): boolean {
  if (isArray(wanted)) return isArray(value) && wanted.every((one) => value.some((item) => contains(item, one)));
  if (!isObject(wanted)) return value === wanted;
  return (
    isObject(value) &&
    Object.entries(wanted).every(([key, one]) => Object.hasOwn(value, key) && contains(value[key], one))
  );
}
