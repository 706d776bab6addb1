import { link, list, open, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** A local user. `password` is set and never returned; `role` goes with a partition or `all-partitions` (tmsh reference, auth user). */
export const user = defineResource({
  path: 'auth/user',
  label: 'user',
  schema: () =>
    optional({
      description: text(),
      /** A hash, as the device keeps it. */
      encryptedPassword: text(),
      partitionAccess: list(open({ name: text(), ...optional({ nameReference: link(), role: text() }) })),
      /** Never returned. */
      password: text(),
      sessionLimit: text(),
      /** `none`, `tmsh` or `bash`. */
      shell: text(),
    }),
  naming: 'name',
  readOnly: ['encryptedPassword'],
  writeOnly: ['password'],
  unordered: ['partitionAccess'],
  unset: { description: '' },
});
export type User = Model<typeof user>;
