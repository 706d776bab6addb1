import { profile } from './profile.ts';

/** `ltm/profile/splitsessionserver`: the settings of the factory profile `splitsessionserver` and of those derived from it. */
export const splitsessionserver = profile({
  type: 'splitsessionserver',
  label: 'Splitsessionserver Profile',
  root: 'splitsessionserver',
  defaults: {
    httpHeader: 'none',
    listenIp: 'any6',
    listenPort: 0,
    localPeer: 'false',
    sessionLookupType: 'flow',
    splitsessionclient: 'none',
  },
});
