/** The options that make two devices a pair. */
import type { Command } from 'commander';
import type { PairOptions } from '../pair/index.ts';
import { milliseconds } from './managed-flags.ts';
import { UsageError } from './usage-error.ts';

export interface UnitFlags {
  /** URL of the other unit. */
  readonly unit?: string;
  readonly unitFingerprint?: string;
}

export interface PairFlags extends UnitFlags {
  readonly sync: boolean;
  readonly syncGroup?: string;
  /** Milliseconds. */
  readonly syncTimeout?: number;
}

/** Throws UsageError for what needs `--unit`. */
export function checkOneDevice(flags: UnitFlags & Partial<PairFlags>): void {
  const { sync = false, syncGroup, syncTimeout, unitFingerprint } = flags;
  if (!sync && syncGroup === undefined && syncTimeout === undefined && unitFingerprint === undefined) return;
  throw new UsageError('--sync, --sync-group, --sync-timeout and --unit-fingerprint go with --unit');
}

/** Throws UsageError for what needs `--sync`. */
export function checkSyncFlags({ sync, syncGroup, syncTimeout }: PairFlags): void {
  if (!sync && (syncGroup !== undefined || syncTimeout !== undefined))
    throw new UsageError('--sync-group and --sync-timeout go with --sync');
}

export function syncOptions({ sync, syncGroup, syncTimeout }: PairFlags): PairOptions {
  return {
    sync,
    ...(syncGroup === undefined ? {} : { syncGroup }),
    ...(syncTimeout === undefined ? {} : { syncTimeout }),
  };
}

/** For a command that only reads. */
export function withUnitOptions(command: Command): Command {
  return command
    .option('--unit <url>', 'the other unit of a pair: virtual servers are of the active one, the overlay of each')
    .option('--unit-fingerprint <sha256>', 'SHA-256 fingerprint of the certificate of the other unit');
}

export function withPairOptions(command: Command): Command {
  return withUnitOptions(command)
    .option('--sync', 'copy the configuration to the device group afterwards, and wait', false)
    .option('--sync-group <name>', 'which device group (default: the one that is sync-failover)')
    .option('--sync-timeout <seconds>', 'how long to wait for the units to be in sync (default: 60)', milliseconds);
}
