import { profile } from './profile.ts';

/** `ltm/profile/icap`: the settings of the factory profile `icap` and of those derived from it. */
export const icap = profile({
  type: 'icap',
  label: 'Icap Profile',
  root: 'icap',
  undescribed: true,
  defaults: {
    headerFrom: 'none',
    host: 'none',
    previewLength: 0,
    referer: 'none',
    uri: 'none',
    userAgent: 'none',
  },
});
