import type { Config } from '../../config/config.ts';
import type { Entry } from '../../config/entry.ts';
import { findPath } from '../../config/links.ts';
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
    id: number(undefined, { fixed: true, range: [0, 65_534] }),
    parent: reference(['net/route-domain']),
    strict: choice('enabled', ['enabled', 'disabled']),
    throughputCapacity: text('infinite'),
    routingProtocol: list(),
    vlans: references(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group'], { weak: true }),
  },
  unimplemented: ['bwcPolicy', 'flowEvictionPolicy', 'fwEnforcedPolicy', 'fwStagedPolicy', 'servicePolicy'],
  life: {
    prepare(draft) {
      const { parent } = draft.own;
      if (parent === draft.fullPath) throw refuse('invalidValue', { property: 'parent', value: parent });
      if (draft.own['id'] !== undefined) return;
      if (!/^\d+$/.test(draft.name)) throw refuse('requiredProperty', { property: 'id' });
      draft.own['id'] = Number(draft.name);
    },
    derive: (_, config) => (compareVersions(config.version, '14.1') < 0 ? { throughputCapacity: 0 } : {}),
    keys: (entry) => [idKey(entry.properties['id'])],
    stored(after, before, config) {
      takeVlans(after, before, config);
    },
    removed: (entry, config) => giveBack(vlansOf(entry), config),
    removing(entry, config) {
      const id = Number(entry.properties['id']);
      const of = config.store.list('auth/partition').filter((one) => one.properties['defaultRouteDomain'] === id);
      if (id === 0 || of.length === 0) return;
      const partition = of.map(({ name }) => name).join(', ');
      throw refuse('routeDomainOfPartition', { id, partition });
    },
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

function vlansOf(domain: Entry | undefined): readonly string[] {
  const vlans = domain?.own['vlans'];
  return isArray(vlans) ? vlans.map(String) : [];
}

/** A VLAN lies in one route domain: it leaves the one that it was in, and goes back to the default one. */
function takeVlans(after: Entry, before: Entry | undefined, config: Config): void {
  const taken = new Set(vlansOf(after));
  for (const other of config.store.list('net/route-domain')) {
    const had = vlansOf(other);
    const left = had.filter((vlan) => !taken.has(vlan));
    if (other.uri === after.uri || left.length === had.length) continue;
    config.adjust(other, { vlans: left.length > 0 ? [...left] : undefined });
  }
  giveBack(
    vlansOf(before).filter((vlan) => !taken.has(vlan)),
    config,
  );
}

function giveBack(vlans: readonly string[], config: Config): void {
  for (const path of vlans) {
    const uri = findPath(path, ['net/vlan', 'net/tunnels/tunnel'], config.store);
    const vlan = uri === undefined ? undefined : config.store.get(uri);
    if (vlan !== undefined) joinRouteDomain(vlan, '', config);
  }
}

/** Puts a VLAN or tunnel into a route domain: that of its address, else the partition's default. */
export function joinRouteDomain(entry: Entry, address: string, config: Config): void {
  const id = parseAddress(address)?.routeDomain ?? defaultRouteDomain(entry.partition, config);
  const [domain] = config.store.byKey(idKey(id));
  if (domain === undefined) return;
  const vlans = vlansOf(domain);
  if (!vlans.includes(entry.fullPath)) config.adjust(domain, { vlans: [...vlans, entry.fullPath] });
}
