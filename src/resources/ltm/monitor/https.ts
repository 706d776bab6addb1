import { enabledDisabled, monitorDestination, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, exchange, exchangeCompared, monitorTraits, timing } from './probe.ts';

/**
 * Asks a server over HTTPS. The parent monitor cannot change after creation (tmsh reference, ltm monitor https).
 *
 * @example
 * await bigip.ltm.monitor.https.create({
 *   name: 'ready-tls',
 *   partition: 'k8s',
 *   send: 'GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n',
 *   recv: '200 OK',
 * });
 */
export const monitorHttps = defineResource({
  path: 'ltm/monitor/https',
  schema: () => ({
    ...timing(),
    ...adaptive(),
    ...exchange(),
    ...optional({
      /** Client certificate. */
      cert: reference(),
      /** Ciphers of OpenSSL; replaced by `sslProfile` from 13.1 on. */
      cipherlist: text(),
      /** Whether workarounds for old servers are on. */
      compatibility: enabledDisabled(),
      destination: monitorDestination(),
      /** Key of the client certificate. */
      key: reference(),
      /** Encrypted when it is read. */
      password: text(),
      /** Server SSL profile, from 13.1 on. */
      sslProfile: reference(),
      username: text(),
    }),
  }),
  unset: { description: '', send: '', recv: '', recvDisable: '' },
  compareAs: exchangeCompared,
  ...monitorTraits,
});
export type MonitorHttps = Model<typeof monitorHttps>;
