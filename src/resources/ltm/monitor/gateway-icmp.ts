import { monitorDestination, optional } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';
import { adaptive, monitorTraits, timing } from './probe.ts';

/**
 * Pings what lies behind a pool member, as for a router. The parent monitor cannot change after creation (tmsh reference,
 * ltm monitor gateway-icmp).
 *
 * @example
 * await bigip.ltm.monitor.gatewayIcmp.create({ name: 'uplink', partition: 'k8s', destination: '192.0.2.1:*' });
 */
export const monitorGatewayIcmp = defineResource({
  path: 'ltm/monitor/gateway-icmp',
  schema: () => ({ ...timing(), ...adaptive(), ...optional({ destination: monitorDestination() }) }),
  unset: { description: '' },
  ...monitorTraits,
});
export type MonitorGatewayIcmp = Model<typeof monitorGatewayIcmp>;
