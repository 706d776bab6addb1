import { profile } from './profile.ts';

/** `ltm/profile/mblb`: the settings of the factory profile `mblb` and of those derived from it. */
export const mblb = profile({
  type: 'mblb',
  label: 'Mblb Profile',
  root: 'mblb',
  defaults: {
    egressHigh: 50,
    egressLow: 5,
    ingressHigh: 50,
    ingressLow: 5,
    isolateAbort: 'enabled',
    isolateClient: 'disabled',
    isolateExpire: 'enabled',
    isolateServer: 'enabled',
    minConn: 0,
    shutdownTimeout: 5,
    tagTtl: 60,
  },
});
