/** What BIG-IP says of a pool member, in words of one meaning each (facts: icontrol-rest 7.6, 7.7). */
import type { Json, Properties } from '../state.ts';

/** `monitor` of a pool or a member that names none. */
function isUnmonitored(wire: Json | undefined): boolean {
  const rule = typeof wire === 'string' ? wire.trim() : '';
  return rule === '' || rule === 'none' || rule === '/Common/none';
}

/** Whether monitors ask a member: its own, or its pool's. */
function isMonitored(member: Properties, pool: Properties): boolean {
  const own = member['monitor'];
  const asPool = own === undefined || own === '' || (typeof own === 'string' && own.trim() === 'default');
  return !isUnmonitored(asPool ? pool['monitor'] : own);
}

/** Whether it takes new connections: enabled by hand, and up, or unchecked where nothing asks it. */
export function takesTraffic(member: Properties, pool: Properties): boolean {
  const { session, state } = member;
  if (session === 'user-disabled') return false;
  if (state === 'up' || state === 'fqdn-up') return true;
  return (state === 'unchecked' || state === 'fqdn-unchecked') && !isMonitored(member, pool);
}
