/** How monitors and persistence profiles come back. The data are ours. */
import { monitor, type Row } from './row.ts';

export const monitorRows: readonly Row[] = [
  ...(['http', 'tcp', 'udp', 'https'] as const).flatMap((type) => [
    monitor(type, 'line ends as escapes', { send: 'GET /\\r\\n' }, { send: 'GET /\\r\\n' }, { send: 'GET /' }),
    monitor(
      type,
      'line ends as they are',
      { send: 'GET /\\r\\n\\tx' },
      { send: 'GET /\r\n\tx' },
      { send: 'GET /\r\n x' },
    ),
    monitor(type, 'nothing expected, not said', { recv: null }, {}, { recv: 'ok' }),
    monitor(
      type,
      'nothing expected, as none',
      { recv: null, send: null },
      { recv: 'none', send: '' },
      { recv: 'none', send: 'x' },
    ),
    monitor(
      type,
      'escapes of an expression',
      { recv: '^HTTP/1\\.1 200\\s' },
      { recv: '^HTTP/1\\.1 200\\s' },
      { recv: '^HTTP/1.1 200\\s' },
    ),
    monitor(
      type,
      'the same port by name',
      { destination: '*:80' },
      { destination: '*:http' },
      { destination: '*:https' },
    ),
    monitor(
      type,
      'any address in the spelling of IPv6',
      { destination: '*:*' },
      { destination: '*.*' },
      { destination: '*:80' },
    ),
    monitor(
      type,
      'numbers as text',
      { interval: 5, timeout: 16 },
      { interval: '5', timeout: '16' },
      { interval: 5, timeout: 31 },
    ),
    monitor(
      type,
      'what its parent says',
      { interval: 5 },
      {
        interval: 5,
        defaultsFrom: `/Common/${type}`,
        timeUntilUp: 0,
        upInterval: 0,
        manualResume: 'disabled',
        adaptive: 'disabled',
      },
      { interval: 6 },
    ),
  ]),
  {
    what: 'persistence that lasts as long, as a number',
    type: 'ltm/persistence/source-addr',
    name: 'x_source_addr',
    sent: { timeout: '180' },
    answered: { timeout: 180, defaultsFrom: '/Common/source_addr', mask: 'none' },
    other: { timeout: 10_800 },
  },
];
