import type { Draft } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject, type Json } from '../../json.ts';
import { parseNetwork } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { choice, rows, text } from '../property.ts';
import { recordOptions } from './data-group-options.ts';

/** `ltm/data-group/internal`. Records stay in the order in which they were sent; those of a host have its prefix length. */
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
    options: recordOptions,
    prepare(draft) {
      const records = draft.own['records'];
      if (!isArray(records)) return;
      const { type } = draft.own;
      const read = records.filter(isObject).map((record) => ({ ...record, name: spellName(record['name'], draft) }));
      const names = new Set<Json>();
      for (const { name } of read) {
        const label = `class ${String(type)} item`;
        const [path, partition] = [`${draft.fullPath} ${name}`, draft.partition ?? 'Common'];
        if (names.has(name) && !draft.lenient) throw refuse('alreadyExists', { label, path, partition });
        names.add(name);
      }
      draft.own['records'] = read;
    },
  },
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_data_group_internal_*.json (13.1.0), genieparser test_get_ltm_data_groupinternal.py (14.1.2.1), where they are not sorted; /32 of a host: f5-ansible 2027 (what a second run of bigip_data_group finds)',
};

/** `ltm/data-group/external`: lists that lie in files. There are none, and none can be made. */
export const externalDataGroup: Kind = {
  type: 'ltm/data-group/external',
  label: 'value list',
  naming: 'folder',
  properties: { description: text(), externalFileName: text(), type: choice(undefined, ['ip', 'string', 'integer']) },
  lacks: ['create'],
  evidence: 'recorded',
  source: 'genieparser test_get_ltm_data_groupexternal.py (14.1.2.1), which is empty; f5-ansible looks there first',
};

function spellName(sent: Json | undefined, { own, lenient }: Draft): string {
  const name = String(sent);
  const { type } = own;
  const spelled = type === 'ip' && !name.includes('/') ? `${name}/${name.includes(':') ? 128 : 32}` : name;
  const known = type === 'ip' ? parseNetwork(spelled) !== undefined : type !== 'integer' || /^-?\d+$/.test(name);
  if (known) return spelled;
  if (!lenient) throw refuse('invalidValue', { property: 'name', value: name });
  return name;
}
