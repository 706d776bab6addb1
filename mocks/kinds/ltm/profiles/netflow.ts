import { profile } from './profile.ts';

/** `ltm/profile/netflow`: the settings of the factory profile `netflow` and of those derived from it. */
export const netflow = profile({
  type: 'netflow',
  label: 'Netflow Profile',
  root: 'netflow',
  defaults: {
    netflowVersion: 'version-5',
  },
});
