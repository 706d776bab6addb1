/** A snapshot as it was written to a file, read back with care: a person may have edited it, or cut it. */
import { z } from 'zod';
import { once } from '../values/codec.ts';
import { parseFullPath, partitionOf } from '../values/full-path.ts';
import { markName, markOf } from '../values/mark.ts';
import { metadataText } from '../values/metadata-items.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { json, ownerName, parseJsonFile } from './json-file.ts';
import type { DeviceSnapshot, SnapshotObject } from './snapshot.ts';
import type { PlanScope } from './types.ts';
import { typeOfUri } from './uri-type.ts';

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
    objects: z.array(
      z.object({
        uri: z.string(),
        type: z.string(),
        properties: z.record(z.string(), json()),
        leftOut: z.array(z.string()).exactOptional(),
      }),
    ),
  });
});

const inPartition = /^ltm\/(?:virtual|pool|pool\/members|monitor\/(?:http|tcp|udp)|persistence\/source-addr)$/;

/** Where objects of a type are, in the place of a snapshot: a tunnel, or a partition. Undefined when there are none. */
function placeFor(type: string, { partition, tunnel, tunnelV6 = tunnel, routes = partition }: PlanScope) {
  const inPartitionOf = (path: string | undefined) => (path === undefined ? undefined : partitionOf(path));
  if (type === 'net/arp') return inPartitionOf(tunnel);
  if (type === 'net/ndp') return inPartitionOf(tunnelV6);
  if (type === 'net/route') return routes;
  return inPartition.test(type) ? partition : undefined;
}

/** Why an object cannot be one of this snapshot; undefined when it can. */
function objection({ uri, type, properties }: SnapshotObject, of: DeviceSnapshot): string | undefined {
  if (typeOfUri(uri) !== type) return 'its type is not that of its uri';
  const [path = ''] = parseUri(uri).filter((segment) => segment.startsWith('/'));
  if (type === 'net/fdb/tunnel/records') {
    return path === of.tunnel || path === of.tunnelV6 ? undefined : 'is not of a tunnel of the snapshot';
  }
  if (placeFor(type, of) !== partitionOf(path)) return 'is not in the place that the snapshot is of';
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
    const why = seen.has(one.uri) ? 'is there twice' : objection(one, parsed);
    if (why !== undefined) throw new BigIpValueError(why, { path: `snapshot.objects.${index}`, value: one.uri });
    seen.add(one.uri);
  }
  return parsed;
}
