import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject } from '../../json.ts';
import { parseNetwork } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { choice, flag, metadata, pair, reference, references, rows, text, toggle } from '../property.ts';
import { makeTranslation } from './snat.ts';

/** `10.0.0.1` becomes `10.0.0.1/32`. */
function spellOrigin(value: string): string | undefined {
  const network = value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`;
  return parseNetwork(network) === undefined ? undefined : network;
}

/** `ltm/snat`: whose addresses are translated without a virtual server, and to what. */
export const snat: Kind = {
  type: 'ltm/snat',
  label: 'SNAT',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    autoLasthop: choice('default', ['default', 'enabled', 'disabled']),
    automap: flag(),
    description: text(),
    metadata,
    mirror: toggle('disabled'),
    snatpool: reference(['ltm/snatpool']),
    sourcePort: choice('preserve', ['preserve', 'preserve-strict', 'change']),
    translation: reference(['ltm/snat-translation'], { ofPartition: true }),
    ...pair('vlansDisabled', 'vlansEnabled'),
    origins: rows({ name: text(undefined, { spell: spellOrigin }) }, { required: true }),
    vlans: references(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group']),
  },
  life: {
    prepare(draft, before, config) {
      const { origins, translation } = draft.own;
      if (isArray(origins)) {
        const named = origins.filter(isObject).map((row) => ({ row, name: String(row['name']) }));
        draft.own['origins'] = named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ row }) => row);
      } else if (before !== undefined && !draft.lenient) {
        throw refuse('rowsMissing');
      }
      if (typeof translation === 'string') makeTranslation(translation, draft, config);
    },
  },
  evidence: 'tested',
  source:
    'f5-common-python f5/bigip/tm/ltm/test/functional/test_snat.py (origins, their order, and that they cannot be taken away); settings from the tmsh reference; no item was recorded',
};
