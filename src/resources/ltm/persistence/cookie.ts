import { enabledDisabled, integer, link, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * A cookie says which server a client reaches. `timeout` and `expiration` are seconds as text (tmsh reference, ltm
 * persistence cookie). The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.persistence.cookie.create({ name: 'by-cookie', partition: 'k8s', method: 'insert', expiration: '0' });
 */
export const persistenceCookie = defineResource({
  path: 'ltm/persistence/cookie',
  label: 'persistence profile',
  schema: () =>
    optional({
      alwaysSend: enabledDisabled(),
      appService: text(),
      cookieEncryption: words(['disabled', 'preferred', 'required']),
      /** Never returned. */
      cookieEncryptionPassphrase: text(),
      /** `none` is a name that the device makes. */
      cookieName: text(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      encryptCookiePoolname: enabledDisabled(),
      /** Seconds as text, or days, hours, minutes and seconds with colons; 0 is a session cookie. */
      expiration: text(),
      hashLength: integer(),
      hashOffset: integer(),
      httponly: enabledDisabled(),
      matchAcrossPools: enabledDisabled(),
      matchAcrossServices: enabledDisabled(),
      matchAcrossVirtuals: enabledDisabled(),
      method: words(['hash', 'insert', 'passive', 'rewrite']),
      mirror: enabledDisabled(),
      overrideConnectionLimit: enabledDisabled(),
      secure: enabledDisabled(),
      /** Seconds as text, or `indefinite`. */
      timeout: text(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  writeOnly: ['cookieEncryptionPassphrase'],
  unset: { description: '' },
});
export type PersistenceCookie = Model<typeof persistenceCookie>;
