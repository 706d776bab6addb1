import { profile } from './profile.ts';

/** `ltm/profile/imap`: the settings of the factory profile `imap` and of those derived from it. */
export const imap = profile({
  type: 'imap',
  label: 'Imap Profile',
  root: 'imap',
  defaults: {
    activationMode: 'require',
  },
});
