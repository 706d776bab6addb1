/** A request target taken apart. */
export interface Target {
  /** The path without its query, as sent. */
  readonly path: string;
  /** Decoded segments, without empty ones: trailing slashes are accepted everywhere. */
  readonly segments: readonly string[];
  /** The query as sent, without `?`; the empty string when there is none. */
  readonly rawQuery: string;
  /** Decoded query parameters; `+` is a space. */
  readonly query: ReadonlyMap<string, string>;
}

const noQuery: ReadonlyMap<string, string> = new Map();

/** Takes a raw request target apart; `undefined` when its percent-encoding is broken. No URL resolution is done. */
export function parseTarget(raw: string): Target | undefined {
  const mark = raw.indexOf('?');
  const path = mark < 0 ? raw : raw.slice(0, mark);
  const rawQuery = mark < 0 ? '' : raw.slice(mark + 1);
  try {
    const segments = path.split('/').filter((segment) => segment !== '');
    const decoded = path.includes('%') ? segments.map(decodeURIComponent) : segments;
    return { path, segments: decoded, rawQuery, query: rawQuery === '' ? noQuery : parseQuery(rawQuery) };
  } catch {
    return undefined;
  }
}

function parseQuery(raw: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    if (key !== '') query.set(decode(key), decode(value));
  }
  return query;
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
