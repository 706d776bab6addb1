import { profile } from './profile.ts';

/** `ltm/profile/websocket`: the settings of the factory profile `websocket` and of those derived from it. */
export const websocket = profile({
  type: 'websocket',
  label: 'Websocket Profile',
  root: 'websocket',
  defaults: {
    masking: 'selective',
  },
});
