import type { Config } from '../../config/config.ts';
import type { Entry } from '../../config/entry.ts';
import { defaultRouteDomain } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isArray } from '../../json.ts';
import { parseAddress } from '../../values/address.ts';
import { compareVersions } from '../../versions.ts';
import type { Kind } from '../kind.ts';
import { choice, list, number, reference, references, text } from '../property.ts';

/** `net/route-domain`. VLANs and tunnels join one when they are made. */
export const routeDomain: Kind = {
  type: 'net/route-domain',
  label: 'Route Domain',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    connectionLimit: number(0),
    description: text(),
    id: number(undefined, { fixed: true }),
    parent: reference(['net/route-domain']),
    strict: choice('enabled', ['enabled', 'disabled']),
    throughputCapacity: text('infinite'),
    routingProtocol: list(),
    vlans: references(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group'], { weak: true }),
  },
  unimplemented: ['bwcPolicy', 'flowEvictionPolicy', 'fwEnforcedPolicy', 'fwStagedPolicy', 'servicePolicy'],
  life: {
    prepare(draft) {
      if (draft.own['id'] !== undefined) return;
      if (!/^\d+$/.test(draft.name)) throw refuse('requiredProperty', { property: 'id' });
      draft.own['id'] = Number(draft.name);
    },
    derive: (_, config) => (compareVersions(config.version, '14.1') < 0 ? { throughputCapacity: 0 } : {}),
    keys: (entry) => [idKey(entry.properties['id'])],
    check(entry, config) {
      const id = entry.properties['id'];
      const other = config.store.byKey(idKey(id)).find((found) => found.uri !== entry.uri);
      if (other !== undefined) throw refuse('routeDomainIdTaken', { id: String(id), userPath: other.fullPath });
    },
  },
  local: true,
  evidence: 'recorded',
  source: 'f5-ansible load_net_route_domain_1.json (13.1.0), genieparser test_get_net_route_domain.py (14.1.2.1)',
};

function idKey(id: unknown): string {
  return `route-domain ${String(id)}`;
}

/** Puts a new VLAN or tunnel into a route domain: that of its address, else the partition's default. */
export function joinRouteDomain(entry: Entry, address: string, config: Config): void {
  const id = parseAddress(address)?.routeDomain ?? defaultRouteDomain(entry.partition, config);
  const [domain] = config.store.byKey(idKey(id));
  if (domain === undefined) return;
  const vlans = domain.own['vlans'];
  config.adjust(domain, { vlans: [...(isArray(vlans) ? vlans : []), entry.fullPath] });
}
