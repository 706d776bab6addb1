import { profile } from './profile.ts';

/** `ltm/profile/one-connect`: the settings of the factory profile `oneconnect` and of those derived from it. */
export const oneConnect = profile({
  type: 'one-connect',
  label: 'OneConnect Profile',
  root: 'oneconnect',
  defaults: {
    idleTimeoutOverride: 'disabled',
    limitType: 'none',
    maxAge: 86400,
    maxReuse: 1000,
    maxSize: 10000,
    sharePools: 'disabled',
    sourceMask: 'any',
  },
});
