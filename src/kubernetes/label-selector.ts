/**
 * Label selectors in kubectl's spelling: equality-based (`tier=web,env!=dev`) and set-based
 * (`zone in (a, b),!legacy,gpu`).
 */
import { BigIpValueError } from '../values/value-error.ts';
import { labelOf, type Metadata } from './objects.ts';

type Test = (value: string | undefined) => boolean;

export interface Requirement {
  readonly key: string;
  readonly matches: Test;
}

const key = `(?<key>[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?)`;
const value = `[A-Za-z0-9]?(?:[-A-Za-z0-9_.]*[A-Za-z0-9])?`;
const forms: readonly (readonly [RegExp, (values: readonly string[]) => Test])[] = [
  [new RegExp(`^${key}$`), () => (found) => found !== undefined],
  [new RegExp(`^!\\s*${key}$`), () => (found) => found === undefined],
  [
    new RegExp(`^${key}\\s*==?\\s*(?<values>${value})$`),
    ([wanted]) =>
      (found) =>
        found === wanted,
  ],
  // An object without the label matches `!=` and `notin`, as in Kubernetes.
  [
    new RegExp(`^${key}\\s*!=\\s*(?<values>${value})$`),
    ([wanted]) =>
      (found) =>
        found !== wanted,
  ],
  [
    new RegExp(`^${key}\\s+in\\s*\\((?<values>[^()]*)\\)$`),
    (values) => (found) => found !== undefined && values.includes(found),
  ],
  [
    new RegExp(`^${key}\\s+notin\\s*\\((?<values>[^()]*)\\)$`),
    (values) => (found) => found === undefined || !values.includes(found),
  ],
];

/** Splits at commas outside parentheses. */
function clauses(text: string): string[] {
  return text.split(/,(?![^()]*\))/).map((clause) => clause.trim());
}

function parseClause(clause: string, whole: string): Requirement {
  for (const [pattern, build] of forms) {
    const groups = pattern.exec(clause)?.groups;
    if (groups === undefined) continue;
    const values = (groups['values'] ?? '').split(',').map((item) => item.trim());
    if (!values.every((item) => new RegExp(`^${value}$`).test(item))) break;
    return { key: groups['key'] ?? '', matches: build(values) };
  }
  throw new BigIpValueError(
    `${JSON.stringify(whole)} is not a label selector: ${JSON.stringify(clause)} is neither key, !key, key=value, key!=value, key in (a,b) nor key notin (a,b)`,
    { value: whole },
  );
}

/** Throws BigIpValueError. The empty text selects everything. */
export function parseLabelSelector(text: string): readonly Requirement[] {
  if (text.trim() === '') return [];
  return clauses(text).map((clause) => parseClause(clause, text));
}

/** Whether an object has the labels that are asked for. */
export function selects(selector: readonly Requirement[], object: { readonly metadata: Metadata }): boolean {
  return selector.every(({ key: label, matches }) => matches(labelOf(object, label)));
}
