import type { Json } from '../json.ts';
import type { Property } from '../kinds/kind.ts';
import type { Draft } from './entry.ts';

/** What an object never inherits from the one named in `defaultsFrom`. */
const personal = new Set(['defaultsFrom', 'description', 'appService']);

/** Whether an heir shows what its parent has, unless it sets it itself. */
export function isInherited(name: string): boolean {
  return !personal.has(name);
}

/** `none` in an object that inherits is a setting of its own: it hides what the parent has. */
export function nothingOf(name: string, { shape, default: fallback }: Property, draft: Draft): Json | undefined {
  const { kind, fullPath, lenient } = draft;
  if (kind.inherits === undefined || kind.inherits === fullPath || lenient || !isInherited(name)) return undefined;
  if (shape === 'text' || shape === 'reference') return 'none';
  if (shape !== 'list' && shape !== 'references' && shape !== 'rows') return undefined;
  return typeof fallback === 'string' ? 'none' : [];
}

/** What an heir shows of a setting that it may have set to nothing; without a default that is absent. */
export function inheritedValue(
  own: Json | undefined,
  parent: Json | undefined,
  fallback: Json | undefined,
): Json | undefined {
  if (fallback === undefined && (own === 'none' || (Array.isArray(own) && own.length === 0))) return undefined;
  return own ?? parent ?? fallback;
}
