/** What all checks look at: the facts, the model of the overlay, and its pool members. */
import type { Address } from '../../values/address.ts';
import type { ClusterFacts, ClusterNode } from '../cluster-facts.ts';
import type { DeviceFacts, Member, Pool, Virtual } from '../device-facts.ts';
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
  /** Pool members that are pods of the overlay. Undefined when the pools are not known. */
  readonly members: readonly OverlayMember[] | undefined;

  constructor(facts: DeviceFacts, cluster: ClusterFacts | undefined, options: ModelOptions = {}) {
    this.facts = facts;
    this.model = modelOf(facts, cluster, options);
    this.cluster = cluster === undefined || cluster.nodes.length === 0 ? undefined : this.model.cluster;
    this.places = this.cluster === undefined ? undefined : new PodPlaces(this.cluster);
    this.ownNode = this.#closest();
    this.macs = new Set(this.cluster?.nodes.flatMap(({ vtep }) => ('vtep' in vtep ? [vtep.vtep.mac] : [])));
    this.members = this.#membersOf();
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
