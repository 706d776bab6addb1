import { address, integer, metadata, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A node: one server address that pool members refer to. BIG-IP makes it with the first member on an address, names it
 * by that address, and keeps it when the member goes. The address cannot change after creation.
 */
export const node = defineResource({
  path: 'ltm/node',
  schema: () => ({
    address: address().optional(),
    connectionLimit: integer().optional(),
    description: text().optional(),
    dynamicRatio: integer().optional(),
    ephemeral: text().optional(),
    logging: text().optional(),
    metadata: metadata().optional(),
    monitor: text().optional(),
    rateLimit: text().optional(),
    ratio: integer().optional(),
    session: text().optional(),
    state: text().optional(),
  }),
  fixed: ['address'],
  readOnly: ['ephemeral'],
  mark: 'metadata',
});
export type Node = Model<typeof node>;
