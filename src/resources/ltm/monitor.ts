import type { z } from 'zod';
import { integer, reference, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

const timing = () => ({
  defaultsFrom: reference().optional(),
  description: text().optional(),
  destination: text().optional(),
  interval: integer().optional(),
  ipDscp: integer().optional(),
  manualResume: text().optional(),
  timeout: integer().optional(),
  timeUntilUp: integer().optional(),
  upInterval: integer().optional(),
});

const exchange = () => ({
  ...timing(),
  adaptive: text().optional(),
  recv: text().optional(),
  recvDisable: text().optional(),
  reverse: text().optional(),
  send: text().optional(),
  transparent: text().optional(),
});

/** A monitor's type is part of its URI; `defaultsFrom` cannot change after creation (facts: icontrol-rest 7.8). */
function monitor<S extends Readonly<Record<string, z.ZodType>>>(path: string, schema: () => S) {
  return defineResource({
    path,
    schema,
    fixed: ['defaultsFrom'],
    unset: { description: '', send: '', recv: '' },
    mark: 'description',
  });
}

/** Asks a server over HTTP. `interval` and `timeout` are seconds; `send` and `recv` hold escapes (`\r\n`) as text. */
export const monitorHttp = monitor('ltm/monitor/http', exchange);
/** Opens a TCP connection, and may send and expect text. `interval` and `timeout` are seconds. */
export const monitorTcp = monitor('ltm/monitor/tcp', exchange);
/** Sends a UDP datagram. `interval` and `timeout` are seconds. */
export const monitorUdp = monitor('ltm/monitor/udp', exchange);

export type MonitorHttp = Model<typeof monitorHttp>;
export type MonitorTcp = Model<typeof monitorTcp>;
export type MonitorUdp = Model<typeof monitorUdp>;
