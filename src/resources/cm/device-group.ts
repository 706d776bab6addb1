import { enabledDisabled, flag, integer, link, optional, text, trueFalse, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A unit in a device group. Its name is the device's full path.
 *
 * @example
 * const units = await bigip.cm.deviceGroup.devices('/Common/pair').list().toArray();
 */
export const deviceGroupDevice = defineResource({
  path: 'cm/device-group/devices',
  schema: () => optional({ nameReference: link(), setSyncLeader: flag() }),
  dependsOn: ['cm/device-group'],
  readOnly: ['nameReference'],
});
export type DeviceGroupDevice = Model<typeof deviceGroupDevice>;

/**
 * Units that share a configuration. `type` cannot change after creation. `device_trust_group` and `gtm` are always there
 * (facts: icontrol-rest 5.2, 11.2; tmsh reference, cm device-group).
 *
 * @example
 * await bigip.cm.deviceGroup.modify('/Common/pair', { autoSync: 'enabled' });
 */
export const deviceGroup = defineResource({
  path: 'cm/device-group',
  label: 'device group',
  schema: () =>
    optional({
      appService: text(),
      asmSync: enabledDisabled(),
      /** Whether changes are copied without being asked for. */
      autoSync: enabledDisabled(),
      description: text(),
      fullLoadOnSync: trueFalse(),
      /** Kilobytes of changes that are kept for an incremental copy. */
      incrementalConfigSyncSizeMax: integer(),
      networkFailover: enabledDisabled(),
      saveOnAutoSync: trueFalse(),
      /** Cannot change after creation. */
      type: words(['sync-only', 'sync-failover']),
    }),
  children: { devices: deviceGroupDevice },
  fixed: ['type'],
  unset: { description: '' },
});
export type DeviceGroup = Model<typeof deviceGroup>;
