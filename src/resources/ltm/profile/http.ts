import {
  enabledDisabled,
  integer,
  link,
  list,
  open,
  optional,
  reference,
  text,
  words,
  yesNo,
} from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * An HTTP profile. `proxyType` cannot change after creation (tmsh reference, ltm profile http). The parent profile
 * cannot change after creation.
 *
 * @example
 * await bigip.ltm.profile.http.create({ name: 'forwarded', partition: 'k8s', insertXforwardedFor: 'enabled' });
 */
export const profileHttp = defineResource({
  path: 'ltm/profile/http',
  label: 'profile',
  schema: () =>
    optional({
      acceptXff: enabledDisabled(),
      appService: text(),
      basicAuthRealm: text(),
      defaultsFrom: reference(),
      defaultsFromReference: link(),
      description: text(),
      /** Never returned. */
      encryptCookieSecret: text(),
      encryptCookies: list(text()),
      enforcement: open(
        optional({
          /** From 16.1 on. */
          allowWsHeaderName: enabledDisabled(),
          excessClientHeaders: words(['pass-through', 'reject']),
          excessServerHeaders: words(['pass-through', 'reject']),
          knownMethods: list(text()),
          maxHeaderCount: integer(),
          maxHeaderSize: integer(),
          maxRequests: integer(),
          oversizeClientHeaders: words(['pass-through', 'reject']),
          oversizeServerHeaders: words(['pass-through', 'reject']),
          pipeline: words(['allow', 'pass-through', 'reject']),
          /** From 15.0 on. */
          rfcCompliance: enabledDisabled(),
          truncatedRedirects: enabledDisabled(),
          unknownMethod: words(['allow', 'pass-through', 'reject']),
        }),
      ),
      explicitProxy: open(
        optional({
          badRequestMessage: text(),
          badResponseMessage: text(),
          connectErrorMessage: text(),
          defaultConnectHandling: words(['allow', 'deny']),
          dnsErrorMessage: text(),
          dnsResolver: text(),
          hostNames: list(text()),
          ipv6: yesNo(),
          routeDomain: text(),
          routeDomainReference: link(),
          tunnelName: text(),
          tunnelNameReference: link(),
          /** Recorded on 16.0; 14.1 does not know it. */
          tunnelOnAnyRequest: yesNo(),
        }),
      ),
      fallbackHost: text(),
      fallbackStatusCodes: list(text()),
      headerErase: text(),
      headerInsert: text(),
      hsts: open(
        optional({
          includeSubdomains: enabledDisabled(),
          maximumAge: integer(),
          mode: enabledDisabled(),
          preload: enabledDisabled(),
        }),
      ),
      insertXforwardedFor: enabledDisabled(),
      lwsSeparator: text(),
      lwsWidth: integer(),
      oneconnectStatusReuse: text(),
      oneconnectTransformations: enabledDisabled(),
      proxyType: words(['explicit', 'reverse', 'transparent']),
      redirectRewrite: words(['all', 'matching', 'nodes', 'none']),
      requestChunking: words(['preserve', 'rechunk', 'selective', 'sustain']),
      responseChunking: words(['preserve', 'rechunk', 'selective', 'sustain', 'unchunk']),
      responseHeadersPermitted: list(text()),
      serverAgentName: text(),
      sflow: open(
        optional({
          pollInterval: integer(),
          pollIntervalGlobal: yesNo(),
          samplingRate: integer(),
          samplingRateGlobal: yesNo(),
        }),
      ),
      viaHostName: text(),
      viaRequest: words(['append', 'preserve', 'remove']),
      viaResponse: words(['append', 'preserve', 'remove']),
      xffAlternativeNames: list(text()),
    }),
  fixed: ['defaultsFrom', 'proxyType'],
  readOnly: ['defaultsFromReference'],
  writeOnly: ['encryptCookieSecret'],
  unset: { description: '' },
});
export type ProfileHttp = Model<typeof profileHttp>;
