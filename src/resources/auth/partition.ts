import { integer, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/** An administrative partition. `defaultRouteDomain` is what an address without `%` means in it. Not in a transaction. */
export const partition = defineResource({
  path: 'auth/partition',
  schema: () => ({ defaultRouteDomain: integer().optional(), description: text().optional() }),
  naming: 'name',
});
export type Partition = Model<typeof partition>;
