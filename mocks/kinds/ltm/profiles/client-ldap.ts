import { profile } from './profile.ts';

/** `ltm/profile/client-ldap`: the settings of the factory profile `clientldap` and of those derived from it. */
export const clientLdap = profile({
  type: 'client-ldap',
  label: 'Client Ldap Profile',
  root: 'clientldap',
  defaults: {
    activationMode: 'require',
  },
});
