import { profile } from './profile.ts';

/** `ltm/profile/smtps`: the settings of the factory profile `smtps` and of those derived from it. */
export const smtps = profile({
  type: 'smtps',
  label: 'Smtps Profile',
  root: 'smtps',
  defaults: {
    activationMode: 'require',
  },
});
