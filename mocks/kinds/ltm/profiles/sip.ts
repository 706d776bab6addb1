import { profile } from './profile.ts';

/** `ltm/profile/sip`: the settings of the factory profile `sip` and of those derived from it. */
export const sip = profile({
  type: 'sip',
  label: 'SIP Profile',
  root: 'sip',
  defaults: {
    algEnable: 'disabled',
    community: 'none',
    dialogAware: 'disabled',
    dialogEstablishmentTimeout: 10,
    enableSipFirewall: 'no',
    insertRecordRouteHeader: 'disabled',
    insertViaHeader: 'disabled',
    logProfile: 'none',
    logPublisher: 'none',
    maxMediaSessions: 6,
    maxRegistrations: 100,
    maxSessionsPerRegistration: 50,
    maxSize: 65535,
    registrationTimeout: 3600,
    rtpProxyStyle: 'symmetric',
    secureViaHeader: 'disabled',
    security: 'disabled',
    sipSessionTimeout: 300,
    terminateOnBye: 'enabled',
    userViaHeader: 'none',
  },
});
