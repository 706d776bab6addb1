/** Changes live in the running configuration until it is saved; a reboot loses them. */
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError, ValidationError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Plan, PlanScope } from '../plan/types.ts';
import { partitionOf } from '../values/full-path.ts';
import { parseUri } from '../values/uri.ts';

export interface Saved {
  /** Undefined when the device did not save. */
  readonly partitions?: readonly string[] | 'all';
  /** A failure does not lose the result of the apply: it is a diagnostic of its own. */
  readonly diagnostic?: Diagnostic;
}

/** The partitions in which objects lie; undefined when one of them lies in none. A member's node is in its own one. */
function partitionsOf(uris: readonly string[]): ReadonlySet<string> | undefined {
  const partitions = new Set<string>();
  for (const uri of uris) {
    const paths = parseUri(uri).filter((segment) => segment.startsWith('/'));
    if (paths.length === 0) return undefined;
    for (const path of paths) partitions.add(partitionOf(path));
  }
  return partitions;
}

function placesOf({ partition, tunnel, tunnelV6, routes }: PlanScope): readonly string[] {
  const tunnels = [tunnel, tunnelV6].flatMap((path) => (path === undefined ? [] : [partitionOf(path)]));
  return [partition, ...tunnels, ...(routes === undefined ? [] : [routes])];
}

/**
 * What has to be saved: the partitions that were written, and after a save that failed all in which this owner has objects.
 * Undefined for everything.
 */
export function partitionsToSave(
  { scope, unsaved = [] }: Pick<Plan, 'scope' | 'unsaved'>,
  written: readonly string[],
): readonly string[] | undefined {
  const partitions = partitionsOf(written);
  if (partitions === undefined) return undefined;
  if (unsaved.length === 0) return [...partitions].sort();
  return scope === undefined ? undefined : [...new Set([...partitions, ...placesOf(scope)])].sort();
}

/** What the device said, also where the client took its answer for a lost one; a sentence of which another one follows. */
function reasonOf({ message, cause }: BigIpError): string {
  // A save may be sent again at any time: that it may have been done is nothing to act on.
  const said = cause instanceof BigIpError ? cause.message : message;
  return said.replace(/\.$/, '');
}

function unsaved(error: BigIpError): Saved {
  const message = `the changes are running but were not saved, and a reboot would lose them (save sys config does it by hand): ${reasonOf(error)}`;
  return { diagnostic: { severity: 'error', object: 'BigIp/sys/config', reason: 'ConfigNotSaved', message } };
}

/**
 * Saves some partitions (`save sys config partitions { Common k8s }`), so that nobody else's work in progress is saved along;
 * everything where the device does not take that.
 */
export async function saveConfig(
  requester: Requester,
  partitions: readonly string[] | undefined,
  options: CallOptions,
): Promise<Saved> {
  const save = (body: object) => requester.request('POST', ['sys', 'config'], { ...options, body });
  try {
    if (partitions !== undefined) {
      try {
        await save({ command: 'save', options: [{ partitions: `{ ${partitions.join(' ')} }` }] });
        return { partitions };
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
      }
    }
    await save({ command: 'save' });
    return { partitions: 'all' };
  } catch (error) {
    if (error instanceof BigIpError) return unsaved(error);
    throw error;
  }
}
