/** An overlay as the validations see it: planned, or found on a device. What is not known is undefined, and not judged. */
import type { Address } from '../values/address.ts';
import type { ClusterFacts, ClusterNode } from './cluster-facts.ts';
import { bigIpNodes, inFamily } from './cluster-facts.ts';
import type { DeviceFacts, Route, SelfIp, TunnelObject, VxlanProfile } from './device-facts.ts';
import { knownOf } from './device-facts.ts';
import { type Range, rangeOf, readRange } from './range.ts';

export interface OverlayModel {
  /** Full path. */
  readonly tunnelPath: string;
  readonly tunnel: TunnelObject | undefined;
  readonly profile: VxlanProfile | undefined;
  /** All of the device, those on the tunnel included. */
  readonly selfIps: readonly SelfIp[] | undefined;
  /** MTU by full path. */
  readonly vlans: Readonly<Record<string, number>> | undefined;
  readonly routes: readonly Route[] | undefined;
  readonly virtualAddresses: readonly Address[] | undefined;
  readonly cluster: ClusterFacts | undefined;
  /** Nodes that stand for this BIG-IP. Undefined where no Nodes are known. */
  readonly own: readonly ClusterNode[] | undefined;
  /** Nodes that carry pods: all the others. */
  readonly workers: readonly ClusterNode[];
  /** The pod network, as it was stated, or as flannel's configuration says. */
  readonly network: string | undefined;
  /** The network of Services, where it was stated. */
  readonly serviceNetwork: string | undefined;
}

export interface ModelOptions {
  /** Names of the Nodes that stand for the BIG-IP. */
  readonly bigipNodes?: readonly string[];
  readonly network?: string;
  readonly serviceNetwork?: string;
}

/** Self IPs on the tunnel itself. */
export function overlaySelfs({ selfIps, tunnelPath }: Pick<OverlayModel, 'selfIps' | 'tunnelPath'>): readonly SelfIp[] {
  return selfIps?.filter(({ vlan }) => vlan === tunnelPath) ?? [];
}

/** Where the overlay is: the pod network, else the networks of the self IPs on the tunnel. */
export function overlayRanges(model: Pick<OverlayModel, 'selfIps' | 'tunnelPath' | 'network'>): readonly Range[] {
  const stated = model.network === undefined ? undefined : readRange(model.network);
  if (stated !== undefined) return [stated];
  return overlaySelfs(model).map(({ address, prefix }) => rangeOf(address.ip, prefix));
}

/** The route domain of the overlay: that of its self IPs, else of the tunnel. */
export function overlayDomain(model: OverlayModel): number {
  const [self] = overlaySelfs(model);
  return self?.address.routeDomain ?? model.tunnel?.localAddress?.routeDomain ?? 0;
}

/** What flannel's configuration says of the family of a tunnel. */
function networkOf(flannel: ClusterFacts['flannel'], family: 4 | 6 = 4): string | undefined {
  return family === 4 ? flannel?.network : flannel?.ipv6Network;
}

/** Local addresses of tunnels of the other family, in one route domain with this one. */
function otherLocals({ tunnels }: DeviceFacts, tunnel: TunnelObject | undefined): readonly string[] {
  const local = tunnel?.localAddress;
  if (local === undefined) return [];
  return (knownOf(tunnels) ?? []).flatMap(({ localAddress: other }) =>
    other !== undefined && other.family !== local.family && other.routeDomain === local.routeDomain ? [other.ip] : [],
  );
}

export function modelOf(facts: DeviceFacts, input: ClusterFacts | undefined, options: ModelOptions = {}): OverlayModel {
  const tunnel = knownOf(facts.tunnels)?.find(({ path }) => path === facts.tunnel);
  const cluster = input === undefined ? undefined : inFamily(input, tunnel?.localAddress?.family ?? 4);
  const selfIps = knownOf(facts.selfIps);
  const nodes = cluster === undefined || cluster.nodes.length === 0 ? undefined : cluster.nodes;
  const own =
    nodes === undefined
      ? undefined
      : bigIpNodes(nodes, {
          names: new Set(options.bigipNodes),
          mac: knownOf(facts.first.stats)?.mac,
          localIp: tunnel?.localAddress?.ip,
          otherIps: otherLocals(facts, tunnel),
          selfIps: overlaySelfs({ selfIps, tunnelPath: facts.tunnel }).map(({ address }) => address.ip),
        });
  const mine = new Set(own);
  return {
    tunnelPath: facts.tunnel,
    tunnel,
    profile: knownOf(facts.profiles)?.find(({ path }) => path === tunnel?.profile),
    selfIps,
    vlans: knownOf(facts.vlans),
    routes: knownOf(facts.routes),
    virtualAddresses: knownOf(facts.virtualAddresses),
    cluster,
    own,
    workers: nodes?.filter((node) => !mine.has(node)) ?? [],
    network: options.network ?? networkOf(cluster?.flannel, tunnel?.localAddress?.family),
    serviceNetwork: options.serviceNetwork,
  };
}
