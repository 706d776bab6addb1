import { textAt } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';
import { parseMac } from '../../values/mac.ts';
import type { Kind } from '../kind.ts';
import { address, text } from '../property.ts';

function neighbour(type: string, label: string, evidence: Kind['evidence'], source: string): Kind {
  return {
    type,
    label,
    naming: 'folder',
    properties: {
      appService: text(undefined, { readOnly: true }),
      description: text(),
      ipAddress: address({ required: true, fixed: true }),
      macAddress: text(undefined, { required: true, spell: parseMac }),
    },
    life: {
      // The names are those that scripts read (F5 inventory scripts of 2016 and later).
      stats: (entry) => ({
        expireInSec: 0,
        ipAddress: textAt(entry, 'ipAddress'),
        macAddress: textAt(entry, 'macAddress'),
        status: 'static',
        tmName: entry.fullPath,
        vlan: '',
      }),
      keys: (entry) => [`${type} ${textAt(entry, 'ipAddress')}`],
      check(entry, config) {
        const address = textAt(entry, 'ipAddress');
        const other = config.store.byKey(`${type} ${address}`).find((found) => found.uri !== entry.uri);
        if (other !== undefined)
          throw refuse('arpAddressTaken', { address, path: entry.fullPath, userPath: other.fullPath });
      },
    },
    generationZero: true,
    local: true,
    evidence,
    source,
  };
}

/** `net/arp`: static ARP entries. */
export const arp: Kind = neighbour(
  'net/arp',
  'ARP',
  'recorded',
  'genieparser test_get_net_arp.py (14.1.2.1); f5-common-python 1519; k8s-bigip-ctlr 989',
);

/** `net/ndp`: static neighbours over IPv6. */
export const ndp: Kind = neighbour(
  'net/ndp',
  'NDP',
  'guess',
  'by analogy with net/arp; only an empty list was recorded',
);
