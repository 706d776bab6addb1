import type { Kind } from '../../kind.ts';
import { certificateAuthority } from './certificate-authority.ts';
import { clientLdap } from './client-ldap.ts';
import { clientSsl } from './client-ssl.ts';
import { dhcpv4 } from './dhcpv4.ts';
import { dhcpv6 } from './dhcpv6.ts';
import { diameter } from './diameter.ts';
import { dns } from './dns.ts';
import { fasthttp } from './fasthttp.ts';
import { fastl4 } from './fastl4.ts';
import { fix } from './fix.ts';
import { ftp } from './ftp.ts';
import { gtp } from './gtp.ts';
import { html } from './html.ts';
import { http } from './http.ts';
import { httpCompression } from './http-compression.ts';
import { httpProxyConnect } from './http-proxy-connect.ts';
import { http2 } from './http2.ts';
import { httprouter } from './httprouter.ts';
import { icap } from './icap.ts';
import { imap } from './imap.ts';
import { ipother } from './ipother.ts';
import { ipsecalg } from './ipsecalg.ts';
import { mblb } from './mblb.ts';
import { mqtt } from './mqtt.ts';
import { netflow } from './netflow.ts';
import { ntlm } from './ntlm.ts';
import { oneConnect } from './one-connect.ts';
import { pop3 } from './pop3.ts';
import { pptp } from './pptp.ts';
import type { Profile } from './profile.ts';
import { qoe } from './qoe.ts';
import { radius } from './radius.ts';
import { requestAdapt } from './request-adapt.ts';
import { requestLog } from './request-log.ts';
import { responseAdapt } from './response-adapt.ts';
import { rewrite } from './rewrite.ts';
import { rtsp } from './rtsp.ts';
import { sctp } from './sctp.ts';
import { serverLdap } from './server-ldap.ts';
import { serverSsl } from './server-ssl.ts';
import { sip } from './sip.ts';
import { smtps } from './smtps.ts';
import { socks } from './socks.ts';
import { splitsessionclient } from './splitsessionclient.ts';
import { splitsessionserver } from './splitsessionserver.ts';
import { statistics } from './statistics.ts';
import { stream } from './stream.ts';
import { tcp } from './tcp.ts';
import { tcpAnalytics } from './tcp-analytics.ts';
import { tftp } from './tftp.ts';
import { udp } from './udp.ts';
import { webAcceleration } from './web-acceleration.ts';
import { websocket } from './websocket.ts';
import { xml } from './xml.ts';

// The common ones first: a bare profile name is looked up in this order.
const all: readonly Profile[] = [
  tcp,
  udp,
  http,
  fastl4,
  clientSsl,
  serverSsl,
  oneConnect,
  certificateAuthority,
  clientLdap,
  dhcpv4,
  dhcpv6,
  diameter,
  dns,
  fasthttp,
  fix,
  ftp,
  gtp,
  html,
  http2,
  httpCompression,
  httpProxyConnect,
  httprouter,
  icap,
  imap,
  ipother,
  ipsecalg,
  mblb,
  mqtt,
  netflow,
  ntlm,
  pop3,
  pptp,
  qoe,
  radius,
  requestAdapt,
  requestLog,
  responseAdapt,
  rewrite,
  rtsp,
  sctp,
  serverLdap,
  sip,
  smtps,
  socks,
  splitsessionclient,
  splitsessionserver,
  statistics,
  stream,
  tcpAnalytics,
  tftp,
  webAcceleration,
  websocket,
  xml,
];

/** The object types of all profiles. */
export const profiles: readonly Kind[] = all.map(({ kind }) => kind);

/** Every profile type, in the order in which a name is looked up. */
export const profileTypes: readonly string[] = profiles.map(({ type }) => type);

/** The profiles of the factory, by URI. */
export const factoryProfiles = Object.assign({}, ...all.map(({ factory }) => factory)) as Profile['factory'];
