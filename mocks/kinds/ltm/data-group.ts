import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject, type JsonObject } from '../../json.ts';
import { parseNetwork } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { choice, rows, text } from '../property.ts';

/** `ltm/data-group/internal`. Records are sorted by name; those of addresses lose a host's prefix length. */
export const dataGroup: Kind = {
  type: 'ltm/data-group/internal',
  label: 'value list',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    type: choice(undefined, ['ip', 'string', 'integer'], { fixed: true, required: true }),
    records: rows({ name: text(), data: text('') }),
  },
  life: {
    prepare(draft) {
      const records = draft.own['records'];
      if (!isArray(records)) return;
      const type = draft.own['type'];
      draft.own['records'] = records
        .filter(isObject)
        .map((record) => (type === 'ip' ? { ...record, name: spellNetwork(String(record['name'])) } : record))
        .sort((left, right) => order(left, right, type === 'integer'));
    },
  },
  evidence: 'recorded',
  source: 'captures ltm-data-group (13.1.0, 14.1.2.1); order and /32 are common knowledge',
};

function spellNetwork(name: string): string {
  const network = parseNetwork(name.includes('/') ? name : `${name}/${name.includes(':') ? 128 : 32}`);
  if (network === undefined) throw refuse('invalidValue', { property: 'name', value: name });
  return name.replace(name.includes(':') ? /\/128$/ : /\/32$/, '');
}

function order(left: JsonObject, right: JsonObject, numeric: boolean): number {
  const [a, b] = [String(left['name']), String(right['name'])];
  return numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
}
