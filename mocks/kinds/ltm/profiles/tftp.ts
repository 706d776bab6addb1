import { profile } from './profile.ts';

/** `ltm/profile/tftp`: the settings of the factory profile `tftp` and of those derived from it. */
export const tftp = profile({
  type: 'tftp',
  label: 'Tftp Profile',
  root: 'tftp',
  defaults: {
    idleTimeout: '30',
    logProfile: 'none',
    logPublisher: 'none',
  },
});
