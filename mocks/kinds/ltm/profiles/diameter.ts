import { profile } from './profile.ts';

/** `ltm/profile/diameter`: the settings of the factory profile `diameter` and of those derived from it. */
export const diameter = profile({
  type: 'diameter',
  label: 'Diameter Profile',
  root: 'diameter',
  defaults: {
    connectionPrime: 'disabled',
    destinationRealm: 'none',
    handshakeTimeout: 10,
    hostIpRewrite: 'enabled',
    maxRetransmitAttempts: 1,
    maxWatchdogFailure: 10,
    originHostToClient: 'none',
    originHostToServer: 'none',
    originRealmToClient: 'none',
    originRealmToServer: 'none',
    parentAvp: 'none',
    persistAvp: 'Session-Id',
    resetOnTimeout: 'enabled',
    retransmitTimeout: 10,
    watchdogTimeout: 0,
  },
});
