import { link, optional, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * A profile on a virtual server. Its name is the profile's full path. To change a profile for another of its kind, replace
 * the virtual server's whole `profiles` (facts: icontrol-rest 5.11).
 *
 * @example
 * await bigip.ltm.virtual.profiles('/k8s/web').create({ name: 'http', partition: 'Common', context: 'all' });
 */
export const virtualProfile = defineResource({
  path: 'ltm/virtual/profiles',
  schema: () =>
    optional({
      /** On which side it works. */
      context: words(['all', 'clientside', 'serverside']),
      nameReference: link(),
    }),
  dependsOn: ['ltm/virtual'],
  readOnly: ['nameReference'],
});
export type VirtualProfile = Model<typeof virtualProfile>;

/**
 * An LTM policy on a virtual server. Its name is the policy's full path.
 *
 * @example
 * await bigip.ltm.virtual.policies('/k8s/web').create({ name: 'by-path', partition: 'Common' });
 */
export const virtualPolicy = defineResource({
  path: 'ltm/virtual/policies',
  schema: () => optional({ nameReference: link() }),
  dependsOn: ['ltm/virtual'],
  readOnly: ['nameReference'],
});
export type VirtualPolicy = Model<typeof virtualPolicy>;
