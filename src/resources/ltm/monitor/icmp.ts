import { monitorAddress, optional } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, monitorTraits, timing } from './probe.ts';

/**
 * Pings a node. It knows no port. The parent monitor cannot change after creation (tmsh reference, ltm monitor icmp).
 *
 * @example
 * await bigip.ltm.monitor.icmp.create({ name: 'ping', partition: 'k8s', interval: 5, timeout: 16 });
 */
export const monitorIcmp = defineResource({
  path: 'ltm/monitor/icmp',
  schema: () => ({
    ...timing(),
    ...adaptive(),
    ...optional({
      /** `*` is the node itself. */
      destination: monitorAddress(),
    }),
  }),
  unset: { description: '' },
  ...monitorTraits,
});
export type MonitorIcmp = Model<typeof monitorIcmp>;
