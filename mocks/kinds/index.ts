import { partition } from './auth/partition.ts';
import { user } from './auth/user.ts';
import { device, deviceGroup, trafficGroup, trustDomain } from './cm/cluster.ts';
import type { Kind } from './kind.ts';
import { dataGroup, externalDataGroup } from './ltm/data-group.ts';
import { sipSession } from './ltm/message-routing.ts';
import { monitors } from './ltm/monitors.ts';
import { node } from './ltm/node.ts';
import { persistences } from './ltm/persistence.ts';
import { policy, policyStrategy } from './ltm/policy.ts';
import { pool } from './ltm/pool.ts';
import { profiles } from './ltm/profiles/index.ts';
import { rule } from './ltm/rule.ts';
import { snatpool, snatTranslation } from './ltm/snat.ts';
import { snat } from './ltm/snat-rule.ts';
import { virtual } from './ltm/virtual.ts';
import { virtualAddress } from './ltm/virtual-address.ts';
import { fdbTunnel } from './net/fdb-tunnel.ts';
import { fdbVlan } from './net/fdb-vlan.ts';
import { arp, ndp } from './net/neighbour.ts';
import { route } from './net/route.ts';
import { routeDomain } from './net/route-domain.ts';
import { self } from './net/self.ts';
import { tunnel } from './net/tunnel.ts';
import { tunnelProfiles } from './net/tunnel-profiles.ts';
import { vlan } from './net/vlan.ts';
import { clusterCert, clusterKey, sslCert, sslKey } from './sys/files.ts';
import { folder } from './sys/folder.ts';
import { applicationService, db, dns, globalSettings, ntp, provision } from './sys/settings.ts';

/**
 * Every object type, each after those that it refers to: seeding follows this order.
 * Adding a type is one file and one line here.
 */
export const kinds: readonly Kind[] = [
  globalSettings,
  dns,
  ntp,
  provision,
  db,
  applicationService,
  partition,
  user,
  folder,
  clusterCert,
  clusterKey,
  device,
  deviceGroup,
  trafficGroup,
  trustDomain,
  sslCert,
  sslKey,
  routeDomain,
  vlan,
  ...tunnelProfiles,
  tunnel,
  fdbTunnel,
  fdbVlan,
  self,
  arp,
  ndp,
  ...monitors,
  ...profiles,
  sipSession,
  ...persistences,
  dataGroup,
  externalDataGroup,
  rule,
  snatTranslation,
  snatpool,
  snat,
  node,
  pool,
  route,
  policyStrategy,
  policy,
  virtualAddress,
  virtual,
];
