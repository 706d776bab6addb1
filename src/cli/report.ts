/** What every command prints: JSON on stdout when asked for, text for people otherwise, diagnostics on stderr. */
import type { ApplyResult, DrainedMember, Rollback } from '../apply/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { displayName, type Painter, type Plan } from '../plan/index.ts';
import { type Io, painterFor, print } from './io.ts';

/** Diagnostics that `--strict` turns into exit status 1. */
export function isSerious({ severity }: Diagnostic): boolean {
  return severity !== 'info';
}

const colours = { error: 'red', warning: 'yellow', info: 'dim' } as const;

export function printDiagnostics(diagnostics: readonly Diagnostic[], io: Io): void {
  const paint = painterFor(io.stderr, io.env);
  for (const { severity, object, reason, message, path } of diagnostics) {
    const place = path === undefined ? '' : ` (${path})`;
    // Many messages name their object, and nobody wants to read it twice.
    const text = message.includes(object) ? message : `${object}: ${message}`;
    print(io.stderr, `${paint(colours[severity], severity)}: ${text}${place} [${reason}]`);
  }
}

/** What `-o json` prints of a plan of which nothing is applied. */
export function notApplied<P extends Plan>(plan: P): P & Pick<ApplyResult, 'steps' | 'transactions' | 'saved'> {
  return { ...plan, steps: [], transactions: 0, saved: false };
}

export function printJson(value: object, io: Io): void {
  print(io.stdout, JSON.stringify(value, null, 2));
}

const stepColours = {
  created: 'green',
  modified: 'yellow',
  replaced: 'yellow',
  deleted: 'red',
  'rolled-back': 'cyan',
  failed: 'red',
  skipped: 'cyan',
} as const;

/** Whether an apply of it would do anything: also when it would only save what an earlier one could not. */
export function hasWork({ changes, unsaved = [] }: Plan): boolean {
  return changes.length + unsaved.length > 0;
}

/** What makes the exit status of a command that writes 1. */
export function wentWrong({ steps, conflicts, diagnostics }: ApplyResult): boolean {
  const unsaved = diagnostics.some(({ reason }) => reason === 'ConfigNotSaved');
  return steps.some(({ outcome }) => outcome === 'failed') || conflicts.length > 0 || unsaved;
}

/** How it went to go back, and what could not be undone. */
function describeRollback({ complete, steps, message }: Rollback, paint: Painter): readonly string[] {
  const left = steps.filter(
    ({ type, outcome }) => type !== 'ltm/node' && (outcome === 'failed' || outcome === 'skipped'),
  );
  const lines = left.map(
    ({ uri, error }) => `  ${paint('red', 'not undone')} ${displayName(uri)}: ${error?.message ?? ''}`,
  );
  if (message !== undefined) return [`${paint('red', 'Not rolled back:')} ${message}`];
  return [
    ...lines,
    complete ? paint('bold', 'Rolled back to the state before.') : paint('red', 'Rolled back in part.'),
  ];
}

/** How the drain ended: who was still connected when the time was over. */
function describeDrains(drains: readonly DrainedMember[], paint: Painter): readonly string[] {
  const quiet = drains.filter(({ drained }) => drained).length;
  const cut = drains.filter(({ drained }) => !drained);
  const lines = cut.map(({ uri, connections }) => {
    const left = connections === undefined ? 'connections could not be counted' : `${connections} connections left`;
    return `  ${paint('yellow', 'not drained')} ${displayName(uri)}: ${left}`;
  });
  return drains.length === 0 ? [] : [...lines, `${paint('bold', 'Drained:')} ${quiet} of ${drains.length} members`];
}

/** One line a step that went wrong, and one that counts them all. */
export function describeSteps(
  { steps, transactions, saved, savedPartitions, rollback, conflicts, drains = [] }: ApplyResult,
  paint: Painter,
): string {
  const places = savedPartitions === undefined ? '' : ` (${savedPartitions.join(', ')})`;
  if (steps.length === 0)
    return paint(
      'bold',
      saved
        ? `Nothing to change; configuration saved${places}.`
        : conflicts.length > 0
          ? 'Nothing was done.'
          : 'Nothing to do.',
    );
  const trouble = steps.filter(
    ({ outcome, error }) => outcome === 'failed' || (outcome === 'skipped' && error !== undefined),
  );
  const lines = trouble.map(({ uri, outcome, error }) => {
    return `  ${paint(stepColours[outcome], outcome)} ${displayName(uri)}: ${error?.message ?? ''}`;
  });
  const nodes = steps
    .filter(({ type, outcome }) => type === 'ltm/node' && outcome === 'deleted')
    .map(({ uri }) => displayName(uri));
  const planned = steps.filter(({ type }) => type !== 'ltm/node');
  const counts = Object.entries(stepColours).flatMap(([outcome, colour]) => {
    const count = planned.filter((step) => step.outcome === outcome).length;
    return count === 0 ? [] : [paint(colour, `${count} ${outcome}`)];
  });
  const together = transactions === 0 ? '' : ` in ${transactions} transaction${transactions === 1 ? '' : 's'}`;
  const orphans = nodes.length === 0 ? [] : [`orphaned ltm nodes deleted: ${nodes.join(', ')}`];
  // A node that the device keeps is no step of the plan.
  const done = counts.length === 0 ? [] : [`${counts.join(', ')}${together}`];
  const said = [...done, ...orphans, `configuration ${saved ? `saved${places}` : 'not saved'}`].join('; ');
  return [
    ...lines,
    ...describeDrains(drains, paint),
    `${paint('bold', 'Applied:')} ${said}`,
    ...(rollback === undefined ? [] : describeRollback(rollback, paint)),
  ].join('\n');
}
