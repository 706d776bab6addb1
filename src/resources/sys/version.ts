import { optional, text } from '../../values/fields.ts';
import { defineResource, type PropertiesOf } from '../define.ts';

/**
 * The software that runs. It is told in the way of statistics, with capital letters (facts: icontrol-rest 4.6).
 *
 * @example
 * const { Version } = await bigip.sys.version.get();
 */
export const version = defineResource({
  path: 'sys/version',
  form: 'status',
  schema: () => ({
    /** `15.1.2.1` */
    Version: text(),
    ...optional({
      /** `0.0.4` */
      Build: text(),
      /** When it was built, `Tue Sep 17 15:44:32 PDT 2019`. */
      Date: text(),
      /** `Final`, `Point Release 1` */
      Edition: text(),
      /** `BIG-IP` */
      Product: text(),
      /** `Main Package` */
      Title: text(),
    }),
  }),
});
export type Version = PropertiesOf<typeof version>;
