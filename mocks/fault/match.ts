import { METHODS } from 'node:http';
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
  /** In capital or small letters. Default: any. */
  readonly method?: string;
  /** As in the short form, and alone: `ltm/pool`, `ltm/pool/*`, `/mgmt/shared/*`; with `?…` the query counts, too. */
  readonly path?: string;
  /** What the body has to contain: objects by their keys, lists by their items, all else equal. */
  readonly body?: Json;
  /** The transaction that it is for; or whether it is for any. */
  readonly coordinationId?: string | boolean;
}

/**
 * `POST ltm/pool`, `GET *`, `PATCH transaction/*`, `/mgmt/shared/authn/login`: an optional method, in capital or small
 * letters, and a path after `/mgmt/tm/` (or from `/mgmt` on), `*` for anything; a pattern with parts; or a function.
 */
export type FaultMatch = string | FaultPattern | ((request: FaultRequest) => boolean);

/** Prepares a match. Throws a `TypeError` for a method or path that no request can have. */
export function matcherOf(match: FaultMatch): (request: FaultRequest) => boolean {
  if (typeof match === 'function') return match;
  const { method, path = '*', body, coordinationId } = typeof match === 'string' ? short(match) : match;
  checkMethod(method);
  const fits = pathMatcher(path);
  return (request) =>
    (method === undefined || method.toUpperCase() === request.method) &&
    fits(request) &&
    (body === undefined || (request.body !== undefined && contains(request.body, body))) &&
    isFor(coordinationId, request.coordinationId);
}

function short(text: string): FaultPattern {
  const pattern = text.trim();
  if (isMethod(pattern)) throw new TypeError(`${pattern} has no path: "${pattern.toUpperCase()} *" is any`);
  const [, method, path = ''] = /^(?:([A-Za-z]+)\s+)?(.*)$/.exec(pattern) ?? [];
  return { ...(method === undefined ? {} : { method }), path };
}

function isMethod(word: string): boolean {
  return METHODS.includes(word.toUpperCase());
}

function checkMethod(method: string | undefined): void {
  if (method === undefined || isMethod(method)) return;
  throw new TypeError(`no method is called ${method}; for any it is left out`);
}

function checkPath(path: string): void {
  if (path === '') throw new TypeError('a match needs a path: "*" is any');
  const [first = '', ...rest] = path.split(/\s+/);
  if (/^https?:\/\//i.test(path)) throw new TypeError(`a match has a path, not a URL: ${path}`);
  if (rest.length > 0 && isMethod(first)) throw new TypeError(`a method stands beside the path, not in it: ${path}`);
  if (rest.length > 0 && first === '*') throw new TypeError(`"${rest.join(' ')}" alone is any method`);
}

function pathMatcher(pattern: string): (request: FaultRequest) => boolean {
  checkPath(pattern);
  const above = /^(\/|\*$|(mgmt|shared)\/)/.test(pattern);
  const full = above
    ? pattern.replace(/^shared\//, '/mgmt/shared/').replace(/^mgmt\//, '/mgmt/')
    : `/mgmt/tm/${pattern.replace(/^tm\//, '')}`;
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
