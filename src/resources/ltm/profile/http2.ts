import { enabledDisabled, integer, link, list, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * An HTTP/2 profile. `connectionIdleTimeout` is seconds, sizes are bytes, `receiveWindow` kilobytes (tmsh
 * reference, ltm profile http2). The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.profile.http2.create({ name: 'h2', partition: 'k8s', activationModes: ['alpn'] });
 */
export const profileHttp2 = defineResource({
  path: 'ltm/profile/http2',
  label: 'profile',
  schema: () =>
    optional({
      activationModes: list(words(['alpn', 'npn', 'always'])),
      appService: text(),
      concurrentStreamsPerConnection: integer(),
      connectionIdleTimeout: integer(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      enforceTlsRequirements: enabledDisabled(),
      frameSize: integer(),
      headerTableSize: integer(),
      includeContentLength: enabledDisabled(),
      insertHeader: enabledDisabled(),
      insertHeaderName: text(),
      receiveWindow: integer(),
      writeSize: integer(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type ProfileHttp2 = Model<typeof profileHttp2>;
