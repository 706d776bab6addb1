import { profile } from './profile.ts';

/** `ltm/profile/radius`: the settings of the factory profile `radiusLB` and of those derived from it. */
export const radius = profile({
  type: 'radius',
  label: 'Radius Profile',
  root: 'radiusLB',
  defaults: {
    clients: [],
    persistAvp: 'none',
  },
  derived: {
    'radiusLB-subscriber-aware': {},
  },
});
