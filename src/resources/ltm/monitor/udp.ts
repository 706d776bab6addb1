import { monitorDestination, optional, yesNo } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, exchange, exchangeCompared, monitorTraits, timing } from './probe.ts';

/**
 * Sends a UDP datagram; no answer is a right answer, an ICMP error is not. The parent monitor cannot change after creation
 * (tmsh reference, ltm monitor udp).
 *
 * @example
 * await bigip.ltm.monitor.udp.create({ name: 'dns', partition: 'k8s', send: 'default send string' });
 */
export const monitorUdp = defineResource({
  path: 'ltm/monitor/udp',
  schema: () => ({
    ...timing(),
    ...adaptive(),
    ...exchange(),
    ...optional({
      /** Whether it writes what it does into a file on the device. */
      debug: yesNo(),
      /** What is asked; cannot change while the monitor is in use. */
      destination: monitorDestination(),
    }),
  }),
  unset: { description: '', send: '', recv: '', recvDisable: '' },
  compareAs: exchangeCompared,
  ...monitorTraits,
});
export type MonitorUdp = Model<typeof monitorUdp>;
