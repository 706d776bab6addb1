/** Whether a pool member or a node takes traffic: what a hand wishes, and what monitors find. */
import { words } from '../../values/fields.ts';
import type { Switches } from '../define.ts';

/** What is read is never to be written back: only the two wishes are (facts: icontrol-rest 7.7). */
export const session = () =>
  words(
    ['user-enabled', 'user-disabled'],
    ['monitor-enabled', 'monitor-disabled', 'addr-disabled', 'fqdn-disabled', 'forced-disabled', 'enabled', 'disabled'],
  );

export const state = () =>
  words(
    ['user-up', 'user-down'],
    [
      'up',
      'down',
      'checking',
      'unchecked',
      'unknown',
      'addr-down',
      'maint',
      'fqdn-up',
      'fqdn-up-no-addr',
      'fqdn-down',
      'fqdn-checking',
      'fqdn-unchecked',
    ],
  );

/** The three positions of the switch in the device's own user interface (facts: icontrol-rest 7.7). */
export const switches = {
  enable: { state: 'user-up', session: 'user-enabled' },
  disable: { state: 'user-up', session: 'user-disabled' },
  forceOffline: { state: 'user-down', session: 'user-disabled' },
  connections: 'serverside.curConns',
} as const satisfies Switches;
