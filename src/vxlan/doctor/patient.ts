/** What all checks look at: the facts, the model of the overlay, and its pool members. */
import type { Address } from '../../values/address.ts';
import type { ClusterFacts, ClusterNode } from '../cluster-facts.ts';
import type { DeviceFacts, Member, Pool, TunnelObject, Virtual } from '../device-facts.ts';
import { knownOf } from '../device-facts.ts';
import {
  type ModelOptions,
  modelOf,
  type OverlayModel,
  overlayDomain,
  overlayRanges,
  overlaySelfs,
} from '../overlay-model.ts';
import { holds } from '../range.ts';
import { PodPlaces } from '../validation/pods.ts';

export interface OverlayMember {
  readonly pool: Pool;
  readonly member: Member;
}

function ambiguousNodes(nodes: readonly ClusterNode[]): ReadonlySet<string> {
  const byKey = new Map<string, string[]>();
  for (const { name, vtep } of nodes) {
    if ('problem' in vtep) continue;
    for (const key of [vtep.vtep.mac, vtep.vtep.endpoint]) byKey.set(key, [...(byKey.get(key) ?? []), name]);
  }
  return new Set([...byKey.values()].filter((names) => names.length > 1).flat());
}

export class Patient {
  readonly facts: DeviceFacts;
  readonly model: OverlayModel;
  /** Undefined where no Nodes are known. */
  readonly cluster: ClusterFacts | undefined;
  readonly places: PodPlaces | undefined;
  /** The Node that stands for this very unit. */
  readonly ownNode: ClusterNode | undefined;
  /** MAC addresses of all VTEPs that Nodes publish. */
  readonly macs: ReadonlySet<string>;
  /** Names of Nodes that share a VTEP with another one: it is told as that, and what follows from it is not. */
  readonly ambiguous: ReadonlySet<string>;
  /** Why it is not known which pool members are pods. */
  readonly membersUnknown: string | undefined;
  /** Pool members that are pods of the overlay. Undefined when the pools, or where the overlay is, are not known. */
  readonly members: readonly OverlayMember[] | undefined;

  constructor(facts: DeviceFacts, cluster: ClusterFacts | undefined, options: ModelOptions = {}) {
    this.facts = facts;
    this.model = modelOf(facts, cluster, options);
    this.cluster = cluster === undefined || cluster.nodes.length === 0 ? undefined : this.model.cluster;
    this.places = this.cluster === undefined ? undefined : new PodPlaces(this.cluster);
    this.ownNode = this.#closest();
    this.macs = new Set(this.cluster?.nodes.flatMap(({ vtep }) => ('vtep' in vtep ? [vtep.vtep.mac] : [])));
    this.ambiguous = ambiguousNodes(this.cluster?.nodes ?? []);
    this.membersUnknown = this.#whyNoMembers();
    this.members = this.membersUnknown === undefined ? this.#membersOf() : undefined;
  }

  #whyNoMembers(): string | undefined {
    const { facts, model } = this;
    if (model.tunnel === undefined && knownOf(facts.tunnels) !== undefined) return 'there is no tunnel to look at';
    // What is not known of the self IPs is told by who asks for it.
    if (model.selfIps === undefined || overlayRanges(model).length > 0) return undefined;
    return 'without an overlay self IP or a pod network it is not known which members are pods';
  }

  /** What a person does so that this tunnel gets its records and entries. */
  apply(input: string): string {
    const { tunnel } = this.facts;
    const other = this.otherTunnel;
    const options =
      this.model.tunnel?.localAddress?.family === 6 && other !== undefined
        ? `--tunnel ${other} --tunnel-v6 ${tunnel}`
        : `--tunnel ${tunnel}`;
    return `run \`bigip apply ${options}\`, with the mode and partition of before and ${input} in the input`;
  }

  /** The VXLAN tunnel of the other family beside this one, where there is just one. */
  get otherTunnel(): string | undefined {
    const local = this.model.tunnel?.localAddress;
    if (local === undefined) return undefined;
    const [only, ...more] = this.vxlanTunnels.filter(
      ({ localAddress }) =>
        localAddress !== undefined &&
        localAddress.family !== local.family &&
        localAddress.routeDomain === local.routeDomain,
    );
    return more.length === 0 ? only?.path : undefined;
  }

  /** Of the device, the one that is looked at included. */
  get vxlanTunnels(): readonly TunnelObject[] {
    const profiles = new Set(knownOf(this.facts.profiles)?.map(({ path }) => path));
    return knownOf(this.facts.tunnels)?.filter(({ profile }) => profiles.has(profile)) ?? [];
  }

  /** True for a tunnel of another kind: what is said of VXLAN does not hold for it. */
  get isOtherTunnel(): boolean {
    const { tunnel, profile } = this.model;
    return tunnel !== undefined && profile === undefined && knownOf(this.facts.profiles) !== undefined;
  }

  /** Of several Nodes that stand for a BIG-IP, as those of a pair, the one that has most of this unit. */
  #closest(): ClusterNode | undefined {
    const mac = knownOf(this.facts.first.stats)?.mac;
    const local = this.model.tunnel?.localAddress?.ip;
    const selfs = overlaySelfs(this.model);
    const likeness = ({ vtep, publicAddress, podRanges }: ClusterNode): number =>
      (mac !== undefined && 'vtep' in vtep && vtep.vtep.mac === mac ? 1 : 0) +
      (local !== undefined && publicAddress === local ? 1 : 0) +
      (podRanges.some((range) => selfs.some(({ address }) => holds(range, address.ip))) ? 1 : 0);
    return [...(this.model.own ?? [])].sort((a, b) => likeness(b) - likeness(a))[0];
  }

  isInOverlay(address: Address): boolean {
    if (address.routeDomain !== overlayDomain(this.model)) return false;
    return overlayRanges(this.model).some((range) => holds(range, address.ip));
  }

  #membersOf(): readonly OverlayMember[] | undefined {
    return knownOf(this.facts.pools)?.flatMap((pool) =>
      pool.members
        .filter(({ address }) => this.isInOverlay(address) && this.places?.isNode(address.ip) !== true)
        .map((member) => ({ pool, member })),
    );
  }

  /** Virtual servers whose pool has members in the overlay. */
  get virtuals(): readonly Virtual[] | undefined {
    const pools = new Set(this.members?.map(({ pool }) => pool.path));
    return knownOf(this.facts.virtuals)?.filter(({ pool }) => pool !== undefined && pools.has(pool));
  }

  /** Whether a member needs a static ARP entry: nothing floods in the tunnel. */
  get needsArp(): boolean | undefined {
    const { profile } = this.model;
    return profile === undefined ? undefined : profile.floodingType === 'none';
  }
}
