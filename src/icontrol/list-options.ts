/** What a caller asks of a list, checked before anything is sent: a misspelt option would be one that is not heeded. */
import { BigIpValueError } from '../values/value-error.ts';
import type { ListOptions } from './items.ts';

const ofCall = ['signal', 'timeout'];
const ofPages = ['partition', 'filter', 'pageSize'];
const ofObjects = ['select', 'expandSubcollections'];

/** The options that each takes. */
export const listOptions = {
  list: [...ofCall, ...ofPages, ...ofObjects],
  listStats: [...ofCall, ...ofPages],
} as const;

/** What these are called elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  top: 'pageSize',
  $top: 'pageSize',
  limit: 'pageSize',
  $filter: 'filter',
  $select: 'select',
  fields: 'select',
  expand: 'expandSubcollections',
};

/** Whether two words are the same but for one letter too many, too few, or two that changed places. */
function isNear(one: string, other: string): boolean {
  const sorted = (word: string): string => [...word.toLowerCase()].sort().join('');
  if (sorted(one) === sorted(other)) return true;
  const [long, short] = one.length > other.length ? [one, other] : [other, one];
  return (
    long.length === short.length + 1 && [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short)
  );
}

function unknown(verb: keyof typeof listOptions, key: string): BigIpValueError {
  const options: readonly string[] = listOptions[verb];
  const meant = elsewhere[key] ?? options.find((option) => isNear(option, key));
  const hint = meant !== undefined && options.includes(meant) ? `; did you mean ${meant}?` : '';
  return new BigIpValueError(`is not an option of ${verb}${hint}`, { path: key });
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** What each option has to be, in words. */
const rules: Readonly<Record<string, readonly [test: (value: unknown) => boolean, must: string]>> = {
  pageSize: [(value) => Number.isSafeInteger(value) && Number(value) >= 1, 'must be a whole number, 1 or more'],
  partition: [isText, 'is not the name of a partition'],
  filter: [isText, 'must be text'],
  select: [(value) => Array.isArray(value) && value.every(isText), 'must be a list of property names'],
  expandSubcollections: [(value) => typeof value === 'boolean', 'must be true or false'],
};

/** Throws BigIpValueError with the name of the option. */
export function checkListOptions(verb: keyof typeof listOptions, options: ListOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new BigIpValueError('must be an object', { path: 'options' });
  }
  for (const [key, value] of Object.entries(options)) {
    if (!(listOptions[verb] as readonly string[]).includes(key)) throw unknown(verb, key);
    if (value === undefined) continue;
    const [test, must] = rules[key] ?? [];
    if (must !== undefined && test?.(value) !== true) throw new BigIpValueError(must, { value, path: key });
  }
}
