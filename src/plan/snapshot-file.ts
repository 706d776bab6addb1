/** A snapshot as it was written to a file, read back with care: a person may have edited it, or cut it. */
import { z } from 'zod';
import { once } from '../values/codec.ts';
import { parseFullPath } from '../values/full-path.ts';
import { markName, markOf } from '../values/mark.ts';
import { metadataText } from '../values/metadata-items.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { deviceIdentity } from './device-identity.ts';
import { json, ownerName, parseJsonFile } from './json-file.ts';
import { misplaced } from './place.ts';
import type { DeviceSnapshot, SnapshotObject } from './snapshot.ts';
import { isOfUnit } from './unit-plan.ts';

function isFullPath(text: string): boolean {
  try {
    parseFullPath(text);
    return true;
  } catch (error) {
    if (error instanceof BigIpValueError) return false;
    throw error;
  }
}

const schema = once(() => {
  const name = z.string().regex(/^[^\s/~%'"()]+$/);
  const path = z.string().refine(isFullPath, { message: 'is not a full path' });
  return z.object({
    version: z.literal(1),
    owner: ownerName(),
    partition: name,
    tunnel: path.exactOptional(),
    tunnelV6: path.exactOptional(),
    routes: name.exactOptional(),
    secrets: z.literal('left-out'),
    units: z.tuple([z.string(), z.string()]).exactOptional(),
    device: deviceIdentity().exactOptional(),
    objects: z.array(
      z.object({
        uri: z.string(),
        type: z.string(),
        properties: z.record(z.string(), json()),
        leftOut: z.array(z.string()).exactOptional(),
        unit: z.string().exactOptional(),
      }),
    ),
  });
});

/** Why an object cannot be one of this snapshot; undefined when it can. */
function objection({ uri, type, properties, unit }: SnapshotObject, of: DeviceSnapshot): string | undefined {
  const why = misplaced({ uri, type }, of, 'snapshot');
  if (why !== undefined) return why;
  if (unit !== undefined && of.units?.includes(unit) !== true) return 'is of no unit of the snapshot';
  if (of.units !== undefined && isOfUnit({ type }) !== (unit !== undefined))
    return unit === undefined ? 'does not say of which unit it is' : 'is what both units share, and says a unit';
  const marked = type === 'ltm/virtual' || type === 'ltm/pool';
  const isOurs = !marked || metadataText(properties['metadata'], markName) === markOf(of.owner);
  return isOurs ? undefined : 'has no mark of its owner';
}

/**
 * The snapshot in a text, as `JSON.stringify` wrote it. Throws BigIpValueError with the path of what is wrong: objects of
 * other places or owners, too, because a rollback makes what is missing.
 */
export function parseSnapshot(text: string): DeviceSnapshot {
  const parsed = parseJsonFile(text, schema(), 'snapshot');
  const seen = new Set<string>();
  for (const [index, one] of parsed.objects.entries()) {
    const key = `${one.unit ?? ''} ${one.uri}`;
    const why = seen.has(key) ? 'is there twice' : objection(one, parsed);
    if (why !== undefined) throw new BigIpValueError(why, { path: `snapshot.objects.${index}`, value: one.uri });
    seen.add(key);
  }
  return parsed;
}
