/** Snapshots in files. */
import { readFile, writeFile } from 'node:fs/promises';
import { type DeviceSnapshot, parseSnapshot } from '../plan/index.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { whyUnreadable } from './file-error.ts';
import { UsageError } from './usage-error.ts';

export async function readSnapshot(path: string): Promise<DeviceSnapshot> {
  try {
    return parseSnapshot(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof BigIpValueError)
      throw new UsageError(`${path} is no snapshot of this program: ${error.message}`);
    throw new UsageError(`cannot read the snapshot ${path}: ${whyUnreadable(error)}`);
  }
}

/** Readable for its maker alone: it holds the configuration of the virtual servers, though no secret. */
export async function writeSnapshot(path: string, snapshot: DeviceSnapshot): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(snapshot, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`cannot write the snapshot: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws UsageError for the snapshot of a pair where there is one BIG-IP. */
export function refusePairSnapshot({ units }: DeviceSnapshot): void {
  if (units === undefined) return;
  throw new UsageError(`the snapshot is of a pair, ${units.join(' and ')}: give the other unit with --unit`);
}
