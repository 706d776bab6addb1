/** Both units of a pair: a snapshot of them, and how they are. */
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions } from '../icontrol/requester.ts';
import {
  inSync,
  isAway,
  type Pair,
  type PairOptions,
  pickUnits,
  readSync,
  type Standing,
  type UnitRole,
  UnitRolesError,
  unitNames,
} from '../pair/index.ts';
import {
  type DeviceSnapshot,
  isOfUnit,
  managedEntries,
  nothingWanted,
  pairSnapshot,
  snapshotFrom,
  unitBeside,
} from '../plan/index.ts';
import type { Entry } from '../state.ts';
import { parseMac } from '../values/mac.ts';
import { orNone } from '../values/value-error.ts';
import type { ManagedOptions } from './options.ts';
import { readBeside, readManagedBeside } from './read-beside.ts';
import { type ManagedStatus, readStatus } from './status.ts';

/** Milliseconds that a failover may take. */
const failover = 10_000;

type PairRead = ManagedOptions & Pick<PairOptions, 'roleTimeout'>;

/**
 * Everything of this owner on a pair: virtual servers and pools as the active unit has them, FDB records and static
 * neighbours of each, which say their `unit`. Both units have to answer: what is not in a snapshot is no part of the state
 * that a rollback goes back to. Throws UnitRolesError, and what a single snapshot throws.
 */
export async function takePairSnapshot(pair: Pair, options: PairRead): Promise<DeviceSnapshot> {
  const call = callOptions(options);
  const nothing = nothingWanted(options);
  const { active, other } = await pickUnits(pair, call, options.roleTimeout ?? failover);
  if (other.error !== undefined)
    throw new UnitRolesError(
      `${other.name} cannot be worked with (${other.error.message}): a snapshot without its FDB records and neighbours could not bring them back`,
      { outcome: 'not-sent', cause: other.error },
    );
  const { own, shared } = await readManagedBeside(other.unit, active.unit, nothing, call);
  const of = ({ name }: Standing, actual: typeof own) => ({ name, snapshot: snapshotFrom(actual, options) });
  return pairSnapshot(unitNames(pair), of(active, shared), of(other, unitBeside(own, shared)));
}

/** How one unit of a pair is. */
export interface UnitStatus {
  /** Host and port, `192.0.2.10:443`. */
  readonly unit: string;
  readonly role: UnitRole;
  /** Why it cannot be asked. */
  readonly error?: string;
  /** URIs of this owner's FDB records and static neighbours that the other unit has, and this one lacks. */
  readonly missing: readonly string[];
  /** URIs of those that lead elsewhere than on the active unit. */
  readonly different: readonly string[];
}

/** Plain JSON. */
export interface PairStatus extends ManagedStatus {
  /**
   * Whether every virtual server and member of the active unit is available, the other one could take over (it stands by,
   * has the same configuration, and lacks no record).
   */
  readonly available: boolean;
  readonly units: readonly [UnitStatus, UnitStatus];
  /** What the active unit says of the copies, `In Sync`. */
  readonly sync: { readonly status: string; readonly summary?: string };
}

type Table = ReadonlyMap<string, string>;

/** Where each record and neighbour leads. */
function tableOf(entries: readonly Entry[]): Table {
  return new Map(
    entries.filter(isOfUnit).map(({ uri, properties: { macAddress, endpoint } }) => {
      return [uri, String(endpoint ?? orNone(() => parseMac(macAddress)) ?? macAddress)];
    }),
  );
}

/** The overlay of this owner on both units. One that goes away meanwhile is told. */
async function readTables(active: Standing, other: Standing, options: PairRead, call: CallOptions) {
  if (other.error !== undefined || options.tunnel === undefined) return { other };
  const nothing = nothingWanted(options);
  try {
    const { own, shared } = await readBeside(other.unit, active.unit, nothing, call);
    const of = (one: typeof own, beside: typeof own): Table =>
      tableOf(managedEntries(unitBeside(one, beside), nothing.owner));
    return { other, tables: { active: of(shared, own), other: of(own, shared) } };
  } catch (error) {
    if (!isAway(error, call)) throw error;
    return { other: { ...other, role: 'unreachable', error } satisfies Standing };
  }
}

function compared({ name, role, error }: Standing, own: Table, beside: Table, isActive: boolean): UnitStatus {
  return {
    unit: name,
    role,
    ...(error === undefined ? {} : { error: error.message }),
    missing: [...beside.keys()].filter((uri) => !own.has(uri)),
    different: isActive ? [] : [...own.keys()].filter((uri) => beside.has(uri) && beside.get(uri) !== own.get(uri)),
  };
}

/**
 * The status of a pair: virtual servers, pools and members as `readStatus` tells of the active unit, which unit is which,
 * whether both have the same configuration, and, where a tunnel is named, which FDB records and static neighbours of this
 * owner one unit has and the other lacks. What both lack only the input tells: see the plan. Throws UnitRolesError.
 */
export async function readPairStatus(pair: Pair, options: PairRead): Promise<PairStatus> {
  const call = callOptions(options);
  const picked = await pickUnits(pair, call, options.roleTimeout ?? failover);
  const { active } = picked;
  const [status, { status: said, summary }, { other, tables }] = await Promise.all([
    readStatus(active.unit, options),
    readSync(active.unit, call),
    readTables(active, picked.other, options, call),
  ]);
  const ofActive: Table = tables?.active ?? new Map();
  const ofOther: Table = tables?.other ?? new Map();
  const two = {
    active: compared(active, ofActive, ofOther, true),
    other: compared(other, ofOther, ofActive, false),
  };
  const complete = [two.active, two.other].every(({ missing, different }) => missing.length + different.length === 0);
  const isFirst = picked.both[0].name === active.name;
  return {
    ...status,
    available: status.available && complete && other.role === 'standby' && said === inSync,
    units: isFirst ? [two.active, two.other] : [two.other, two.active],
    sync: { status: said, ...(summary === '' ? {} : { summary }) },
  };
}
