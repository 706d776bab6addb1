import { enabledDisabled, integer, link, mask, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * Several clients' requests over one server connection. `maxAge` is seconds (tmsh reference, ltm profile
 * one-connect). The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.profile.oneConnect.create({ name: 'shared', partition: 'k8s', sourceMask: '255.255.255.0' });
 */
export const profileOneConnect = defineResource({
  path: 'ltm/profile/one-connect',
  label: 'profile',
  schema: () =>
    optional({
      appService: text(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      /** Seconds as text, `disabled` or `indefinite`. */
      idleTimeoutOverride: text(),
      limitType: words(['idle', 'none', 'strict']),
      maxAge: integer(),
      maxReuse: integer(),
      maxSize: integer(),
      sharePools: enabledDisabled(),
      sourceMask: mask(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type ProfileOneConnect = Model<typeof profileOneConnect>;
