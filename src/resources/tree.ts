/** The catalogue: every object type that the client knows, by F5's own words. One line a type. */
import { partition } from './auth/partition.ts';
import { user } from './auth/user.ts';
import { device } from './cm/device.ts';
import { deviceGroup } from './cm/device-group.ts';
import { failoverStatus, syncStatus } from './cm/status.ts';
import { trafficGroup } from './cm/traffic-group.ts';
import { type AnyResource, isResource } from './define.ts';
import { dataGroupInternal } from './ltm/data-group.ts';
import {
  monitorExternal,
  monitorGatewayIcmp,
  monitorHttp,
  monitorHttps,
  monitorIcmp,
  monitorInband,
  monitorTcp,
  monitorUdp,
} from './ltm/monitor.ts';
import { node } from './ltm/node.ts';
import { persistenceCookie } from './ltm/persistence/cookie.ts';
import { persistenceSourceAddr } from './ltm/persistence/source-addr.ts';
import { policy } from './ltm/policy.ts';
import { pool } from './ltm/pool.ts';
import { profileClientSsl } from './ltm/profile/client-ssl.ts';
import { profileFastl4 } from './ltm/profile/fastl4.ts';
import { profileHttp } from './ltm/profile/http.ts';
import { profileHttp2 } from './ltm/profile/http2.ts';
import { profileOneConnect } from './ltm/profile/one-connect.ts';
import { profileServerSsl } from './ltm/profile/server-ssl.ts';
import { profileTcp } from './ltm/profile/tcp.ts';
import { profileUdp } from './ltm/profile/udp.ts';
import { rule } from './ltm/rule.ts';
import { snatTranslation } from './ltm/snat-translation.ts';
import { snatpool } from './ltm/snatpool.ts';
import { virtual } from './ltm/virtual.ts';
import { virtualAddress } from './ltm/virtual-address.ts';
import { arp } from './net/arp.ts';
import { fdbTunnel } from './net/fdb-tunnel.ts';
import { ndp } from './net/ndp.ts';
import { route } from './net/route.ts';
import { routeDomain } from './net/route-domain.ts';
import { self } from './net/self.ts';
import { tunnel, vxlan } from './net/tunnels.ts';
import { vlan } from './net/vlan.ts';
import { config } from './sys/config.ts';
import { db } from './sys/db.ts';
import { folder } from './sys/folder.ts';
import { provision } from './sys/provision.ts';
import { ready } from './sys/ready.ts';
import { version } from './sys/version.ts';

const monitor = {
  http: monitorHttp,
  https: monitorHttps,
  tcp: monitorTcp,
  udp: monitorUdp,
  icmp: monitorIcmp,
  gatewayIcmp: monitorGatewayIcmp,
  external: monitorExternal,
  inband: monitorInband,
} as const;
const profile = {
  tcp: profileTcp,
  udp: profileUdp,
  http: profileHttp,
  http2: profileHttp2,
  fastl4: profileFastl4,
  clientSsl: profileClientSsl,
  serverSsl: profileServerSsl,
  oneConnect: profileOneConnect,
} as const;
const persistence = { sourceAddr: persistenceSourceAddr, cookie: persistenceCookie } as const;

/** Local traffic. */
export const ltm = {
  virtual,
  virtualAddress,
  pool,
  node,
  monitor,
  profile,
  persistence,
  snatpool,
  snatTranslation,
  rule,
  policy,
  dataGroup: { internal: dataGroupInternal },
} as const;
/** The network. */
export const net = {
  tunnels: { vxlan, tunnel },
  fdb: { tunnel: fdbTunnel },
  arp,
  ndp,
  self,
  vlan,
  route,
  routeDomain,
} as const;
/** Partitions and users. */
export const auth = { partition, user } as const;
/** The system. */
export const sys = { folder, version, ready, provision, db, config } as const;
/** Units that work together. */
export const cm = { device, deviceGroup, trafficGroup, syncStatus, failoverStatus } as const;

/** Everything, as `bigip.ltm.pool`, `bigip.net.arp` and so on name it. */
export const catalogue = { ltm, net, auth, sys, cm } as const;

const byPath = new Map<string, AnyResource>();

function register(node: object): void {
  for (const child of Object.values(node)) {
    if (isResource(child)) {
      byPath.set(child.path, child);
      register(child.children);
    } else register(child);
  }
}
register(catalogue);

/** The resource of a path without names, `ltm/pool/members`. Undefined for a type that the catalogue does not have. */
export function resourceOf(type: string): AnyResource | undefined {
  return byPath.get(type);
}
