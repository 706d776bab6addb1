import type { Config } from '../../config/config.ts';
import { type Draft, type Entry, textAt } from '../../config/entry.ts';
import { routed } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Kind } from '../kind.ts';
import { choice, number, reference, sixteenBits, text, toggle } from '../property.ts';
import { fdbTunnel } from './fdb-tunnel.ts';
import { joinRouteDomain } from './route-domain.ts';
import { tunnelProfileTypes } from './tunnel-profiles.ts';

/** A VNI has 24 bits. */
const mostVni = 16_777_215;

/** What is counted of a tunnel. No packet passes, so they are 0 unless the test's author sets them. */
const counters = [
  'hcInBroadcastPkts',
  'hcInMulticastPkts',
  'hcInOctets',
  'hcInUcastPkts',
  'hcOutBroadcastPkts',
  'hcOutMulticastPkts',
  'hcOutOctets',
  'hcOutUcastPkts',
  'inDiscards',
  'inErrors',
  'inUnknownProtos',
  'outDiscards',
  'outErrors',
];

/** `net/tunnels/tunnel`. Brings its FDB tunnel with it. */
export const tunnel: Kind = {
  type: 'net/tunnels/tunnel',
  label: 'Tunnel',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    autoLasthop: choice('default', ['default', 'enabled', 'disabled']),
    description: text(),
    idleTimeout: number(300),
    ifIndex: number(undefined, { readOnly: true }),
    key: number(0),
    localAddress: text('any6', { spell: spellAddress, routed: 'address' }),
    macAddress: text(undefined, { readOnly: true, writeOnly: true }),
    mode: choice('bidirectional', ['bidirectional', 'inbound', 'outbound']),
    mtu: number(0, sixteenBits),
    profile: reference(tunnelProfileTypes, { required: true, fixed: true }),
    remoteAddress: text('any6', { spell: spellAddress, routed: 'address' }),
    secondaryAddress: text('any6', { spell: spellAddress, routed: 'address' }),
    tos: text('preserve'),
    trafficGroup: reference(['cm/traffic-group']),
    transparent: toggle('disabled'),
    usePmtu: toggle('enabled'),
    ...Object.fromEntries(counters.map((name) => [name, number(undefined, { readOnly: true, writeOnly: true })])),
  },
  life: {
    prepare(draft, _before, config) {
      draft.own['ifIndex'] ??= config.sequence('ifIndex', 112, 16);
    },
    keys(entry) {
      if (vxlanOf(entry) === undefined) return [];
      return [`vni ${String(entry.properties['key'])} at ${textAt(entry, 'localAddress')}`];
    },
    stored(after, before, config) {
      if (before !== undefined) return;
      config.create(fdbTunnel, undefined, { name: after.fullPath }, { factory: after.factory, direct: true });
      joinRouteDomain(after, textAt(after, 'localAddress'), config);
    },
    removed(entry, config) {
      const fdb = config.find('net/fdb/tunnel', entry.fullPath);
      if (fdb !== undefined) config.remove(fdb, { direct: true });
    },
    check(entry, config) {
      const [key] = tunnel.life?.keys?.(entry) ?? [];
      if (key === undefined) return;
      const vni = entry.properties['key'];
      if (typeof vni === 'number' && vni > mostVni) throw refuse('invalidValue', { property: 'key', value: vni });
      const other = config.store.byKey(key).find((found) => found.uri !== entry.uri);
      if (other === undefined) return;
      throw refuse('vniTaken', {
        path: entry.fullPath,
        key: String(entry.properties['key']),
        userPath: other.fullPath,
      });
    },
    stats: (entry, config, all) => ({
      ...Object.fromEntries(counters.map((name) => [name, Number(entry.own[name] ?? 0)])),
      ...(all ? { macAddr: macOf(entry, config) } : {}),
      tmName: entry.fullPath,
      typeId: 'net tunnels tunnel',
    }),
  },
  local: true,
  evidence: 'recorded',
  source:
    'f5-ansible load_net_tunnel_1.json (13.1.0.7), genieparser test_get_net_tunnelstunnel.py (14.1.2.1); VNI: k8s-bigip-ctlr 804; stats name of the MAC: f5-k8s-demo refresh_nodes.sh',
};

/** The MAC address of a tunnel: all tunnels of one BIG-IP show the same, unless the test author set another. */
function macOf(entry: Entry, config: Config): string {
  const own = entry.own['macAddress'];
  return typeof own === 'string' ? own : config.identity.macAddress;
}

function vxlanOf(entry: Entry): string | undefined {
  const profile = entry.links.find(({ property }) => property === 'profile')?.uri;
  return profile?.startsWith('net/tunnels/vxlan/') === true ? profile : undefined;
}

function spellAddress(value: string, draft: Draft, config: Config): string | undefined {
  return value === 'any' || value === 'any6' ? 'any6' : routed(value, draft, config);
}
