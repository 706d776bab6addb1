import { refuse } from '../../errors/refusal.ts';
import { parseMac } from '../../values/mac.ts';
import type { Kind } from '../kind.ts';
import { children, reference, text } from '../property.ts';

/** `net/fdb/vlan/records`: the interface behind which a MAC address lies. */
const record: Kind = {
  type: 'net/fdb/vlan/records',
  label: 'VLAN FDB record',
  naming: 'plain',
  properties: { description: text(), interface: text(), trunk: text(), vlan: reference(['net/vlan']) },
  life: {
    name(body) {
      const mac = typeof body['name'] === 'string' ? parseMac(body['name']) : undefined;
      if (mac === undefined) throw refuse('invalidValue', { property: 'name', value: String(body['name']) });
      return mac;
    },
  },
  missing: 'object',
  local: true,
  evidence: 'guess',
  source: 'by analogy with tunnel records',
};

/** `net/fdb/vlan`: exists with its VLAN. */
export const fdbVlan: Kind = {
  type: 'net/fdb/vlan',
  label: 'VLAN FDB',
  naming: 'folder',
  properties: { records: children(record) },
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'captures net-fdb/genie-net_fdbvlan; there without a reference to its records',
};
