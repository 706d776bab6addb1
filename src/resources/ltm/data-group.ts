import { list, open, optional, text, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A table that iRules and policies look up. Addresses of one host come back without `/32`. The type cannot change after
 * creation (facts: icontrol-rest 7.10; tmsh reference, ltm data-group internal).
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
  unset: { description: '', records: [] },
  mark: 'description',
});
export type DataGroupInternal = Model<typeof dataGroupInternal>;
