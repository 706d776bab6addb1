import { integer, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * An administrative partition. Not in a transaction: BIG-IP does not take its creation and deletion there. It can be
 * deleted when nothing is in it (facts: icontrol-rest 3.6, 7.3, 9.8).
 *
 * @example
 * await bigip.auth.partition.create({ name: 'k8s', description: 'cluster 1' });
 */
export const partition = defineResource({
  path: 'auth/partition',
  label: 'partition',
  schema: () =>
    optional({
      /** The route domain of an address without `%` in this partition. */
      defaultRouteDomain: integer(),
      description: text(),
    }),
  naming: 'name',
  transactional: false,
  unset: { description: '' },
});
export type Partition = Model<typeof partition>;
