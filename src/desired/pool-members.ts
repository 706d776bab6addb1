/** Adds the members of one pool, with the neighbour entries that they need. */
import { listed } from '../values/words.ts';
import { heldMember, keepTheLast, memberEntry, memberUri, memberUriPrefix, type PoolMembers } from './members.ts';
import { isEntry, type Neighbours } from './neighbours.ts';
import { isRefusal, type Notes } from './notes.ts';
import type { Reason } from './reasons.ts';
import type { StateBuilder } from './state-builder.ts';

export interface PoolContext {
  /** Who asks, as diagnostics write it. */
  readonly object: string;
  /** URI of the pool. */
  readonly pool: string;
  readonly folderUri: string;
  readonly state: StateBuilder;
  readonly notes: Notes;
  readonly neighbours: Neighbours | undefined;
}

/** One diagnostic for all members of which the same is to be said. */
class MemberNotes {
  readonly #groups = new Map<string, { reason: Reason; why: string; addresses: string[] }>();

  add(reason: Reason, why: string, address: string): void {
    const key = `${reason} ${why}`;
    const group = this.#groups.get(key) ?? { reason, why, addresses: [] };
    group.addresses.push(address);
    this.#groups.set(key, group);
  }

  tell({ object, notes }: PoolContext): void {
    for (const { reason, why, addresses } of this.#groups.values()) {
      const members = `${addresses.length === 1 ? 'member' : 'members'} ${listed(addresses, 5)}`;
      const sentence =
        reason === 'MemberOutsidePodNetwork'
          ? `${members}: outside the pod network of ${why}, so no neighbour entry is made`
          : `${members}: a neighbour entry is needed, and ${why}; held`;
      notes.add(object, reason, sentence);
    }
  }
}

export function addMembers(found: PoolMembers, context: PoolContext): void {
  const { object, pool, folderUri, state, notes, neighbours } = context;
  const prefix = memberUriPrefix(pool, folderUri);
  const said = new MemberNotes();
  const { members, allDraining } = keepTheLast(found.members);
  if (allDraining) {
    notes.add(
      object,
      'AllEndpointsTerminating',
      'every endpoint that serves is terminating, so all of them stay enabled',
    );
  }
  for (const member of members) {
    const uri = memberUri(prefix, member);
    const neighbour = neighbours?.of(member);
    if (neighbours !== undefined && isRefusal(neighbour)) {
      said.add(neighbour.refused, neighbour.message, member.address.ip);
      state.hold(heldMember(uri, neighbour.refused), { ...neighbours.at(member), reason: neighbour.refused });
      continue;
    }
    state.add(memberEntry(uri, member));
    if (isEntry(neighbour)) state.addShared(member.address.ip, neighbour.entry);
    else if (neighbour !== undefined && 'outside' in neighbour) {
      said.add('MemberOutsidePodNetwork', neighbour.outside, member.address.ip);
    }
  }
  // A Node that could not be read may share its address with one that could: then its member is wanted, and had.
  for (const member of found.held) state.hold(heldMember(memberUri(prefix, member), 'InvalidObject'));
  said.tell(context);
}
