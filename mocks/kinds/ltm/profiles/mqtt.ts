import { profile } from './profile.ts';

/** `ltm/profile/mqtt`: the settings of the factory profile `mqtt` and of those derived from it. */
export const mqtt = profile({
  type: 'mqtt',
  label: 'Mqtt Profile',
  root: 'mqtt',
  defaults: {},
});
