import type { Json } from './json.ts';
import { factorySipSessions } from './kinds/ltm/message-routing.ts';
import { factoryMonitors } from './kinds/ltm/monitors.ts';
import { factoryPersistences } from './kinds/ltm/persistence.ts';
import { factoryProfiles } from './kinds/ltm/profiles/index.ts';
import { factoryTunnelProfiles } from './kinds/net/tunnel-profiles.ts';

/** Objects by URI, as in a seed. */
export type Objects = Readonly<Record<string, Readonly<Record<string, Json>>>>;

const modules = [
  'afm',
  'am',
  'apm',
  'asm',
  'avr',
  'cgnat',
  'dos',
  'fps',
  'gtm',
  'ilx',
  'lc',
  'pem',
  'sslo',
  'swg',
  'urldb',
];

/** The root of all folders: there before anything else. */
export const rootFolder: Objects = {
  'sys/folder/~': { inheritedDevicegroup: 'false', inheritedTrafficGroup: 'false' },
};

/** What a device has before anybody configured it; the host name, version and chassis are its own. */
export function factoryObjects(hostname: string, version: string, chassisId: string): Objects {
  return {
    'sys/global-settings': { hostname },
    'sys/dns': {},
    'sys/ntp': {},
    ...Object.fromEntries(modules.map((name) => [`sys/provision/${name}`, {}])),
    'sys/provision/ltm': { level: 'nominal' },
    'sys/db/iptunnel.configsync': { defaultValue: 'enable', value: 'enable', valueRange: 'disable enable' },
    'sys/db/dns.cache': { defaultValue: 'disable', value: 'disable', valueRange: 'disable enable' },
    'sys/db/setup.run': { defaultValue: 'true', value: 'true', valueRange: 'false true' },
    'sys/db/statemirror.clustermirroring': {
      defaultValue: 'within',
      value: 'within',
      valueRange: 'between within',
    },
    'sys/db/systemauth.disablebash': { defaultValue: 'false', value: 'false', valueRange: 'false true' },
    'sys/db/provision.action': { defaultValue: 'none', value: 'none', valueRange: 'none reboot' },
    'sys/db/icrd.timeout': { defaultValue: '60', value: '60', valueRange: 'integer min:60 max:4294967295' },
    'sys/db/restjavad.timeout': { defaultValue: '60', value: '60', valueRange: 'integer min:60 max:4294967295' },
    'sys/db/provision.extramb': { defaultValue: '0', value: '0', valueRange: 'unsigned integer min:0 max:8192' },
    'sys/db/provision.1nic': { defaultValue: 'disable', value: 'disable', valueRange: 'disable enable forced_enable' },
    'sys/folder/~Common': {},
    'auth/partition/Common': { description: 'Repository for system objects and shared objects.' },
    'sys/folder/~Common~Drafts': {},
    'cm/cert/~Common~dtca-bundle.crt': {},
    'cm/cert/~Common~dtca.crt': {},
    'cm/cert/~Common~dtdi.crt': { subject: `CN=${hostname}` },
    'cm/key/~Common~dtca.key': { mode: 33_184 },
    'cm/key/~Common~dtdi.key': { mode: 33_184 },
    [`cm/device/~Common~${hostname}`]: { hostname, selfDevice: 'true', version, chassisId },
    'cm/device-group/~Common~device_trust_group': { autoSync: 'enabled', devices: [`/Common/${hostname}`] },
    'cm/device-group/~Common~gtm': { devices: [`/Common/${hostname}`] },
    'cm/traffic-group/~Common~traffic-group-1': {},
    'cm/traffic-group/~Common~traffic-group-local-only': { isFloating: 'false', unitId: 0 },
    'cm/trust-domain/~Common~Root': { caDevices: [`/Common/${hostname}`] },
    'sys/file/ssl-cert/~Common~default.crt': {
      email: 'root@localhost.localdomain',
      serialNumber: '308384129',
      systemPath: '/config/ssl/ssl.crt/default.crt',
    },
    'sys/file/ssl-cert/~Common~ca-bundle.crt': { isBundle: 'true', systemPath: '/config/ssl/ssl.crt/ca-bundle.crt' },
    'sys/file/ssl-cert/~Common~f5-ca-bundle.crt': {
      isBundle: 'true',
      systemPath: '/config/ssl/ssl.crt/f5-ca-bundle.crt',
    },
    'sys/file/ssl-key/~Common~default.key': { systemPath: '/config/ssl/ssl.key/default.key' },
    'net/route-domain/~Common~0': { id: 0 },
    ...factoryTunnelProfiles,
    'net/tunnels/tunnel/~Common~http-tunnel': {
      description: 'Tunnel for http-explicit profile',
      profile: '/Common/tcp-forward',
    },
    'net/tunnels/tunnel/~Common~socks-tunnel': {
      description: 'Tunnel for socks profile',
      profile: '/Common/tcp-forward',
    },
    ...factoryMonitors,
    ...factoryProfiles,
    ...factorySipSessions,
    ...factoryPersistences,
    'ltm/data-group/internal/~Common~images': {
      type: 'string',
      records: ['.bmp', '.gif', '.jpg'].map((name) => ({ name, data: '' })),
    },
    'ltm/data-group/internal/~Common~private_net': {
      type: 'ip',
      records: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((name) => ({ name, data: '' })),
    },
    'ltm/policy-strategy/~Common~all-match': { strategy: 'all-match' },
    'ltm/policy-strategy/~Common~best-match': { strategy: 'best-match' },
    'ltm/policy-strategy/~Common~first-match': { strategy: 'first-match' },
  };
}
