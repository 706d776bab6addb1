import type { Json } from '../../state.ts';
import { formatAddressPrefix, parseAddressPrefix } from '../../values/address-prefix.ts';
import { list, open, optional, text, words } from '../../values/fields.ts';
import { BigIpValueError } from '../../values/value-error.ts';
import { defineResource, type Model } from '../define.ts';

/** `192.0.2.1` and `192.0.2.1/32` are one address; what is none is only ever equal to itself. */
function wholeAddress(name: string): string {
  try {
    return formatAddressPrefix(parseAddressPrefix(name));
  } catch (error) {
    if (error instanceof BigIpValueError) return name;
    throw error;
  }
}

/** Records of addresses in one spelling; those of texts and of numbers as they are. */
function records(wire: Json, found?: Readonly<Record<string, unknown>>): Json {
  if (found?.['type'] !== 'ip' || !Array.isArray(wire)) return wire;
  return wire.map((record): Json => {
    const isNamed = typeof record === 'object' && record !== null && !Array.isArray(record);
    return isNamed && typeof record['name'] === 'string' ? { ...record, name: wholeAddress(record['name']) } : record;
  });
}

/**
 * A table that iRules and policies look up. The type cannot change after creation. The address of one host comes back with
 * `/32` or `/128`, as F5's own clients expect it (f5-ansible 2027); that it comes back without is said too, and was not
 * found in an answer (facts: icontrol-rest 7.10; tmsh reference, ltm data-group internal). Both are the same here.
 *
 * @example
 * await bigip.ltm.dataGroup.internal.create({ name: 'blocked', type: 'ip', records: [{ name: '192.0.2.0/24' }] });
 */
export const dataGroupInternal = defineResource({
  path: 'ltm/data-group/internal',
  label: 'value list',
  schema: () => ({
    /** Cannot change after creation. */
    type: words(['ip', 'string', 'integer']),
    ...optional({
      appService: text(),
      description: text(),
      records: list(open({ name: text(), ...optional({ data: text() }) })),
    }),
  }),
  fixed: ['type'],
  unordered: ['records'],
  compareAs: { records },
  unset: { description: '', records: [] },
  mark: 'description',
});
export type DataGroupInternal = Model<typeof dataGroupInternal>;
