import type { Config } from '../../config/config.ts';
import { type Draft, textAt } from '../../config/entry.ts';
import { encodeName } from '../../config/names.ts';
import { explicit, routed } from '../../config/route-domains.ts';
import { isArray, type JsonDraft } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { unitOf } from '../net/traffic-group.ts';
import { address, metadata, number, reference, references, shown, text, toggle, trueFalse } from '../property.ts';

/** `ltm/snat-translation`: one address of SNAT pools. */
export const snatTranslation: Kind = {
  type: 'ltm/snat-translation',
  label: 'Snat Translation',
  naming: 'folder',
  properties: {
    address: address({ required: true, fixed: true }),
    appService: text(undefined, { readOnly: true }),
    arp: toggle('enabled'),
    connectionLimit: number(0),
    description: text(),
    enabled: { shape: 'flag', default: true, opposite: 'disabled' },
    disabled: { shape: 'flag', opposite: 'enabled' },
    inheritedTrafficGroup: trueFalse('true'),
    ipIdleTimeout: text('indefinite'),
    tcpIdleTimeout: text('indefinite'),
    trafficGroup: reference(['cm/traffic-group'], { value: '/Common/traffic-group-1' }),
    udpIdleTimeout: text('indefinite'),
    unit: shown(1),
  },
  life: {
    name: ({ name, address }) => {
      const named = name ?? address;
      return typeof named === 'string' ? named : undefined;
    },
    prepare(draft, _before, config) {
      const named = routed(draft.name, draft, config);
      if (draft.own['address'] === undefined && named !== undefined) draft.own['address'] = named;
    },
    derive: (subject) => ({ unit: unitOf(textAt(subject, 'trafficGroup')) }),
  },
  evidence: 'documented',
  source: 'tmsh reference; no item was recorded',
};

/** Makes the translation that a SNAT or a SNAT pool names, where it is missing. */
export function makeTranslation(path: string, draft: Draft, config: Config): void {
  if (config.store.get(`ltm/snat-translation/${encodeName(path)}`) !== undefined) return;
  const address = routed(path.slice(path.lastIndexOf('/') + 1), draft, config);
  const body: JsonDraft = { name: path };
  if (address !== undefined) body['address'] = explicit(address);
  config.create(snatTranslation, undefined, body, { factory: draft.factory, lenient: draft.lenient });
}

/** `ltm/snatpool`. Its members are SNAT translations, made where they are missing. */
export const snatpool: Kind = {
  type: 'ltm/snatpool',
  label: 'Snatpool',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    members: references(['ltm/snat-translation'], { required: true, ofPartition: true }),
    metadata,
  },
  life: {
    prepare(draft, _before, config) {
      const members = draft.own['members'];
      if (!isArray(members)) return;
      for (const member of members) makeTranslation(String(member), draft, config);
    },
  },
  busy: 'snatpoolInUse',
  absent: 'snatpoolMissing',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_snatpool.json (12.1.2)',
};
