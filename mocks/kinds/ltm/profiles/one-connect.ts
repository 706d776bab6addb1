import { text } from '../../property.ts';
import { profile } from './profile.ts';

/** Ways to write the mask that matches everything; f5-ansible sends 0 and reads `any`. */
const everything = new Set(['0', '0.0.0.0', '::', 'any6']);

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
  special: { sourceMask: text('any', { spell: (mask) => (everything.has(mask) ? 'any' : mask) }) },
});
