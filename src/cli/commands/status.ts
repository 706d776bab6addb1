/** `bigip status`: whether what is published takes traffic. */
import {
  type ManagedStatus,
  type MemberStatus,
  type PairStatus,
  type PoolStatus,
  readPairStatus,
  readStatus,
  type UnitStatus,
  type VirtualStatus,
} from '../../managed/index.ts';
import { inSync } from '../../pair/index.ts';
import { displayName, nothingOwned, type Painter } from '../../plan/index.ts';
import { bareName } from '../../values/full-path.ts';
import { openDevice } from '../device.ts';
import { interruptible } from '../interrupt.ts';
import { type Io, painterFor, print } from '../io.ts';
import { type ManagedFlags, scopeOf } from '../managed-flags.ts';
import { checkOneDevice, type UnitFlags } from '../pair-flags.ts';
import { printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';
import { withUnits } from '../with-units.ts';

function connected(connections: number | undefined): string {
  if (connections === undefined) return '';
  return `  ${connections} connection${connections === 1 ? '' : 's'}`;
}

function word({ available, state, session, draining }: MemberStatus): string {
  if (draining) return `draining (${state})`;
  if (session !== 'enabled') return `${session} (${state})`;
  return available ? (state === 'up' ? 'available' : `available (${state})`) : state;
}

function memberLine(member: MemberStatus, paint: Painter): string {
  const { name, available, draining, connections } = member;
  const colour = available ? 'green' : draining ? 'cyan' : 'red';
  return `    ${name}  ${paint(colour, word(member))}${connected(connections)}`;
}

function poolLines({ uri, members, available }: PoolStatus, paint: Painter): readonly string[] {
  const up = members.filter((member) => member.available).length;
  const count = `${up} of ${members.length} members available`;
  const lines = members.map((member) => memberLine(member, paint));
  return [`  pool ${displayName(uri)}  ${available ? count : paint('red', count)}`, ...lines];
}

function virtualLines(virtual: VirtualStatus, paint: Painter): readonly string[] {
  const { uri, destination, available, availability, connections, pool, reason } = virtual;
  const without = pool === undefined ? '' : pool.available ? '' : ', no member takes connections';
  const why = available || without !== '' || reason === undefined ? '' : `: ${reason}`;
  const state = `${available ? 'available' : `not available (${availability}${without}${why})`}`;
  const at = bareName(destination);
  const line = `${displayName(uri)}  ${at}  ${paint(available ? 'green' : 'red', state)}${connected(connections)}`;
  return [line, ...(pool === undefined ? [] : poolLines(pool, paint))];
}

function describeStatus(status: ManagedStatus, paint: Painter): string {
  const { virtuals, pools, owner, partition, otherOwners = [] } = status;
  if (virtuals.length + pools.length === 0) return nothingOwned(owner, partition, otherOwners);
  return [
    ...virtuals.flatMap((virtual) => virtualLines(virtual, paint)),
    ...pools.flatMap((pool) => poolLines(pool, paint)),
  ].join('\n');
}

function unitLines({ unit, role, error, missing, different }: UnitStatus, paint: Painter): readonly string[] {
  const well = role === 'active' || role === 'standby';
  const why = error === undefined ? '' : `: ${error}`;
  return [
    `${unit}  ${paint(well ? 'green' : 'red', role)}${why}`,
    ...missing.map((uri) => `  ${paint('red', 'lacks')} ${displayName(uri)}`),
    ...different.map((uri) => `  ${paint('red', 'leads elsewhere')} ${displayName(uri)}`),
  ];
}

function describePair(status: PairStatus, paint: Painter): string {
  const { units, sync } = status;
  const same = sync.status === inSync;
  const said = paint(same ? 'green' : 'red', sync.status);
  const more = same || sync.summary === undefined ? '' : ` (${sync.summary})`;
  return [
    ...units.flatMap((unit) => unitLines(unit, paint)),
    `Configuration of the group: ${said}${more}`,
    describeStatus(status, paint),
  ].join('\n');
}

/** Throws UsageError: of one device only the input tells what is missing. */
function refuseOverlay({ tunnel, tunnelV6, staticRoutePartition }: ManagedFlags): void {
  if (tunnel === undefined && tunnelV6 === undefined && staticRoutePartition === undefined) return;
  throw new UsageError(
    'status takes --tunnel with --unit, to compare the units; what one BIG-IP lacks, bigip diff tells from the manifests',
  );
}

export function statusCommand(flags: ManagedFlags & UnitFlags, io: Io): Promise<number> {
  if (flags.unit !== undefined)
    return withUnits(flags, io, async (pair, signal) => {
      const status = await readPairStatus(pair, { ...scopeOf(flags), signal });
      if (flags.output === 'json') printJson(status, io);
      else print(io.stdout, describePair(status, painterFor(io.stdout, io.env)));
      return status.available ? 0 : 2;
    });
  checkOneDevice(flags);
  refuseOverlay(flags);
  return interruptible(async (signal) => {
    await using bigip = await openDevice(flags, io);
    const status = await readStatus(bigip, { ...scopeOf(flags), signal });
    if (flags.output === 'json') printJson(status, io);
    else print(io.stdout, describeStatus(status, painterFor(io.stdout, io.env)));
    return status.available ? 0 : 2;
  });
}
