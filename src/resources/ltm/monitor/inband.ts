import { integer, link, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { monitorTraits } from './probe.ts';

/**
 * Asks nothing: watches the traffic itself. The parent monitor cannot change after creation (tmsh reference, ltm monitor inband).
 *
 * @example
 * await bigip.ltm.monitor.inband.create({ name: 'watch', partition: 'k8s', failures: 3, failureInterval: 30 });
 */
export const monitorInband = defineResource({
  path: 'ltm/monitor/inband',
  schema: () =>
    optional({
      appService: text(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      /** Seconds in which `failures` are counted. */
      failureInterval: integer(),
      /** Failures that are one too many. */
      failures: integer(),
      /** Seconds that an answer may take; 0 is any. */
      responseTime: integer(),
      /** Seconds before it is tried again; 0 is never. */
      retryTime: integer(),
    }),
  unset: { description: '' },
  ...monitorTraits,
});
export type MonitorInband = Model<typeof monitorInband>;
