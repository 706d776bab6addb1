import type { Properties, Property } from '../kind.ts';
import { flag, list, number, reference, sixteenBits, text } from '../property.ts';

// The names are those of the structs of go-bigip (ltm.go); recorded ones keep their recorded form.

/** Switches that are `true` or absent, texts, and settings of another form, in the order of the wire. */
function fields(flags: string, texts: string, others: Properties): Properties {
  const own: [string, Property][] = [
    ...flags.split(/\s+/).map((name): [string, Property] => [name, flag()]),
    ...texts.split(/\s+/).map((name): [string, Property] => [name, text()]),
    ...Object.entries(others),
  ];
  return Object.fromEntries(own.sort(([left], [right]) => (realName(left) < realName(right) ? -1 : 1)));
}

/** `tmName` is `name` on the wire of mcpd, and stands where that would stand. */
function realName(name: string): string {
  return name === 'tmName' ? 'name' : name;
}

/** The settings of a policy action. */
export const actionFields: Properties = fields(
  `asm avr cache carp classify clientSsl compress connection cookieHash cookieInsert cookiePassive cookieRewrite
  decompress defer destinationAddress disable enable forward hash http httpBasicAuth httpCookie httpHeader httpHost
  httpReferer httpReply httpSetCookie httpUri insert l7dos log ltmPolicy pem persist pin redirect remove replace request
  requestAdapt reset response responseAdapt select serverSsl setVariable shutdown sourceAddress sslClientHello
  sslServerHandshake sslServerHello sslSessionId tcl tcpNagle uie universal wam write`,
  `application category content domain expiry expression extension facility fromProfile host ifile internalVirtual
  ipAddress key location member message netmask nexthop node path policy priority profile protocol queryString rateclass
  scheme script snat text tmName value`,
  {
    clonePool: reference(['ltm/pool']),
    code: number(0),
    expirySecs: number(0),
    length: number(0),
    offset: number(0),
    pool: reference(['ltm/pool']),
    port: number(0, sixteenBits),
    snatpool: reference(['ltm/snatpool']),
    status: number(0),
    timeout: number(0),
    virtual: reference(['ltm/virtual']),
    vlan: reference(['net/vlan'], { bare: true }),
    vlanId: number(0),
  },
);

/** The settings of a policy condition. */
export const conditionFields: Properties = fields(
  `address all app browserType browserVersion caseInsensitive caseSensitive cipher cipherBits clientSsl cname code
  commonName contains continent countryCode countryName cpuUsage deviceMake deviceModel domain endsWith equals exists
  expiry extension external geoip greater greaterOrEqual host httpBasicAuth httpCookie httpHeader httpHost httpMethod
  httpReferer httpSetCookie httpStatus httpUri httpUserAgent httpVersion internal isp last_15secs last_1min last_5mins
  less lessOrEqual local major matches minor missing mss not org password path pathSegment port present protocol
  queryParameter queryString regionCode regionName remote request response routeDomain rtt scheme serverName sslCert
  sslClientHello sslExtension sslServerHandshake sslServerHello startsWith tcp text unnamedQueryParameter
  userAgentToken username value version vlan vlanId`,
  'tmName',
  {
    datagroup: reference(['ltm/data-group/internal']),
    index: number(0, { range: [-2_147_483_648, 2_147_483_647] }),
    values: list(),
  },
);

/** What holds of a condition unless it says one of the others (recorded on 13.0 and 16.0). */
export const opposites: Readonly<Record<string, readonly string[]>> = {
  caseInsensitive: ['caseSensitive'],
  external: ['internal'],
  present: ['missing'],
  remote: ['local'],
  request: ['response', 'sslClientHello', 'sslServerHandshake', 'sslServerHello'],
};

/** The parts of what a condition looks at; without one it is `all` of it. */
export const selectors: readonly string[] = `domain extension host major minor password path pathSegment port protocol
  queryParameter queryString scheme unnamedQueryParameter userAgentToken username version`.split(/\s+/);
