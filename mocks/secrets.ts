import { isArray, isObject, type Json } from './json.ts';

const secret = /pass(?:word|phrase|wd)|secret/i;

/** A password in a text: `"password":"x"`, of JSON that is broken too, and `password x`, as tmsh takes it. */
const told = /((?:pass(?:word|phrase|wd)|secret)\w*\\?["']?[\s:=]+)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"',}]+)/gi;

/** Deeper than any body of a device; what lies below is left out. */
const deepest = 64;

/** A body to be shown: without passwords, wherever they lie. */
export function withoutSecrets(body: Json, depth = 0): Json {
  if (depth > deepest) return '[too deep]';
  if (typeof body === 'string') return depth === 0 ? body.replace(told, '$1[redacted]') : body;
  if (isArray(body)) return body.map((item) => withoutSecrets(item, depth + 1));
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, shown(key, value, depth + 1)]));
}

function shown(key: string, value: Json, depth: number): Json {
  if (secret.test(key)) return '[redacted]';
  // A line for a shell is a text of its own.
  return withoutSecrets(value, key === 'utilCmdArgs' ? 0 : depth);
}
