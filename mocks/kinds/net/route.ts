import type { Config } from '../../config/config.ts';
import type { Draft } from '../../config/entry.ts';
import { resolve, routed } from '../../config/route-domains.ts';
import { parseNetwork, printAddress } from '../../values/address.ts';
import type { Kind } from '../kind.ts';
import { flag, number, reference, text } from '../property.ts';

/** `net/route`: goes to a gateway, a pool, an interface (`tmInterface`), or nowhere. */
export const route: Kind = {
  type: 'net/route',
  label: 'route',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    blackhole: flag(),
    description: text(),
    gw: text(undefined, { spell: (value, draft, config) => routed(value, draft, config) }),
    tmInterface: reference(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group']),
    mtu: number(0),
    network: text(undefined, { required: true, fixed: true, spell: spellNetwork }),
    pool: reference(['ltm/pool']),
  },
  local: true,
  evidence: 'recorded',
  source: 'captures net-route (12.1.0, 12.1.2, 14.1.2.1)',
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
