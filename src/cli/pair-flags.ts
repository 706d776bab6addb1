/** The options that make two devices a pair. */
import type { Command } from 'commander';
import { milliseconds } from './managed-flags.ts';
import { UsageError } from './usage-error.ts';

export interface PairFlags {
  /** URL of the other unit. */
  readonly unit?: string;
  readonly unitFingerprint?: string;
  readonly sync: boolean;
  readonly syncGroup?: string;
  /** Milliseconds. */
  readonly syncTimeout?: number;
}

/** Throws UsageError for what needs `--unit`. */
export function checkOneDevice({ sync, syncGroup, syncTimeout, unitFingerprint }: PairFlags): void {
  if (!sync && syncGroup === undefined && syncTimeout === undefined && unitFingerprint === undefined) return;
  throw new UsageError('--sync, --sync-group, --sync-timeout and --unit-fingerprint go with --unit');
}

export function withPairOptions(command: Command): Command {
  return command
    .option('--unit <url>', 'the other unit of a pair: virtual servers go to the active one, the overlay to both')
    .option('--unit-fingerprint <sha256>', 'SHA-256 fingerprint of the certificate of the other unit')
    .option('--sync', 'copy the configuration to the device group afterwards, and wait', false)
    .option('--sync-group <name>', 'which device group (default: the one that is sync-failover)')
    .option('--sync-timeout <seconds>', 'how long to wait for the units to be in sync (default: 60)', milliseconds);
}
