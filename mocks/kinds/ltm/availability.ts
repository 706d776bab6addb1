import type { Config } from '../../config/config.ts';
import type { Subject } from '../../config/entry.ts';
import type { JsonObject } from '../../json.ts';
import { choice } from '../property.ts';

/** Whether a node or member takes connections; monitors show their part in it. */
export const session = choice('user-enabled', ['user-enabled', 'user-disabled'], { seen: ['monitor-enabled'] });

/** Whether a node or member is up. */
export const state = choice('unchecked', ['user-up', 'user-down'], {
  seen: [
    'up',
    'down',
    'checking',
    'unchecked',
    'unreachable',
    'fqdn-up',
    'fqdn-down',
    'fqdn-checking',
    'fqdn-up-no-addr',
  ],
});

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
