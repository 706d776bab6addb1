import { integer, optional, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * How much of the device a module gets. The modules are there already: they can only be changed (tmsh reference, sys provision).
 *
 * @example
 * const { level } = await bigip.sys.provision.get('ltm');
 */
export const provision = defineResource({
  path: 'sys/provision',
  label: 'provision',
  schema: () =>
    optional({
      cpuRatio: integer(),
      diskRatio: integer(),
      level: words(['none', 'minimum', 'nominal', 'dedicated', 'custom']),
      memoryRatio: integer(),
    }),
  naming: 'name',
});
export type Provision = Model<typeof provision>;
