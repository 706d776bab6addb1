import type { Config } from '../../config/config.ts';
import { type Draft, textAt } from '../../config/entry.ts';
import { resolve } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isV6, parseNetwork, printAddress } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { address, flag, number, reference, sixteenBits, text } from '../property.ts';
import { checkImpliedRoute, explicitRoute } from './implied-route.ts';

/** `net/route`: goes to a gateway, a pool, an interface (`tmInterface`), or nowhere. */
export const route: Kind = {
  type: 'net/route',
  label: 'route',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    blackhole: flag(),
    description: text(),
    gw: address({ empty: ['none'] }),
    tmInterface: reference(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group']),
    mtu: number(0, sixteenBits),
    network: text(undefined, { required: true, fixed: true, spell: spellNetwork, routed: 'network' }),
    pool: reference(['ltm/pool']),
  },
  life: {
    prepare(draft) {
      if (draft.lenient || ['gw', 'pool', 'tmInterface', 'blackhole'].some((name) => draft.own[name] !== undefined))
        return;
      throw refuse('routeWithoutTarget', { path: draft.fullPath });
    },
    keys(entry) {
      const key = explicitRoute(entry);
      return key === undefined ? [] : [key];
    },
    check(entry, config) {
      const network = parseNetwork(textAt(entry, 'network'));
      if (network !== undefined) checkImpliedRoute(network, config);
    },
  },
  evidence: 'recorded',
  source:
    'f5-ansible load_net_route_*.json (12.1.0), genieparser test_get_net_route.py (14.1.2.1); synchronised: f5-declarative-onboarding network.schema.json has `localOnly` to avoid it',
};

function spellNetwork(value: string, draft: Draft, config: Config): string | undefined {
  const [all, inet6, id = ''] = /^default(-inet6)?(%\d+)?$/.exec(value) ?? [];
  const cidr = all === undefined ? value : `${inet6 === undefined ? '0.0.0.0' : '::'}${id}/0`;
  const network = parseNetwork(cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`);
  if (network === undefined) return undefined;
  const own = network.routeDomain === undefined ? network.address : `${network.address}%${network.routeDomain}`;
  const found = resolve(own, draft, config);
  if (found === undefined) return undefined;
  if (network.length === 0) return printAddress(isV6(found.address) ? 'default-inet6' : 'default', found.routeDomain);
  return `${printAddress(found.address, found.routeDomain)}/${network.length}`;
}
