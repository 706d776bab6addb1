import { enabledDisabled, integer, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * Several clients' requests over one server connection. `maxAge` is seconds (tmsh reference, ltm profile
 * one-connect). The parent profile cannot change after creation.
 */
export const profileOneConnect = defineResource({
  path: 'ltm/profile/one-connect',
  label: 'profile',
  schema: () =>
    optional({
      appService: text(),
      defaultsFrom: reference(),
      description: text(),
      idleTimeoutOverride: text(),
      limitType: text(),
      maxAge: integer(),
      maxReuse: integer(),
      maxSize: integer(),
      sharePools: enabledDisabled(),
      sourceMask: text(),
    }),
  fixed: ['defaultsFrom'],
  unset: { description: '' },
});
export type ProfileOneConnect = Model<typeof profileOneConnect>;
