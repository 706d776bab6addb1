import { profile } from './profile.ts';

/** `ltm/profile/ipsecalg`: the settings of the factory profile `ipsecalg` and of those derived from it. */
export const ipsecalg = profile({
  type: 'ipsecalg',
  label: 'Ipsecalg Profile',
  root: 'ipsecalg',
  defaults: {
    idleTimeout: '3600',
    initialConnectionTimeout: 3,
    logProfile: 'none',
    logPublisher: 'none',
    pendingIkeConnectionLimit: 5,
  },
});
