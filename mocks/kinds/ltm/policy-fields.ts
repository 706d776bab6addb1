import type { Properties } from '../kind.ts';
import { flag, list, number, reference, text } from '../property.ts';

/** Switches that are `true` or absent, by name. */
function flags(...names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, flag()]));
}

/** The settings of a policy action, in the order of the wire. */
export const actionFields: Properties = {
  ...flags('asm', 'cache', 'clientSsl', 'clonePool', 'compress', 'connection', 'cookieHash', 'cookieInsert'),
  code: number(0),
  ...flags('disable', 'enable'),
  expirySecs: number(0),
  expression: text(),
  ...flags('forward', 'http', 'httpBasicAuth', 'httpCookie', 'httpHeader', 'httpHost', 'httpReferer', 'httpReply'),
  ...flags('httpSetCookie', 'httpUri', 'insert'),
  length: number(0),
  location: text(),
  ...flags('log', 'ltmPolicy'),
  member: text(),
  message: text(),
  tmName: text(),
  node: text(),
  offset: number(0),
  path: text(),
  ...flags('persist'),
  policy: text(),
  pool: reference(['ltm/pool']),
  port: number(0),
  ...flags('redirect', 'remove', 'replace', 'request', 'reset', 'response', 'select', 'serverSsl', 'shutdown'),
  snat: text(),
  snatpool: reference(['ltm/snatpool']),
  status: number(0),
  ...flags('tcl', 'tcpNagle'),
  text: text(),
  timeout: number(0),
  value: text(),
  virtual: reference(['ltm/virtual']),
  vlan: reference(['net/vlan'], { bare: true }),
  vlanId: number(0),
};

/** The settings of a policy condition, in the order of the wire. */
export const conditionFields: Properties = {
  ...flags('address', 'all', 'caseInsensitive', 'caseSensitive', 'cname', 'contains'),
  datagroup: reference(['ltm/data-group/internal']),
  ...flags('endsWith', 'equals', 'exists', 'extension', 'external', 'geoip', 'greater', 'greaterOrEqual', 'host'),
  ...flags('httpBasicAuth', 'httpCookie', 'httpHeader', 'httpHost', 'httpMethod', 'httpReferer', 'httpSetCookie'),
  ...flags('httpStatus', 'httpUri', 'httpVersion'),
  index: number(0),
  ...flags('internal', 'less', 'lessOrEqual', 'local', 'matches', 'missing'),
  tmName: text(),
  ...flags('not', 'password', 'path', 'pathSegment', 'port', 'present', 'queryParameter', 'queryString', 'remote'),
  ...flags('request', 'response', 'scheme', 'serverName', 'sslCert', 'sslExtension', 'startsWith', 'tcp'),
  ...flags('unnamedQueryParameter', 'username', 'value', 'vlan', 'vlanId'),
  values: list(),
};
