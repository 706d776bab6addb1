import type { Config } from '../../config/config.ts';
import { type Draft, type Entry, textAt } from '../../config/entry.ts';
import { resolve } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isV6, maskOf, networkBits, parseNetwork, printAddress } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { list, reference, shown, text, trueFalse } from '../property.ts';
import { checkImpliedRoute, impliedRoute } from './implied-route.ts';
import { floatingOf, unitOf } from './traffic-group.ts';

/** `net/self`. Its address has a prefix length: `10.244.20.60/16`, `10.0.0.1%2/24`. */
export const self: Kind = {
  type: 'net/self',
  label: 'self IP',
  naming: 'folder',
  properties: {
    address: text(undefined, { required: true, spell: spellNetwork, routed: 'network' }),
    addressSource: text('from-user'),
    appService: text(undefined, { readOnly: true }),
    description: text(),
    floating: shown('disabled'),
    inheritedTrafficGroup: trueFalse('false'),
    trafficGroup: reference(['cm/traffic-group'], { value: '/Common/traffic-group-local-only' }),
    unit: shown(0),
    vlan: reference(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group'], { required: true }),
    allowService: list(undefined, { choices: ['all'] }),
  },
  unimplemented: ['fwEnforcedPolicy', 'fwStagedPolicy', 'servicePolicy'],
  life: {
    derive(subject) {
      const group = textAt(subject, 'trafficGroup');
      return { floating: floatingOf(group), unit: unitOf(group) };
    },
    keys(entry) {
      const key = impliedRoute(entry);
      return key === undefined ? ['self'] : ['self', key];
    },
    check(entry, config) {
      const mine = parseNetwork(textAt(entry, 'address'));
      if (mine === undefined) return;
      for (const other of config.store.byKey('self')) {
        if (other.uri !== entry.uri) compare(entry, other);
      }
      checkImpliedRoute(mine, config);
    },
  },
  local: true,
  evidence: 'recorded',
  source: 'f5-ansible load_tm_net_self.json (13.0.0), genieparser test_get_net_self.py (14.1.2.1)',
};

function spellNetwork(value: string, draft: Draft, config: Config): string | undefined {
  const network = parseNetwork(value);
  if (network === undefined) return undefined;
  const own = network.routeDomain === undefined ? network.address : `${network.address}%${network.routeDomain}`;
  const routed = resolve(own, draft, config);
  return routed === undefined ? undefined : `${printAddress(routed.address, routed.routeDomain)}/${network.length}`;
}

/** One network lies on one VLAN or tunnel only, within a route domain. */
function compare(entry: Entry, other: Entry): void {
  const mine = parseNetwork(textAt(entry, 'address'));
  const theirs = parseNetwork(textAt(other, 'address'));
  if (mine === undefined || theirs === undefined || isV6(mine.address) !== isV6(theirs.address)) return;
  if ((mine.routeDomain ?? 0) !== (theirs.routeDomain ?? 0)) return;
  if (mine.address === theirs.address)
    throw refuse('selfAddressTaken', { path: entry.fullPath, userPath: other.fullPath });
  const length = Math.min(mine.length, theirs.length);
  if (networkBits({ ...mine, length }) !== networkBits({ ...theirs, length })) return;
  if (textAt(entry, 'vlan') === textAt(other, 'vlan')) return;
  throw refuse('networkTwice', {
    address: mine.address,
    mask: maskOf(mine.length, isV6(mine.address)),
    vlan: textAt(entry, 'vlan'),
    otherVlan: textAt(other, 'vlan'),
  });
}
