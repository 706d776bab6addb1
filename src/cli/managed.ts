/** Commands that need no manifests: what an owner has on a BIG-IP is looked at, kept, brought back or taken away. */
import type { Command } from 'commander';
import { deleteCommand } from './commands/delete.ts';
import { type DiffFlags, diffCommand } from './commands/diff.ts';
import { type RollbackFlags, rollbackCommand } from './commands/rollback.ts';
import { type SnapshotFlags, snapshotCommand } from './commands/snapshot.ts';
import { statusCommand } from './commands/status.ts';
import { withDeviceOptions } from './device.ts';
import { checkGoesWithout, checkNoPair, checkOtherDevice } from './goes-without.ts';
import type { Io } from './io.ts';
import { type ManagedFlags, otherDeviceOption, type WritingFlags, withOverlay, withYes } from './managed-flags.ts';
import { outputOption, withMappingOptions } from './mapping.ts';
import { type PairFlags, type UnitFlags, withPairOptions, withUnitOptions } from './pair-flags.ts';

export function addManagedCommands(program: Command, io: Io, run: (action: Promise<number>) => Promise<void>): void {
  withYes(
    withPairOptions(
      withDeviceOptions(
        withOverlay(program.command('delete').description('delete everything that this owner has on the BIG-IP')),
      ),
    ),
  ).action((flags: ManagedFlags & WritingFlags & PairFlags) => run(deleteCommand(flags, io)));
  withUnitOptions(
    withDeviceOptions(
      withOverlay(
        program
          .command('status')
          .description('tell whether what is published takes traffic; exit 0 all available, 2 something is not'),
      ),
    ),
  )
    .addOption(outputOption())
    .action((flags: ManagedFlags & UnitFlags) => run(statusCommand(flags, io)));
  withUnitOptions(
    withDeviceOptions(
      withOverlay(
        program.command('snapshot').description('print everything that this owner has, as JSON, for diff and rollback'),
      ),
    ),
  )
    .option('--out <file>', 'write it to a file instead')
    .action((flags: SnapshotFlags) => run(snapshotCommand(flags, io)));
  withUnitOptions(
    withDeviceOptions(
      withMappingOptions(
        program
          .command('diff')
          .description('tell what differs from the manifests, or from a snapshot; exit 0 nothing, 2 differences'),
        outputOption(),
        false,
      ),
    ),
  )
    .option('--snapshot <file>', 'compare with the snapshot of bigip snapshot, instead of manifests')
    .addOption(otherDeviceOption())
    .action((flags: DiffFlags, command: Command) => {
      if (flags.snapshot !== undefined) checkGoesWithout(command, '--snapshot');
      checkOtherDevice(flags.otherDevice, flags.snapshot, '--snapshot FILE');
      checkNoPair(flags);
      return run(diffCommand(flags, io));
    });
  withYes(
    withPairOptions(
      withDeviceOptions(
        program
          .command('rollback')
          .description('go back to a snapshot')
          .argument('<file>', 'what bigip snapshot wrote'),
      ),
    ),
  )
    .addOption(otherDeviceOption())
    .action((file: string, flags: RollbackFlags) => {
      checkNoPair(flags);
      return run(rollbackCommand(file, flags, io));
    });
}
