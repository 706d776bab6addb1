/** The options of commands that need no manifests: whose objects, where, and whether it is meant. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ManagedScope } from '../plan/index.ts';
import type { DeviceFlags } from './device.ts';
import { fullPath, outputOption, ownerId, withMaxDeletes } from './mapping.ts';

export interface ManagedFlags extends DeviceFlags {
  readonly partition: string;
  readonly owner: string;
  readonly tunnel?: string;
  readonly tunnelV6?: string;
  readonly staticRoutePartition?: string;
  readonly output: 'text' | 'json';
}

/** What a command that writes adds: it asks a person, and a script has to say that it is meant. */
export interface WritingFlags {
  readonly yes: boolean;
  readonly maxDeletes?: number;
  /** Milliseconds. */
  readonly drain?: number;
  readonly output: 'text' | 'json';
}

/** Whose objects, and where. */
export function scopeOf(flags: ManagedFlags): ManagedScope {
  const { owner, partition, tunnel, tunnelV6, staticRoutePartition: routes } = flags;
  return {
    owner,
    partition,
    ...(tunnel === undefined ? {} : { tunnel }),
    ...(tunnelV6 === undefined ? {} : { tunnelV6 }),
    ...(routes === undefined ? {} : { routes }),
  };
}

export function withPlace(command: Command): Command {
  return command
    .requiredOption('--partition <name>', 'the partition that is managed')
    .option('--owner <id>', 'whose objects, when several manage one BIG-IP', ownerId, 'default');
}

export function withOverlay(command: Command): Command {
  return withPlace(command)
    .option('--tunnel <path>', 'the VXLAN tunnel whose FDB records and static ARP entries are meant too', fullPath)
    .option('--tunnel-v6 <path>', 'the tunnel of the IPv6 pods, where they have one besides', fullPath)
    .option('--static-route-partition <name>', 'where static routes lie (default: the managed partition)');
}

export function withYes(command: Command): Command {
  return withDrain(withMaxDeletes(command))
    .option('--yes', 'do it without asking; needed where nobody can be asked', false)
    .addOption(outputOption());
}

/** A whole number of seconds, as milliseconds. */
export function milliseconds(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError('A time is a whole number of seconds.');
  return Number(value) * 1_000;
}

/** For a command that may take members away. */
function withDrain(command: Command): Command {
  return command.option(
    '--drain <seconds>',
    'disable pool members that go, and remove them when nobody is connected or after this time',
    milliseconds,
  );
}

/** For a command that reads a file which says which BIG-IP it is of. */
export function otherDeviceOption(): Option {
  return new Option('--other-device', 'go on also when the file was made of another BIG-IP').default(false);
}

/** What `bigip apply` can do besides. */
export function withApplyOptions(command: Command): Command {
  return withDrain(command)
    .option('--wait <seconds>', 'then wait until the pool members that the input asks for are available', milliseconds)
    .option('--rollback-on-failure', 'go back to the state before when a part was done and another failed', false);
}
