import { monitorDestination, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { monitorTraits, timing } from './probe.ts';

/**
 * Runs a program of the device that says whether something is up. The parent monitor cannot change (tmsh reference, ltm monitor external).
 *
 * @example
 * await bigip.ltm.monitor.external.create({ name: 'own', partition: 'k8s', run: '/Common/check.sh', args: '--quick' });
 */
export const monitorExternal = defineResource({
  path: 'ltm/monitor/external',
  schema: () => ({
    ...timing(),
    ...optional({
      /** Arguments behind address and port. */
      args: text(),
      destination: monitorDestination(),
      /** Full path of the program, an imported file. */
      run: reference(),
    }),
  }),
  unset: { description: '', args: '' },
  ...monitorTraits,
});
export type MonitorExternal = Model<typeof monitorExternal>;
