import { profile } from './profile.ts';

/** `ltm/profile/ftp`: the settings of the factory profile `ftp` and of those derived from it. */
export const ftp = profile({
  type: 'ftp',
  label: 'FTP Profile',
  root: 'ftp',
  since: {
    allowActiveMode: '13.0',
    appService: '13.0',
    description: '13.0',
    enforceTlsSessionReuse: '13.0',
    ftpsMode: '13.0',
    inheritVlanList: '13.0',
  },
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
