/** What a caller asks of a list, checked before anything is sent: a misspelt option would be one that is not heeded. */
import { BigIpValueError } from '../values/value-error.ts';
import { CALL, checkCallOptions } from './call-options.ts';
import type { ListOptions } from './items.ts';

const ofPages = ['partition', 'filter', 'pageSize'];
const ofObjects = ['select', 'expandSubcollections'];

const names = { list: new Set([...ofPages, ...ofObjects]), listStats: new Set(ofPages) } as const;

/** The options that each takes. */
export const listOptions = {
  list: [...CALL, ...names.list],
  listStats: [...CALL, ...names.listStats],
} as const;

/** What these are called elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  top: 'pageSize',
  $top: 'pageSize',
  limit: 'pageSize',
  $filter: 'filter',
};

/** What only objects have. */
const elsewhereOfObjects: Readonly<Record<string, string>> = {
  ...elsewhere,
  $select: 'select',
  fields: 'select',
  expand: 'expandSubcollections',
};

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
  checkCallOptions(options, names[verb], verb === 'list' ? elsewhereOfObjects : elsewhere);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const [test, must] = rules[key] ?? [];
    if (must !== undefined && test?.(value) !== true) throw new BigIpValueError(must, { value, path: key });
  }
}
