import { profile } from './profile.ts';

/** `ltm/profile/splitsessionclient`: the settings of the factory profile `splitsessionclient` and of those derived from it. */
export const splitsessionclient = profile({
  type: 'splitsessionclient',
  label: 'Splitsessionclient Profile',
  root: 'splitsessionclient',
  defaults: {
    httpHeader: 'none',
    localPeer: 'false',
    peerIp: 'any6',
    peerPort: 0,
    sessionLookupType: 'flow',
  },
});
