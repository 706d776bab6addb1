import { optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** A database variable, `provision.action`. They are there already: only `value` can be changed (tmsh reference, sys db). */
export const db = defineResource({
  path: 'sys/db',
  label: 'database variable',
  schema: () =>
    optional({
      defaultValue: text(),
      scfConfig: text(),
      value: text(),
      /** What `value` may be. */
      valueRange: text(),
    }),
  naming: 'name',
  readOnly: ['defaultValue', 'scfConfig', 'valueRange'],
});
export type Db = Model<typeof db>;
