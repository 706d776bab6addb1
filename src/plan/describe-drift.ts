/** Drift as text for people. Plain unless a painter is given. */
import type { Properties } from '../state.ts';
import { type Colour, displayName, type Painter, plain } from './describe.ts';
import { describeDifference } from './describe-difference.ts';
import type { Drift, HeldBy } from './drift.ts';

const signs = {
  created: { sign: '+', colour: 'green', word: 'not expected' },
  modified: { sign: '~', colour: 'yellow', word: 'different' },
  deleted: { sign: '-', colour: 'red', word: 'missing' },
} as const satisfies Record<Drift['change'], { sign: string; colour: Colour; word: string }>;

function whose({ kind, name }: HeldBy): string {
  switch (kind) {
    case 'ours':
      return '';
    case 'nobody':
      return ' (carries no mark of ours)';
    case 'another':
      return ` (belongs to ${name ?? 'another owner'})`;
    case 'appService':
      return ` (belongs to the application service ${name ?? ''})`;
  }
}

function changed(before: Properties = {}, after: Properties = {}): string {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.map((key) => describeDifference(key, before[key], after[key])).join(', ');
}

function detail({ change, before, after, holder, message }: Drift): string {
  const held = message === undefined ? (holder === undefined ? '' : whose(holder)) : ` (${message})`;
  const text = change === 'modified' ? changed(before, after) : signs[change].word;
  return text === '' ? held.trimStart() : `${text}${held}`;
}

/** One line: `1 missing, 2 different`, or `no differences`. */
function summary(drifts: readonly Drift[]): string {
  const counts = (['deleted', 'modified', 'created'] as const).flatMap((change) => {
    const count = drifts.filter((drift) => drift.change === change).length;
    return count === 0 ? [] : [`${count} ${signs[change].word}`];
  });
  return counts.length === 0 ? 'no differences' : counts.join(', ');
}

/** One line an object, as expected -> as it is now; without a line end at the end. */
export function describeDrift(drifts: readonly Drift[], paint: Painter = plain): string {
  const width = drifts.reduce((longest, { type }) => Math.max(longest, type.length), 0);
  const lines = drifts.map((drift) => {
    const { sign, colour } = signs[drift.change];
    const where = drift.unit === undefined ? '' : ` on ${drift.unit}`;
    const what = `${paint('dim', drift.type.padEnd(width))}  ${displayName(drift.uri)}${where}`;
    return `  ${paint(colour, sign)} ${what}  ${detail(drift)}`;
  });
  return [paint('bold', `Drift: ${summary(drifts)}`), ...lines].join('\n');
}
