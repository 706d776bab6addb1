import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject } from '../../json.ts';
import { parseNetwork } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { choice, rows, text } from '../property.ts';

/** `ltm/data-group/internal`. Records stay in the order in which they were sent; those of addresses lose a host's prefix length. */
export const dataGroup: Kind = {
  type: 'ltm/data-group/internal',
  label: 'value list',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    type: choice(undefined, ['ip', 'string', 'integer'], { fixed: true, required: true }),
    records: rows({ name: text(), data: text('', { holder: 'class_value_item' }) }),
  },
  life: {
    prepare(draft) {
      const records = draft.own['records'];
      if (!isArray(records)) return;
      const type = draft.own['type'];
      draft.own['records'] = records
        .filter(isObject)
        .map((record) => (type === 'ip' ? { ...record, name: spellNetwork(String(record['name'])) } : record));
    },
  },
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_data_group_internal_*.json (13.1.0), genieparser test_get_ltm_data_groupinternal.py (14.1.2.1), where they are not sorted; /32 is common knowledge',
};

function spellNetwork(name: string): string {
  const network = parseNetwork(name.includes('/') ? name : `${name}/${name.includes(':') ? 128 : 32}`);
  if (network === undefined) throw refuse('invalidValue', { property: 'name', value: name });
  return name.replace(name.includes(':') ? /\/128$/ : /\/32$/, '');
}
