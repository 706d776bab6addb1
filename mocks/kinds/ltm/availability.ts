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
  // An FQDN node has no address of its own that a monitor could ask.
  const fqdn = subject.properties['address'] === 'any6';
  if (session === undefined || session === 'user-enabled') {
    derived['session'] = monitored && !fqdn ? 'monitor-enabled' : 'user-enabled';
  }
  if (state === undefined || state === 'user-up') {
    derived['state'] = fqdn ? 'fqdn-up' : monitored ? 'up' : 'unchecked';
  }
  return derived;
}
