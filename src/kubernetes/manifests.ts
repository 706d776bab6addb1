/** Reading manifests: YAML with any number of documents, or JSON. */
import { LineCounter, parseAllDocuments, type YAMLParseError } from 'yaml';
import { BigIpError } from '../errors.ts';
import { jsonValues } from './json-position.ts';
import { type Snapshot, type SnapshotOptions, snapshotOf } from './snapshot.ts';

/** Text that is neither YAML nor JSON. Nothing of it was taken. */
export class ManifestSyntaxError extends BigIpError {
  static override readonly kind = 'ManifestSyntaxError';
  override readonly code = 'BIGIP_MANIFEST_SYNTAX';
  /** The `source` that was given, a file name for instance. */
  readonly source: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;

  constructor(why: string, place: { source: string; line: number; column: number }, cause: unknown) {
    super(`${place.source}:${place.line}:${place.column}: ${why}`, { cause, outcome: 'not-sent' });
    this.source = place.source;
    this.line = place.line;
    this.column = place.column;
  }
}

/** How often aliases of one document may repeat what they stand for; more is an attack, not a manifest. */
const maxAliasCount = 100;

/** JSON is far quicker through its own parser. What that refuses is left to the YAML parser, which says where it is. */
function tryJson(text: string): readonly unknown[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const read = jsonValues(text);
  return 'values' in read ? read.values : undefined;
}

function parseJson(text: string, source: string): readonly unknown[] {
  const read = jsonValues(text);
  if ('values' in read) return read.values;
  const { line, column, found } = read.error;
  throw new ManifestSyntaxError(`is not JSON: ${found}`, { source, line, column }, undefined);
}

/** Two objects without a line between them look like one that says everything twice. */
function spelt({ code, message }: YAMLParseError): string {
  return code === 'DUPLICATE_KEY' ? `${message}; is a line --- missing between two objects?` : message;
}

function parseYaml(text: string, source: string): unknown[] {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { source, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    // kubectl refuses repeated keys and takes merge keys, so both are so here.
    const documents = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      merge: true,
      // What a template leaves in a manifest is said as a diagnostic, and not by a warning of the process.
      logLevel: 'error',
    });
    return [...documents].map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw new ManifestSyntaxError(spelt(error), place(error.pos[0]), error);
      try {
        return document.toJS({ maxAliasCount }) as unknown;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new ManifestSyntaxError(why, place(document.contents?.range?.[0] ?? document.range[0]), cause);
      }
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ManifestSyntaxError('is nested too deeply to be read', { source, line: 1, column: 1 }, cause);
  }
}

/**
 * A snapshot from the text of manifests: YAML documents, or JSON values one behind the other; single objects,
 * `kind: List`, typed lists or an array.
 *
 * Throws {@link ManifestSyntaxError} for a broken document. A well-formed object with bad content is a diagnostic of the
 * snapshot. Text in which nothing is recognised gives a snapshot with `recognised` 0.
 */
export function parseManifests(text: string, options: SnapshotOptions = {}): Snapshot {
  const source = options.source ?? '(input)';
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  // YAML would take a broken JSON file for something else.
  const json = source.endsWith('.json') ? parseJson(plain, source) : tryJson(plain);
  return snapshotOf(json ?? parseYaml(plain, source), options);
}
