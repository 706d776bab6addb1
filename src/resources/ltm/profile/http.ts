import {
  enabledDisabled,
  integer,
  link,
  list,
  open,
  optional,
  reference,
  text,
  yesNo,
} from '../../../values/fields.ts';
import { defineResource, type Model } from '../../define.ts';

/**
 * An HTTP profile. `proxyType` cannot change after creation (tmsh reference, ltm profile http). The parent profile
 * cannot change after creation.
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
      encryptCookies: list(text()),
      enforcement: open(
        optional({
          excessClientHeaders: text(),
          excessServerHeaders: text(),
          knownMethods: list(text()),
          maxHeaderCount: integer(),
          maxHeaderSize: integer(),
          maxRequests: integer(),
          oversizeClientHeaders: text(),
          oversizeServerHeaders: text(),
          pipeline: text(),
          truncatedRedirects: enabledDisabled(),
          unknownMethod: text(),
        }),
      ),
      explicitProxy: open(
        optional({
          badRequestMessage: text(),
          badResponseMessage: text(),
          connectErrorMessage: text(),
          defaultConnectHandling: text(),
          dnsErrorMessage: text(),
          dnsResolver: text(),
          hostNames: list(text()),
          ipv6: yesNo(),
          routeDomain: text(),
          routeDomainReference: link(),
          tunnelName: text(),
          tunnelNameReference: link(),
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
      proxyType: text(),
      redirectRewrite: text(),
      requestChunking: text(),
      responseChunking: text(),
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
      viaRequest: text(),
      viaResponse: text(),
      xffAlternativeNames: list(text()),
    }),
  fixed: ['defaultsFrom', 'proxyType'],
  readOnly: ['defaultsFromReference'],
  unset: { description: '' },
});
export type ProfileHttp = Model<typeof profileHttp>;
