import { enabledDisabled, integer, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * A cookie says which server a client reaches. `timeout` and `expiration` are seconds as text (tmsh reference, ltm
 * persistence cookie). The parent profile cannot change after creation.
 */
export const persistenceCookie = defineResource({
  path: 'ltm/persistence/cookie',
  label: 'persistence profile',
  schema: () =>
    optional({
      alwaysSend: enabledDisabled(),
      appService: text(),
      cookieEncryption: text(),
      cookieName: text(),
      defaultsFrom: reference(),
      description: text(),
      encryptCookiePoolname: enabledDisabled(),
      expiration: text(),
      hashLength: integer(),
      hashOffset: integer(),
      httponly: enabledDisabled(),
      matchAcrossPools: enabledDisabled(),
      matchAcrossServices: enabledDisabled(),
      matchAcrossVirtuals: enabledDisabled(),
      method: text(),
      mirror: enabledDisabled(),
      overrideConnectionLimit: enabledDisabled(),
      secure: enabledDisabled(),
      timeout: text(),
    }),
  fixed: ['defaultsFrom'],
  unset: { description: '' },
});
export type PersistenceCookie = Model<typeof persistenceCookie>;
