import type { Config } from '../../config/config.ts';
import { moveEntry } from '../../config/move.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { children, choice, list, number, reference, references, rows, text, toggle, trueFalse } from '../property.ts';

/** `cm/device`: a unit of the trust domain. */
export const device: Kind = {
  type: 'cm/device',
  label: 'device',
  naming: 'folder',
  properties: {
    activeModules: list(),
    alternateIp: text('none', { since: '14.1' }),
    baseMac: text('00:50:56:00:00:01', { readOnly: true }),
    build: text('0.0.4', { readOnly: true }),
    cert: reference(['cm/cert'], { value: '/Common/dtdi.crt', readOnly: true }),
    chassisId: text('564d4d7e-0000-0000-000000000001', { readOnly: true }),
    chassisType: text('individual', { readOnly: true }),
    comment: text(),
    configsyncIp: text('none'),
    contact: text(),
    description: text(),
    edition: text('Final', { readOnly: true }),
    failoverState: choice('active', ['active', 'standby', 'offline', 'forced-offline', 'unknown'], { readOnly: true }),
    haCapacity: number(0),
    hostname: text(undefined, { readOnly: true }),
    key: reference(['cm/key'], { value: '/Common/dtdi.key', readOnly: true }),
    location: text(),
    managementIp: text('192.0.2.10', { readOnly: true }),
    marketingName: text('BIG-IP Virtual Edition', { readOnly: true }),
    mgmtUnicastMode: text('both', { since: '14.1' }),
    mirrorIp: text('any6'),
    mirrorSecondaryIp: text('any6'),
    multicastIp: text('any6'),
    multicastPort: number(0),
    optionalModules: list(),
    platformId: text('Z100', { readOnly: true }),
    product: text('BIG-IP', { readOnly: true }),
    selfDevice: trueFalse('false', { readOnly: true }),
    timeZone: text('America/Los_Angeles', { readOnly: true }),
    unicastAddress: rows({ effectiveIp: text(), effectivePort: number(), ip: text(), port: number() }),
    version: text(undefined, { readOnly: true }),
  },
  refuses: ['create', 'delete'],
  commands: { mv: renameDevice },
  local: true,
  evidence: 'recorded',
  source:
    'f5-ansible load_tm_cm_device.json (12.1.2), genieparser test_get_cm_device.py (14.1.2.1); mv: f5-cloud-libs bigIpOnboard.js',
};

const groupDevice: Kind = {
  type: 'cm/device-group/devices',
  label: 'device group member',
  naming: 'folder',
  properties: { setSyncLeader: { shape: 'flag' } },
  names: ['cm/device'],
  missing: 'object',
  local: true,
  evidence: 'recorded',
  source: 'f5-ansible-bigip load_device_groups.json (16.0.0)',
};

/** `mv`: the device, and all that refers to it, gets another name. */
function renameDevice({ name, target }: JsonObject, config: Config): void {
  if (typeof name !== 'string' || typeof target !== 'string') throw refuse('nameMissing');
  const path = name.startsWith('/') ? name : `/Common/${name}`;
  const entry = config.find('cm/device', path);
  if (entry === undefined) throw refuse('notFound', { label: device.label, path });
  const wanted = target.startsWith('/') ? target : `/Common/${target}`;
  if (config.find('cm/device', wanted) !== undefined)
    throw refuse('alreadyExists', { label: device.label, path: wanted, partition: 'Common' });
  const moved = moveEntry(entry, wanted, config);
  config.adjust(moved, { hostname: moved.name });
}

/** DELETE of the trust domain: the device keeps itself, and forgets the others and the groups it shared with them. */
function resetTrust(config: Config): void {
  const self = config.store.list('cm/device').find((one) => one.properties['selfDevice'] === 'true');
  const root = config.find('cm/trust-domain', '/Common/Root');
  if (self === undefined || root === undefined) return;
  config.adjust(root, { caDevices: [self.fullPath] });
  for (const other of config.store.list('cm/device')) {
    if (other.uri === self.uri) continue;
    for (const holder of config.store.referrers(other.uri)) {
      if (holder.kind === groupDevice) config.remove(holder, { direct: true });
    }
    config.remove(other, { direct: true });
  }
}

/** `cm/device-group`. */
export const deviceGroup: Kind = {
  type: 'cm/device-group',
  label: 'device group',
  naming: 'folder',
  properties: {
    asmSync: toggle('disabled'),
    autoSync: toggle('disabled'),
    description: text(),
    fullLoadOnSync: trueFalse('false'),
    incrementalConfigSyncSizeMax: number(1024),
    networkFailover: toggle('disabled'),
    saveOnAutoSync: trueFalse('false'),
    type: choice('sync-only', ['sync-only', 'sync-failover'], { fixed: true }),
    devices: children(groupDevice),
  },
  local: true,
  evidence: 'recorded',
  source:
    'f5-ansible load_tm_cm_device_group.json (13.0.0), load_device_group.json (16.0.0), genieparser test_get_cm_device_group.py (14.1.2.1)',
};

/** `cm/traffic-group`. */
export const trafficGroup: Kind = {
  type: 'cm/traffic-group',
  label: 'traffic group',
  naming: 'folder',
  properties: {
    autoFailbackEnabled: trueFalse('false'),
    autoFailbackTime: number(60),
    description: text(),
    failoverMethod: text('ha-order', { since: '13.0' }),
    haGroup: text(),
    haLoadFactor: number(1),
    isFloating: trueFalse('true', { readOnly: true }),
    mac: text('none'),
    monitor: { shape: 'object', default: {}, fields: {}, since: '13.0' },
    unitId: number(1, { readOnly: true }),
    haOrder: references(['cm/device'], { weak: true }),
  },
  life: {
    prepare(draft, before, config) {
      if (before === undefined && !draft.factory) draft.own['unitId'] ??= config.store.count('cm/traffic-group');
    },
  },
  absent: 'trafficGroupMissing',
  local: true,
  evidence: 'recorded',
  source:
    'f5-ansible load_tg_ha_order.json (12.1.4), load_tm_cm_traffic_group_1.json (13.0.0), genieparser test_get_cm_traffic_group.py (14.1.2.1)',
};

/** `cm/trust-domain`. */
export const trustDomain: Kind = {
  type: 'cm/trust-domain',
  label: 'trust domain',
  naming: 'folder',
  properties: {
    caCert: reference(['cm/cert'], { value: '/Common/dtca.crt' }),
    caCertBundle: reference(['cm/cert'], { value: '/Common/dtca-bundle.crt' }),
    caDevices: references(['cm/device']),
    caKey: reference(['cm/key'], { value: '/Common/dtca.key' }),
    status: text('standalone', { readOnly: true }),
    trustGroup: { shape: 'reference', to: ['cm/device-group'], default: '/Common/device_trust_group' },
  },
  unimplemented: ['addDevice'],
  cleared: resetTrust,
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_cm_trust_domain.py (14.1.2.1); reset: f5-cloud-libs bigIpCluster.js',
};
