import type { Config } from '../../config/config.ts';
import type { Draft } from '../../config/entry.ts';
import { resolve } from '../../config/route-domains.ts';
import { parseNetwork, printAddress } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { address, flag, number, reference, text } from '../property.ts';

/** `net/route`: goes to a gateway, a pool, an interface (`tmInterface`), or nowhere. */
export const route: Kind = {
  type: 'net/route',
  label: 'route',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    blackhole: flag(),
    description: text(),
    gw: address(),
    tmInterface: reference(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group']),
    mtu: number(0),
    network: text(undefined, { required: true, fixed: true, spell: spellNetwork, routed: 'network' }),
    pool: reference(['ltm/pool']),
  },
  local: true,
  evidence: 'recorded',
  source: 'f5-ansible load_net_route_*.json (12.1.0), genieparser test_get_net_route.py (14.1.2.1)',
};

function spellNetwork(value: string, draft: Draft, config: Config): string | undefined {
  if (/^(default|default-inet6)(%\d+)?$/.test(value)) return value;
  const network = parseNetwork(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`);
  if (network === undefined) return undefined;
  const own = network.routeDomain === undefined ? network.address : `${network.address}%${network.routeDomain}`;
  const found = resolve(own, draft, config);
  if (found === undefined) return undefined;
  if (network.length === 0) return found.routeDomain === 0 ? 'default' : `default%${found.routeDomain}`;
  return `${printAddress(found.address, found.routeDomain)}/${network.length}`;
}
