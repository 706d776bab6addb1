/** The catalogue: every object type that the client knows, by F5's own words. One line a type. */
import { partition } from './auth/partition.ts';
import { type AnyResource, isResource } from './define.ts';
import { monitorHttp, monitorTcp, monitorUdp } from './ltm/monitor.ts';
import { node } from './ltm/node.ts';
import { pool } from './ltm/pool.ts';
import { virtual } from './ltm/virtual.ts';
import { arp } from './net/arp.ts';
import { fdbTunnel } from './net/fdb-tunnel.ts';
import { self } from './net/self.ts';
import { tunnel, vxlan } from './net/tunnels.ts';

export const ltm = { virtual, pool, node, monitor: { http: monitorHttp, tcp: monitorTcp, udp: monitorUdp } } as const;
export const net = { tunnels: { vxlan, tunnel }, fdb: { tunnel: fdbTunnel }, arp, self } as const;
export const auth = { partition } as const;

/** Everything, as `bigip.ltm.pool`, `bigip.net.arp` and so on name it. */
export const catalogue = { ltm, net, auth } as const;

const byPath = new Map<string, AnyResource>();

function register(node: object): void {
  for (const child of Object.values(node)) {
    if (!isResource(child)) register(child);
    else for (const resource of [child, ...Object.values(child.children)]) byPath.set(resource.path, resource);
  }
}
register(catalogue);

/** The resource of a path without names, `ltm/pool/members`. Undefined for a type that the catalogue does not have. */
export function resourceOf(type: string): AnyResource | undefined {
  return byPath.get(type);
}
