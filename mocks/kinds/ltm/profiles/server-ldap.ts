import { profile } from './profile.ts';

/** `ltm/profile/server-ldap`: the settings of the factory profile `serverldap` and of those derived from it. */
export const serverLdap = profile({
  type: 'server-ldap',
  label: 'Server Ldap Profile',
  root: 'serverldap',
  defaults: {
    activationMode: 'none',
  },
});
