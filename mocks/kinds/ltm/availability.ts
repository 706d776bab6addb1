import type { Config } from '../../config/config.ts';
import type { Subject } from '../../config/entry.ts';
import type { JsonObject } from '../../json.ts';

/**
 * `session` and `state` of a node or member. Written are `user-…` values only; shown is what monitors made of them.
 * The mock's monitors find everything up, unless the test author set a `state`.
 */
export function availability(subject: Subject, monitored: boolean, _config: Config): JsonObject {
  const { session, state } = subject.own;
  const derived: Record<string, string> = {};
  if (session === undefined || session === 'user-enabled') {
    derived['session'] = monitored ? 'monitor-enabled' : 'user-enabled';
  }
  if (state === undefined || state === 'user-up') {
    const fqdn = subject.properties['address'] === 'any6';
    derived['state'] = fqdn ? 'fqdn-up' : monitored ? 'up' : 'unchecked';
  }
  return derived;
}
