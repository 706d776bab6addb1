import { link, optional, reference, text, trueFalse } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A folder. A partition's own folder has its name and lies in the root, which is called `/`. Which units get what is in it
 * follows from `deviceGroup` and `trafficGroup` (facts: icontrol-rest 3.1, 11.3; tmsh reference, sys folder).
 *
 * @example
 * await bigip.sys.folder.create({ name: 'app.app', partition: 'k8s' });
 */
export const folder = defineResource({
  path: 'sys/folder',
  label: 'folder',
  schema: () =>
    optional({
      appService: text(),
      description: text(),
      /** Device group that it is copied to; `none` is no other unit. */
      deviceGroup: reference(),
      deviceGroupReference: link(),
      hidden: trueFalse(),
      /** Whether the device group is that of the folder above. */
      inheritedDevicegroup: trueFalse(),
      /** Whether the traffic group is that of the folder above. */
      inheritedTrafficGroup: trueFalse(),
      /** Whether references out of it are not checked when it is copied. */
      noRefCheck: trueFalse(),
      trafficGroup: reference(),
      trafficGroupReference: link(),
    }),
  readOnly: ['deviceGroupReference', 'trafficGroupReference'],
  unset: { description: '' },
});
export type Folder = Model<typeof folder>;
