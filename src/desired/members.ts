/** Pool members, before they are entries. */
import type { Entry, Held } from '../state.ts';
import type { Address } from '../values/address.ts';
import { formatMemberName } from '../values/member-name.ts';

export interface Member {
  /** Without route domain: the partition's default one. */
  readonly address: Address;
  readonly port: number;
  /** `draining`: goes on with what it has, and gets nothing new. */
  readonly state: 'enabled' | 'draining';
  /** The Node that it is on, where it is known. */
  readonly node?: string;
}

export const memberType = 'ltm/pool/members';

/** How the URIs of a pool's members begin. A member lies in the partition of its pool. */
export function memberUriPrefix(poolUri: string, folderUri: string): string {
  return `${poolUri}/members/${folderUri}~`;
}

/** URI of a member: a canonical address without route domain and a number need no encoding. */
export function memberUri(prefix: string, member: Pick<Member, 'address' | 'port'>): string {
  return `${prefix}${formatMemberName(member)}`;
}

/**
 * Whether an enabled member takes traffic is the operator's to say, so `session` is only sent when it is made; draining is
 * ours.
 */
export function memberEntry(uri: string, member: Member): Entry {
  const address = member.address.ip;
  if (member.state === 'draining') {
    return { uri, type: memberType, properties: { address, session: 'user-disabled', state: 'user-up' } };
  }
  return { uri, type: memberType, properties: { address }, initial: { session: 'user-enabled' } };
}

export function heldMember(uri: string, reason: string): Held {
  return { uri, type: memberType, reason };
}

/** When all that serve are draining they stay enabled: the last ones are better than none (as kube-proxy does). */
export function keepTheLast(members: readonly Member[]): { members: readonly Member[]; allDraining: boolean } {
  const allDraining = members.length > 0 && members.every(({ state }) => state === 'draining');
  return { members: allDraining ? members.map((member) => ({ ...member, state: 'enabled' })) : members, allDraining };
}
