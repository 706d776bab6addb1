import { enabledDisabled, integer, link, optional, reference, text } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * A UDP profile. `idleTimeout` is seconds as text, `immediate` or `indefinite` (tmsh reference, ltm profile udp).
 * The parent profile cannot change after creation.
 */
export const profileUdp = defineResource({
  path: 'ltm/profile/udp',
  label: 'profile',
  schema: () =>
    optional({
      allowNoPayload: enabledDisabled(),
      appService: text(),
      bufferMaxBytes: integer(),
      bufferMaxPackets: integer(),
      datagramLoadBalancing: enabledDisabled(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      idleTimeout: text(),
      ipDfMode: text(),
      ipTosToClient: text(),
      ipTtlMode: text(),
      ipTtlV4: integer(),
      ipTtlV6: integer(),
      linkQosToClient: text(),
      noChecksum: enabledDisabled(),
      proxyMss: enabledDisabled(),
      sendBufferSize: integer(),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type ProfileUdp = Model<typeof profileUdp>;
