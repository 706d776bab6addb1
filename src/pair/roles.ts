/** Which unit is active. Asked of each unit itself, because the other one may not know. */
import { BigIpError, TlsError } from '../errors.ts';
import { callOptions } from '../icontrol/call-options.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { Status } from '../icontrol/status.ts';
import { failoverStatus } from '../resources/cm/status.ts';
import { UnitRolesError } from './errors.ts';
import type { Pair, UnitRole } from './types.ts';

/** Milliseconds for one question: a unit that restarts must not hold up the other. */
const patience = 30_000;
/** Milliseconds between two looks at units that change places. */
const interval = 2_000;

/** What a unit says of itself, or why it says nothing. */
export interface Standing {
  readonly unit: Requester;
  readonly name: string;
  readonly role: UnitRole;
  readonly error?: BigIpError;
}

/** The hosts, where they tell the units apart. */
export function unitNames({ units }: Pair): readonly [string, string] {
  const [one, two] = units;
  const [first = 'unit 1', second = 'unit 2'] = [one.host, two.host];
  return first === second ? ['unit 1', 'unit 2'] : [first, second];
}

const roles: readonly (readonly [RegExp, UnitRole])[] = [
  [/^active$/i, 'active'],
  [/^standby$/i, 'standby'],
  [/offline/i, 'offline'],
];

/** Throws what the unit answers with instead. */
export async function roleOf(unit: Requester, { signal, timeout = patience }: CallOptions = {}): Promise<UnitRole> {
  const call = callOptions({ signal, timeout: Math.min(timeout, patience) });
  const { status = '' } = await new Status(unit, failoverStatus).get(call);
  return roles.find(([pattern]) => pattern.test(status.trim()))?.[1] ?? 'unknown';
}

/**
 * Whether an error says that a unit is away, so that the other one is worked with alone. A unit that is not the one that was
 * pinned, or does not prove who it is, is not away: nothing is done before somebody has looked at that.
 */
export function isAway(error: unknown, { signal }: CallOptions): error is BigIpError {
  if (!(error instanceof BigIpError) || signal?.aborted === true) return false;
  return !(error instanceof TlsError) || error.reason === 'handshake';
}

/** Whether the unit that was written to is still the active one. One that does not answer is not. */
export async function isStillActive(unit: Requester, call: CallOptions): Promise<boolean> {
  try {
    return (await roleOf(unit, call)) === 'active';
  } catch (error) {
    if (!isAway(error, call)) throw error;
    return false;
  }
}

async function standingOf(unit: Requester, name: string, options: CallOptions): Promise<Standing> {
  try {
    return { unit, name, role: await roleOf(unit, options) };
  } catch (error) {
    if (!isAway(error, options)) throw error;
    return { unit, name, role: 'unreachable', error };
  }
}

export interface Picked {
  readonly active: Standing;
  readonly other: Standing;
  /** In the order of the pair. */
  readonly both: readonly [Standing, Standing];
}

function described({ name, role, error }: Standing): string {
  return `${name} is ${role}${error === undefined ? '' : ` (${error.message})`}`;
}

/**
 * The active unit and the other one. A failover takes moments in which no unit is active, or both are, so that is looked at
 * again until the limit. Throws UnitRolesError.
 */
export async function pickUnits(pair: Pair, options: CallOptions, limit: number): Promise<Picked> {
  const [first, second] = unitNames(pair);
  const { clock } = pair.units[0];
  const until = clock.now() + limit;
  for (;;) {
    const [one, two] = await Promise.all([
      standingOf(pair.units[0], first, options),
      standingOf(pair.units[1], second, options),
    ]);
    const both = [one, two] as const;
    if (one.role === 'active' && two.role !== 'active') return { active: one, other: two, both };
    if (two.role === 'active' && one.role !== 'active') return { active: two, other: one, both };
    if (clock.now() >= until) {
      const what = one.role === 'active' ? 'both units are active' : 'no unit is active';
      throw new UnitRolesError(
        `${what}: ${described(one)}, ${described(two)}; nothing was written to virtual servers and pools`,
        { outcome: 'not-sent', ...(one.error === undefined ? {} : { cause: one.error }) },
      );
    }
    await pause(clock, interval, options.signal, 'given up while the units were not one active and one standby');
  }
}
