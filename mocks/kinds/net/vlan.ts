import type { Kind } from '../kind.ts';
import { children, choice, flag, number, object, sixteenBits, text, toggle, yesNo } from '../property.ts';
import { fdbVlan } from './fdb-vlan.ts';
import { joinRouteDomain } from './route-domain.ts';

/** `net/vlan/interfaces`. */
const vlanInterface: Kind = {
  type: 'net/vlan/interfaces',
  label: 'VLAN Member',
  naming: 'plain',
  properties: {
    tagMode: choice('none', ['none', 'customer', 'service', 'double']),
    tagged: flag({ opposite: 'untagged' }),
    untagged: { shape: 'flag', default: true, opposite: 'tagged' },
  },
  leadsTo: { path: 'net/interface', since: '14.0' },
  missing: 'object',
  local: true,
  evidence: 'recorded',
  source: 'f5-ansible load_vlan_interfaces.json (13.0.0), load_vlan_tagged_ifcs.json (12.1.0)',
};

/** `net/vlan`. */
export const vlan: Kind = {
  type: 'net/vlan',
  label: 'VLAN',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    autoLasthop: choice('default', ['default', 'enabled', 'disabled']),
    cmpHash: choice('default', ['default', 'src-ip', 'dst-ip']),
    customerTag: text(),
    dagRoundRobin: toggle('disabled'),
    dagTunnel: choice('outer', ['outer', 'inner']),
    description: text(),
    failsafe: toggle('disabled'),
    failsafeAction: text('failover-restart-tm'),
    failsafeTimeout: number(90),
    fwdMode: text('l3', { since: '13.1' }),
    hardwareSyncookie: toggle('disabled', { since: '13.1' }),
    ifIndex: number(undefined, { readOnly: true }),
    learning: choice('enable-forward', ['enable-forward', 'disable-forward', 'disable-drop']),
    mtu: number(1500, sixteenBits),
    sflow: object({
      pollInterval: number(0),
      pollIntervalGlobal: yesNo('yes'),
      samplingRate: number(0),
      samplingRateGlobal: yesNo('yes'),
    }),
    sourceChecking: toggle('disabled'),
    synFloodRateLimit: number(1000, { since: '13.1' }),
    syncacheThreshold: number(6000, { since: '13.1' }),
    tag: number(undefined, { range: [1, 4094] }),
    interfaces: children(vlanInterface),
  },
  life: {
    prepare(draft, before, config) {
      draft.own['ifIndex'] ??= config.sequence('ifIndex', 112, 16);
      // The device gives a tag once.
      draft.own['tag'] ??= before?.own['tag'] ?? config.sequence('vlanTag', 4094, -1);
    },
    stored(after, before, config) {
      if (before !== undefined) return;
      config.create(fdbVlan, undefined, { name: after.fullPath }, { factory: after.factory, direct: true });
      joinRouteDomain(after, '', config);
    },
    removed(entry, config) {
      const fdb = config.find('net/fdb/vlan', entry.fullPath);
      if (fdb !== undefined) config.remove(fdb, { direct: true });
    },
  },
  local: true,
  evidence: 'recorded',
  source:
    'f5-ansible load_vlan.json (12.1.0), f5-adcaas-openstack (13.1.1), genieparser test_get_net_vlan.py (14.1.2.1)',
};
