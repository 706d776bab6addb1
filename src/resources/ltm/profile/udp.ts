import { enabledDisabled, integer, link, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * A UDP profile. `idleTimeout` is seconds as text, `immediate` or `indefinite` (tmsh reference, ltm profile udp).
 * The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.profile.udp.create({ name: 'dns', partition: 'k8s', datagramLoadBalancing: 'enabled', idleTimeout: '5' });
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
      ipDfMode: words(['clear', 'pmtu', 'preserve', 'set']),
      /** A number as text, `pass-through` or `mimic`. */
      ipTosToClient: text(),
      ipTtlMode: words(['decrement', 'preserve', 'proxy', 'set']),
      ipTtlV4: integer(),
      ipTtlV6: integer(),
      /** A number from 0 to 7 as text, or `pass-through`. */
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
