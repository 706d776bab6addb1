import { profile } from './profile.ts';

/** `ltm/profile/ipother`: the settings of the factory profile `ipother` and of those derived from it. */
export const ipother = profile({
  type: 'ipother',
  label: 'Ipother Profile',
  root: 'ipother',
  defaults: {
    idleTimeout: '60',
  },
});
