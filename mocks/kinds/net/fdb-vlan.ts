import type { Kind } from '../kind.ts';

/** `net/fdb/vlan`: exists with its VLAN. It shows nothing of its own, as recorded. */
export const fdbVlan: Kind = {
  type: 'net/fdb/vlan',
  label: 'VLAN FDB',
  naming: 'folder',
  properties: {},
  unimplemented: ['records'],
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_net_fdbvlan.py (14.1.2.1)',
};
