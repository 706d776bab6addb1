/**
 * Weights of Services as ratios of members. A Service's weight is shared by its members, whose ratio BIG-IP takes from 1
 * to 100 (tmsh reference, `ltm pool`, ratio).
 */
import { better, inOrder, type Member, type PoolMembers } from './members.ts';

const highest = 100;

export interface WeighedMembers {
  readonly weight: number;
  readonly found: PoolMembers;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

interface Share {
  readonly weight: number;
  /** Among how many members it is shared. */
  readonly among: number;
}

/** The ratio of a member of each share: exactly as they are to each other where 100 is enough, else as near as it gets. */
function ratios(shares: readonly Share[]): readonly number[] {
  const common = shares.reduce((multiple, { among }) => (multiple / greatestDivisor(multiple, among)) * among, 1);
  const exact = shares.map(({ weight, among }) => weight * (common / among));
  const divisor = exact.reduce(greatestDivisor);
  const most = Math.max(...exact);
  if (Number.isSafeInteger(most) && most / divisor <= highest) return exact.map((ratio) => ratio / divisor);
  return exact.map((ratio) => Math.max(1, Math.round((ratio / most) * highest)));
}

/** One pool of several Services. A Service of weight 0 has no members; one Service alone has members of ratio 1. */
export function weigh(parts: readonly WeighedMembers[]): PoolMembers {
  const counted = parts.filter(({ weight, found }) => weight > 0 && found.members.length > 0);
  const found =
    counted.length === 0
      ? []
      : ratios(counted.map(({ weight, found: { members } }) => ({ weight, among: members.length })));
  const members = new Map<string, Member>();
  for (const [index, { found: part }] of counted.entries()) {
    for (const member of part.members) {
      const key = `${member.address.ip} ${member.port}`;
      // A pod behind two of the Services has the ratio of the first.
      const ratio = members.get(key)?.ratio ?? found[index] ?? 1;
      members.set(key, { ...better(members.get(key), member), ratio });
    }
  }
  const reasons = parts.flatMap(({ weight, found: { none } }) => (weight === 0 || none === undefined ? [] : [none]));
  return {
    members: inOrder(members),
    held: parts.flatMap(({ found: { held } }) => held),
    ...(members.size > 0 ? {} : { none: reasons.length === 0 ? 'every Service has weight 0' : reasons.join('; ') }),
  };
}
