import { profile } from './profile.ts';

/** `ltm/profile/certificate-authority`: the settings of the factory profile `certificateauthority` and of those derived from it. */
export const certificateAuthority = profile({
  type: 'certificate-authority',
  label: 'Certificate Authority Profile',
  root: 'certificateauthority',
  defaults: {
    authenticateDepth: 9,
    caFile: 'none',
    crlFile: 'none',
    locationSpecific: 'false',
    updateCrl: 'false',
  },
});
