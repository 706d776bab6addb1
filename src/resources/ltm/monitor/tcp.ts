import { monitorDestination, optional } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, exchange, exchangeCompared, monitorTraits, timing } from './probe.ts';

/**
 * Opens a TCP connection, and may send and expect text. The parent monitor cannot change after creation (tmsh reference,
 * ltm monitor tcp).
 *
 * @example
 * await bigip.ltm.monitor.tcp.create({ name: 'port', partition: 'k8s', interval: 5, timeout: 16 });
 */
export const monitorTcp = defineResource({
  path: 'ltm/monitor/tcp',
  schema: () => ({
    ...timing(),
    ...adaptive(),
    ...exchange(),
    ...optional({
      /** What is asked; cannot change while the monitor is in use. */
      destination: monitorDestination(),
    }),
  }),
  unset: { description: '', send: '', recv: '', recvDisable: '' },
  compareAs: exchangeCompared,
  ...monitorTraits,
});
export type MonitorTcp = Model<typeof monitorTcp>;
