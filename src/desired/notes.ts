/** Collects diagnostics: each once, in an order that does not depend on that of the input. */
import type { Diagnostic } from '../diagnostic.ts';
import { type Reason, reasons } from './reasons.ts';

/** Why something is not done. What it is said of is held. */
export interface Refusal {
  readonly refused: Reason;
  readonly message: string;
  readonly path?: string;
}

export function refuse(refused: Reason, message: string, path?: string): Refusal {
  return path === undefined ? { refused, message } : { refused, message, path };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** Plain comparison by code unit: the same order on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** How much of a text is said, from its beginning and from its end: a message says what is wrong in either. */
const shown = { first: 1500, last: 500 } as const;

function shortened(text: string): string {
  const left = text.length - shown.first - shown.last;
  if (left <= shown.last) return text;
  return `${text.slice(0, shown.first)}… (${left} characters left out) …${text.slice(-shown.last)}`;
}

/**
 * Texts of the input stand in messages, and messages are printed: no control character of theirs reaches a terminal, and no
 * megabytes do.
 */
export function printable(text: string): string {
  return shortened(text).replace(/\p{Cc}/gu, '?');
}

export class Notes {
  readonly #notes = new Map<string, Diagnostic>();

  constructor(first: readonly Diagnostic[] = []) {
    for (const note of first) this.#add(note);
  }

  #add(note: Diagnostic): void {
    const shown = {
      ...note,
      object: printable(note.object),
      message: printable(note.message),
      ...(note.path === undefined ? {} : { path: printable(note.path) }),
    };
    this.#notes.set(`${shown.object} ${shown.reason} ${shown.message} ${shown.path ?? ''}`, shown);
  }

  /** `object` is `Kind/namespace/name`; the severity is the reason's own. */
  add(object: string, reason: Reason, message: string, path?: string): void {
    const { severity } = reasons[reason];
    this.#add({ severity, object, reason, message, ...(path === undefined ? {} : { path }) });
  }

  addRefusal(object: string, { refused, message, path }: Refusal): void {
    this.add(object, refused, message, path);
  }

  list(): Diagnostic[] {
    return [...this.#notes].sort(([a], [b]) => byText(a, b)).map(([, note]) => note);
  }
}
