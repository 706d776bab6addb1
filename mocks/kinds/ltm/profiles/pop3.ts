import { profile } from './profile.ts';

/** `ltm/profile/pop3`: the settings of the factory profile `pop3` and of those derived from it. */
export const pop3 = profile({
  type: 'pop3',
  label: 'Pop3 Profile',
  root: 'pop3',
  defaults: {
    activationMode: 'require',
  },
});
