import { profile } from './profile.ts';

/** `ltm/profile/pptp`: the settings of the factory profile `pptp` and of those derived from it. */
export const pptp = profile({
  type: 'pptp',
  label: 'Pptp Profile',
  root: 'pptp',
  defaults: {
    csvFormat: 'disabled',
    includeDestinationIp: 'disabled',
    publisherName: 'none',
  },
});
