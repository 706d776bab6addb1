import type { Config } from '../config/config.ts';
import { textAt } from '../config/entry.ts';
import type { JsonObject } from '../json.ts';

/** Where restjavad says what device this is. */
export const deviceInfoPath = 'identified-devices/config/device-info';

/** How `device-info` is known. */
export const deviceInfoSource = {
  evidence: 'recorded',
  source:
    'f5-telemetry-streaming test/unit/systemPoller/data/defaultProperties/collectSystemStats.js (a part of its keys); product, hostMac, managementAddress: read by f5-cloud-libs',
} as const;

/** The device's own description, as restjavad gives it; the host name is the one of `sys/global-settings`. */
export function deviceInfo(config: Config): JsonObject {
  const settings = config.store.get('sys/global-settings');
  const hostname = settings === undefined ? '' : textAt(settings, 'hostname');
  const self = config.store.list('cm/device').find((device) => textAt(device, 'selfDevice') === 'true');
  const own = (name: string): string => (self === undefined ? '' : textAt(self, name));
  return {
    baseMac: own('baseMac'),
    build: own('build'),
    edition: own('edition'),
    generation: 0,
    hostMac: own('baseMac'),
    hostname,
    isClustered: false,
    isVirtual: true,
    kind: 'shared:resolver:device-groups:deviceinfostate',
    lastUpdateMicros: 0,
    machineId: config.identity.machineId,
    managementAddress: own('managementIp'),
    platform: own('platformId'),
    platformMarketingName: own('marketingName'),
    product: own('product'),
    restFrameworkVersion: `${config.version}-${own('build')}`,
    selfLink: `https://localhost/mgmt/shared/${deviceInfoPath}`,
    slots: [{ volume: 'HD1.1', product: own('product'), version: config.version, build: own('build'), isActive: true }],
    version: config.version,
  };
}
