import type { Config } from '../../config/config.ts';
import { textAt } from '../../config/entry.ts';
import { routed } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isV6, maskOf, parseAddress, spellMask } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { floatingOf, unitOf } from '../net/traffic-group.ts';
import { choice, metadata, number, reference, shown, text, toggle, trueFalse, yesNo } from '../property.ts';

const truths: Readonly<Record<string, string>> = { true: 'true', false: 'false', yes: 'true', no: 'false' };

/** `ltm/virtual-address`. Made with the first virtual server on an address, and gone with the last. */
export const virtualAddress: Kind = {
  type: 'ltm/virtual-address',
  label: 'Virtual Address',
  naming: 'folder',
  properties: {
    address: text(undefined, {
      required: true,
      fixed: true,
      spell: (value, draft, config) => spell(value, draft.partition, config),
      routed: 'address',
    }),
    appService: text(undefined, { readOnly: true }),
    arp: toggle('enabled'),
    autoDelete: trueFalse('true'),
    connectionLimit: number(0),
    description: text(),
    enabled: yesNo('yes'),
    floating: shown('enabled'),
    icmpEcho: choice('enabled', ['enabled', 'disabled', 'selective', 'always', 'any', 'all']),
    // go-bigip sends `yes` and `no`.
    inheritedTrafficGroup: text('false', { spell: (value) => truths[value] }),
    mask: text(undefined, { spell: spellMask }),
    routeAdvertisement: choice('disabled', ['enabled', 'disabled', 'selective', 'always', 'any', 'all']),
    serverScope: choice('any', ['any', 'all', 'none']),
    spanning: toggle('disabled'),
    trafficGroup: reference(['cm/traffic-group'], { value: '/Common/traffic-group-1' }),
    unit: shown(1),
    metadata,
  },
  life: {
    name: ({ name, address }) => {
      const named = name ?? address;
      return typeof named === 'string' ? named : undefined;
    },
    prepare(draft, _before, config) {
      const named = spell(draft.name, draft.partition, config);
      // f5-common-python makes one of a name alone.
      if (draft.own['address'] === undefined && !draft.lenient) draft.own['address'] = named ?? 'any';
      else if (draft.own['address'] === undefined && named !== undefined) draft.own['address'] = named;
    },
    derive(subject) {
      const address = textAt(subject, 'address');
      const wildcard = address === 'any' || address === 'any6';
      const v6 = isV6(address) || address === 'any6';
      const mask = wildcard ? address : maskOf(v6 ? 128 : 32, v6);
      const group = textAt(subject, 'trafficGroup');
      return {
        floating: floatingOf(group),
        unit: unitOf(group),
        ...(subject.own['mask'] === undefined ? { mask } : {}),
      };
    },
    keys: (entry) => [`virtual-address ${textAt(entry, 'address')}`],
    removing(entry, config) {
      if (usersOf(listened(textAt(entry, 'address')), config) === 0) return;
      throw refuse('virtualAddressInUse', { path: entry.fullPath });
    },
    check(entry, config) {
      const address = textAt(entry, 'address');
      if (config.store.byKey(`virtual-address ${address}`).length > 1) throw refuse('addressTaken', { address });
    },
  },
  busy: 'virtualAddressInUse',
  typeId: 4032,
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_virtual_address_default.json (12.1.2), genieparser test_get_ltm_virtual_address.py (14.1.2.1); made and removed with virtual servers: common knowledge',
};

/** How many virtual servers stand on an address. */
export function usersOf(address: string, config: Config): number {
  return config.store.byKey(`virtual on ${address}`).length;
}

/** The address as virtual servers have it in their destination. */
function listened(address: string): string {
  return address === 'any' ? '0.0.0.0' : address === 'any6' ? '::' : address;
}

function spell(value: string, partition: string | undefined, config: Config): string | undefined {
  if (value === 'any' || value === '0.0.0.0') return 'any';
  if (value === 'any6' || value === '::') return 'any6';
  const parsed = parseAddress(value);
  return parsed === undefined ? undefined : routed(value, { partition }, config);
}
