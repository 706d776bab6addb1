/** What an error carries of a value that was refused: never a secret, nor what could hold one. */
import { REDACTED } from '../log.ts';
import { isConfidential } from './confidential.ts';

interface Inside {
  /** Where in the value the mistake is. */
  readonly inner?: readonly string[];
  /** Nothing of it may be shown. */
  readonly secret?: boolean;
}

/**
 * The text, number or flag that was refused under `key`. Of an object or a list nothing is shown: beside what is known of
 * it there may be a secret under a name that was misspelt.
 */
export function shown(key: string, value: unknown, { inner = [], secret = false }: Inside = {}): unknown {
  if (secret || [key, ...inner].some(isConfidential)) return REDACTED;
  let at = value;
  for (const name of inner) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return REDACTED;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return (typeof at === 'object' && at !== null) || typeof at === 'function' ? REDACTED : at;
}
