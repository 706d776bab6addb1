/** Pool members, before they are entries. */
import type { Entry, Held } from '../state.ts';
import type { Address } from '../values/address.ts';
import { formatMemberName, memberType } from '../values/member-name.ts';
import { byText } from './notes.ts';

export interface Member {
  /** Without route domain: the partition's default one. */
  readonly address: Address;
  readonly port: number;
  /** `draining`: goes on with what it has, and gets nothing new. */
  readonly state: 'enabled' | 'draining';
  /** The Node that it is on, where it is known. */
  readonly node?: string;
  /** Its share of the traffic, 1 to 100; said only where the request can weigh members against each other. */
  readonly ratio?: number;
}

/** The members of one pool. */
export interface PoolMembers {
  readonly members: readonly Member[];
  /** Members of which nothing is known: what there is of them stays. */
  readonly held: readonly Pick<Member, 'address' | 'port'>[];
  /** Why there are none, as a sentence. */
  readonly none?: string;
}

/** Of an address that is there twice, as while it moves between slices, the one that is ready counts. */
export function better(a: Member | undefined, b: Member): Member {
  return a === undefined || (a.state === 'draining' && b.state === 'enabled') ? b : a;
}

/** Members in the order of their keys. */
export function inOrder(members: ReadonlyMap<string, Member>): readonly Member[] {
  return [...members].sort(([a], [b]) => byText(a, b)).map(([, member]) => member);
}

/** How the URIs of a pool's members begin. A member lies in the partition of its pool. */
export function memberUriPrefix(poolUri: string, folderUri: string): string {
  return `${poolUri}/members/${folderUri}~`;
}

/** URI of a member: a canonical address without route domain and a number need no encoding. */
export function memberUri(prefix: string, member: Pick<Member, 'address' | 'port'>): string {
  return `${prefix}${formatMemberName(member)}`;
}

/** One for all of them: a cluster has many members. */
const enabledAtFirst = { session: 'user-enabled' } as const;

/**
 * Whether an enabled member takes traffic is the operator's to say, so `session` is only sent when it is made; draining is
 * ours.
 */
export function memberEntry(uri: string, member: Member): Entry {
  const { ratio } = member;
  const address = member.address.ip;
  const properties = ratio === undefined ? { address } : { address, ratio };
  if (member.state === 'draining') {
    return { uri, type: memberType, properties: { ...properties, session: 'user-disabled', state: 'user-up' } };
  }
  return { uri, type: memberType, properties, initial: enabledAtFirst };
}

export function heldMember(uri: string, reason: string): Held {
  return { uri, type: memberType, reason };
}

/** When all that serve are draining they stay enabled: the last ones are better than none (as kube-proxy does). */
export function keepTheLast(members: readonly Member[]): { members: readonly Member[]; allDraining: boolean } {
  const allDraining = members.length > 0 && members.every(({ state }) => state === 'draining');
  return { members: allDraining ? members.map((member) => ({ ...member, state: 'enabled' })) : members, allDraining };
}
