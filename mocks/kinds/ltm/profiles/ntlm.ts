import { profile } from './profile.ts';

/** `ltm/profile/ntlm`: the settings of the factory profile `ntlm` and of those derived from it. */
export const ntlm = profile({
  type: 'ntlm',
  label: 'Ntlm Profile',
  root: 'ntlm',
  defaults: {
    insertCookieDomain: 'none',
    insertCookieName: 'NTLMconnpool',
    keyByCookie: 'disabled',
    keyByCookieName: 'mycookie',
    keyByDomain: 'disabled',
    keyByIpAddress: 'disabled',
    keyByTarget: 'disabled',
    keyByUser: 'enabled',
    keyByWorkstation: 'disabled',
  },
});
