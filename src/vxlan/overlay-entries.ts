/** What an overlay consists of on a BIG-IP, as entries of a desired state. Pure. */
import type { Entry, Properties } from '../state.ts';
import { formatUri } from '../values/uri.ts';
import { type OverlaySpec, resolveSpec } from './overlay-spec.ts';

/** The mark of an owner, in the description of what is made. */
export function markOf(owner: string): string {
  return `managed-by bigip-icontrol/${owner}`;
}

function selfEntry(
  { name, address, allowService }: OverlaySpec['selfIp'],
  vlan: string,
  trafficGroup: string,
  initial: Properties,
): Entry {
  const properties = { address, vlan, trafficGroup, allowService: allowService ?? null };
  return { uri: formatUri(['net', 'self', name]), type: 'net/self', properties, initial };
}

/** What an overlay consists of, as entries in the order in which they depend on each other. Pure. */
export function overlayEntries(spec: OverlaySpec, owner = 'default'): readonly Entry[] {
  const { vni, profile } = resolveSpec(spec);
  const { tunnel, selfIp, floatingSelfIp, pair } = spec;
  // The mark is written at creation; what an operator writes there afterwards is his.
  const initial = { description: markOf(owner) };
  const entries: Entry[] = [
    {
      uri: formatUri(['net', 'tunnels', 'vxlan', profile.name]),
      type: 'net/tunnels/vxlan',
      properties: { port: profile.port, floodingType: profile.floodingType },
      initial: { ...initial, defaultsFrom: '/Common/vxlan' },
    },
    {
      uri: formatUri(['net', 'tunnels', 'tunnel', tunnel.name]),
      type: 'net/tunnels/tunnel',
      properties: { profile: profile.name, key: vni, localAddress: tunnel.localAddress, mtu: tunnel.mtu ?? 0 },
      initial,
    },
    selfEntry(selfIp, tunnel.name, '/Common/traffic-group-local-only', initial),
  ];
  if (floatingSelfIp !== undefined) {
    const { trafficGroup = '/Common/traffic-group-1', ...self } = floatingSelfIp;
    entries.push(selfEntry(self, tunnel.name, trafficGroup, initial));
  }
  if (pair !== true) return entries;
  const uri = formatUri(['sys', 'db', 'iptunnel.configsync']);
  return [{ uri, type: 'sys/db', properties: { value: 'disable' } }, ...entries];
}
