import { optional, text, trueFalse } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A database variable, `provision.action`. They are there already: only `value` can be changed (tmsh reference, sys db).
 *
 * @example
 * const { value } = await bigip.sys.db.get('systemauth.disablebash');
 */
export const db = defineResource({
  path: 'sys/db',
  label: 'database variable',
  schema: () =>
    optional({
      defaultValue: text(),
      /** Whether it goes along in a single configuration file. */
      scfConfig: trueFalse(),
      value: text(),
      /** What `value` may be. */
      valueRange: text(),
    }),
  naming: 'name',
  readOnly: ['defaultValue', 'scfConfig', 'valueRange'],
});
export type Db = Model<typeof db>;
