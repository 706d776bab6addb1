import { link, list, metadata, optional, references, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * Addresses that connections to servers come from. Members are full paths of SNAT translations, made where they are missing.
 *
 * @example
 * await bigip.ltm.snatpool.create({ name: 'out', partition: 'k8s', members: ['/k8s/192.0.2.10', '/k8s/192.0.2.11'] });
 */
export const snatpool = defineResource({
  path: 'ltm/snatpool',
  label: 'Snatpool',
  schema: () => ({
    members: references(),
    ...optional({ appService: text(), description: text(), membersReference: list(link()), metadata: metadata() }),
  }),
  dependsOn: ['ltm/snat-translation'],
  readOnly: ['membersReference'],
  unordered: ['members', 'metadata'],
  unset: { description: '' },
  mark: 'metadata',
});
export type Snatpool = Model<typeof snatpool>;
