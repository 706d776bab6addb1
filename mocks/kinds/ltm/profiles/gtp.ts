import { profile } from './profile.ts';

/** `ltm/profile/gtp`: the settings of the factory profile `gtp` and of those derived from it. */
export const gtp = profile({
  type: 'gtp',
  label: 'Gtp Profile',
  root: 'gtp',
  defaults: {
    ingressMax: 0,
  },
});
