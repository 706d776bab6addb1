import { enabledDisabled, integer, link, optional, reference, text, words } from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * A FastL4 profile: packets pass without a proxy. Time-outs are seconds, many of them as text (tmsh reference, ltm
 * profile fastl4). The parent profile cannot change after creation.
 *
 * @example
 * await bigip.ltm.profile.fastl4.create({ name: 'passing', partition: 'k8s', idleTimeout: '300', looseClose: 'enabled' });
 */
export const profileFastl4 = defineResource({
  path: 'ltm/profile/fastl4',
  label: 'profile',
  schema: () =>
    optional({
      appService: text(),
      clientTimeout: integer(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      explicitFlowMigration: enabledDisabled(),
      hardwareSynCookie: enabledDisabled(),
      /** Seconds as text, `immediate` or `indefinite`. */
      idleTimeout: text(),
      ipDfMode: words(['clear', 'pmtu', 'preserve', 'set']),
      ipTosToClient: text(),
      ipTosToServer: text(),
      ipTtlMode: words(['decrement', 'preserve', 'proxy', 'set']),
      ipTtlV4: integer(),
      ipTtlV6: integer(),
      /** Seconds as text, or `disabled`. */
      keepAliveInterval: text(),
      lateBinding: enabledDisabled(),
      linkQosToClient: text(),
      linkQosToServer: text(),
      looseClose: enabledDisabled(),
      looseInitialization: enabledDisabled(),
      mssOverride: integer(),
      otherPvaClientpktsThreshold: integer(),
      otherPvaOffloadDirection: words(['bidirectional', 'client-to-server-only', 'server-to-client-only']),
      otherPvaServerpktsThreshold: integer(),
      otherPvaWhentoOffload: text(),
      priorityToClient: text(),
      priorityToServer: text(),
      pvaAcceleration: words(['dedicated', 'full', 'guaranteed', 'none', 'partial']),
      pvaDynamicClientPackets: integer(),
      pvaDynamicServerPackets: integer(),
      pvaFlowAging: enabledDisabled(),
      pvaFlowEvict: enabledDisabled(),
      pvaOffloadDynamic: enabledDisabled(),
      /** Recorded on 16.0; 14.1 does not know it. */
      pvaOffloadDynamicPriority: enabledDisabled(),
      /** Recorded on 16.0; 14.1 does not know it. */
      pvaOffloadInitialPriority: words(['high', 'low', 'medium']),
      pvaOffloadState: words(['embryonic', 'establish']),
      reassembleFragments: enabledDisabled(),
      receiveWindowSize: integer(),
      resetOnTimeout: enabledDisabled(),
      rttFromClient: enabledDisabled(),
      rttFromServer: enabledDisabled(),
      serverSack: enabledDisabled(),
      serverTimestamp: enabledDisabled(),
      softwareSynCookie: enabledDisabled(),
      /** Who ends flows that were offloaded under SYN cookies. Recorded on 16.0; 14.1 does not know it. */
      synCookieDsrFlowResetBy: text(),
      synCookieEnable: enabledDisabled(),
      synCookieMss: integer(),
      synCookieWhitelist: enabledDisabled(),
      /** Seconds as text, `immediate` or `indefinite`. */
      tcpCloseTimeout: text(),
      tcpGenerateIsn: enabledDisabled(),
      /** Seconds as text, `disabled` or `indefinite`. */
      tcpHandshakeTimeout: text(),
      /** Recorded on 16.0; 14.1 does not know it. */
      tcpPvaOffloadDirection: words(['bidirectional', 'client-to-server-only', 'server-to-client-only']),
      tcpPvaWhentoOffload: words(['embryonic', 'establish']),
      tcpStripSack: enabledDisabled(),
      tcpTimeWaitTimeout: integer(),
      tcpTimestampMode: words(['preserve', 'rewrite', 'strip']),
      tcpWscaleMode: words(['preserve', 'rewrite', 'strip']),
      timeoutRecovery: words(['disconnect', 'fallback']),
    }),
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type ProfileFastl4 = Model<typeof profileFastl4>;
