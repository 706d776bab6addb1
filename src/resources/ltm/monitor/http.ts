import { monitorDestination, optional, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, exchange, exchangeCompared, monitorTraits, timing } from './probe.ts';

/**
 * Asks a server over HTTP. The parent monitor cannot change after creation; `password` is returned encrypted (tmsh
 * reference, ltm monitor http).
 *
 * @example
 * await bigip.ltm.monitor.http.create({
 *   name: 'ready',
 *   partition: 'k8s',
 *   defaultsFrom: '/Common/http',
 *   send: 'GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n',
 *   recv: '200 OK',
 * });
 */
export const monitorHttp = defineResource({
  path: 'ltm/monitor/http',
  schema: () => ({
    ...timing(),
    ...adaptive(),
    ...exchange(),
    ...optional({
      /** What is asked; cannot change while the monitor is in use. */
      destination: monitorDestination(),
      /** Encrypted when it is read. */
      password: text(),
      username: text(),
    }),
  }),
  unset: { description: '', send: '', recv: '', recvDisable: '' },
  compareAs: exchangeCompared,
  ...monitorTraits,
});
export type MonitorHttp = Model<typeof monitorHttp>;
