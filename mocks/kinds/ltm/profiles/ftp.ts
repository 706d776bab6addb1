import { profile } from './profile.ts';

/** `ltm/profile/ftp`: the settings of the factory profile `ftp` and of those derived from it. */
export const ftp = profile({
  type: 'ftp',
  label: 'FTP Profile',
  root: 'ftp',
  defaults: {
    allowActiveMode: 'enabled',
    allowFtps: 'disabled',
    enforceTlsSessionReuse: 'disabled',
    ftpsMode: 'disallow',
    inheritParentProfile: 'disabled',
    inheritVlanList: 'disabled',
    logProfile: 'none',
    logPublisher: 'none',
    port: 20,
    security: 'disabled',
    translateExtended: 'enabled',
  },
});
