import { profile } from './profile.ts';

/** `ltm/profile/qoe`: the settings of the factory profile `qoe` and of those derived from it. */
export const qoe = profile({
  type: 'qoe',
  label: 'Qoe Profile',
  root: 'qoe',
  defaults: {
    video: 'false',
  },
});
