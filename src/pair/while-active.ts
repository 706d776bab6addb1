/**
 * A unit that is written to only as long as it is the active one. BIG-IP itself takes writes in any role; those on a standby
 * unit would be lost with the next copy of the configuration, or stand against those of the other.
 */
import { sharesWritesOf } from '../apply/index.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { NotActiveError } from './errors.ts';
import { roleOf } from './roles.ts';

/** What the group shares: a commit, and what is written to local traffic and routes outside a transaction. */
function isShared(method: string, [area, kind]: readonly string[], queued: boolean): boolean {
  if (method === 'GET' || queued) return false;
  return area === 'ltm' || (area === 'net' && kind === 'route') || (area === 'transaction' && method === 'PATCH');
}

export function whileActive(unit: Requester, name: string, options: CallOptions): Requester {
  const guarded: Requester = {
    clock: unit.clock,
    ...(unit.host === undefined ? {} : { host: unit.host }),
    ...(unit.readiness === undefined ? {} : { readiness: unit.readiness }),
    async request(method, segments, more = {}) {
      if (isShared(method, segments, more.coordinationId !== undefined)) {
        const role = await roleOf(unit, options);
        if (role !== 'active')
          throw new NotActiveError(`${name} is ${role} and not active any more, so nothing more was written to it`, {
            outcome: 'not-sent',
          });
      }
      return unit.request(method, segments, more);
    },
  };
  sharesWritesOf(guarded, unit);
  return guarded;
}
