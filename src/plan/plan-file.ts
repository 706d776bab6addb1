/** A plan as it was written to a file, read back with care: a person may have edited it, or cut it. */
import { z } from 'zod';
import type { Json } from '../state.ts';
import { canonicalIp } from '../values/address.ts';
import { once } from '../values/codec.ts';
import { bareName, partitionOf } from '../values/full-path.ts';
import { markName, markOf } from '../values/mark.ts';
import { metadataText } from '../values/metadata-items.ts';
import { isNeighbour } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { deviceIdentity } from './device-identity.ts';
import { json, ownerName, parseJsonFile } from './json-file.ts';
import { namedNeighbour } from './overlay.ts';
import { misplaced } from './place.ts';
import { conflictReasons } from './reasons.ts';
import { notInSnapshot } from './rollback.ts';
import type { Change, Plan, PlanScope } from './types.ts';
import { typeOfUri } from './uri-type.ts';

/** What can bear the sign of a save that failed. */
function isMarkable(uri: string): boolean {
  const type = typeOfUri(uri);
  return type === 'ltm/pool' || type === 'ltm/virtual';
}

/** Made when the first plan is read: importing the package must not pay for it. */
const schema = once(() => {
  const properties = z.record(z.string(), json());

  const named = z.object({ uri: z.string(), type: z.string() });
  // Read without it, the changes of both units would be made on one device.
  const ofPair = z.never({ error: 'is of a pair: only one device has plans in files' }).exactOptional();
  const change = named
    .extend({
      action: z.enum(['create', 'modify', 'replace', 'delete']),
      before: properties.exactOptional(),
      after: properties.exactOptional(),
      reason: z.string().exactOptional(),
    })
    .extend({ unit: ofPair })
    .refine(({ uri, type }) => typeOfUri(uri) === type, { message: 'its type is not that of its uri', path: ['type'] })
    .refine(({ action, after }) => action === 'delete' || after !== undefined, {
      message: 'is missing',
      path: ['after'],
    });

  return z.object({
    version: z.literal(1),
    owner: ownerName(),
    scope: z.object(
      {
        partition: z.string(),
        tunnel: z.string().exactOptional(),
        tunnelV6: z.string().exactOptional(),
        routes: z.string().exactOptional(),
      },
      { error: 'is missing: a plan that does not say where its owner has its objects could write anywhere' },
    ),
    units: ofPair,
    device: deviceIdentity().exactOptional(),
    applyWith: z
      .object({
        drain: z.int().nonnegative().exactOptional(),
        wait: z.int().nonnegative().exactOptional(),
        rollbackOnFailure: z.boolean().exactOptional(),
      })
      .exactOptional(),
    changes: z.array(change),
    kept: z.array(named),
    held: z.array(named.extend({ reason: z.string() })),
    conflicts: z.array(
      named.extend({
        reason: z.enum(Object.keys(conflictReasons) as (keyof typeof conflictReasons)[]),
        message: z.string(),
        holder: z.string().exactOptional(),
      }),
    ),
    diagnostics: z.array(
      z.object({
        severity: z.enum(['error', 'warning', 'info']),
        object: z.string(),
        reason: z.string(),
        message: z.string(),
        path: z.string().exactOptional(),
      }),
    ),
    generations: z.record(z.string(), z.int().nonnegative()),
    unsaved: z.array(z.string().refine(isMarkable, { message: 'is no virtual server or pool' })).exactOptional(),
  });
});

/** Whether a path leads out of the partition, where BIG-IP would make a virtual address, or somebody else's pool be used. */
function leaves(path: Json | undefined, { partition }: PlanScope): boolean {
  return typeof path === 'string' && path.startsWith('/') && partitionOf(path) !== partition;
}

const notOurs = 'has not the name of ours';

/** `k8s-` and an address: what is changed does not say which it is for. */
function hasOurName(uri: string): boolean {
  const name = bareName(uriName(uri));
  return name.startsWith('k8s-') && canonicalIp(name.slice(4)) !== undefined;
}

/** Why a change cannot be one of this plan; undefined when it can. */
function objection({ action, uri, type, reason, before = {}, after = {} }: Change, of: Plan & { scope: PlanScope }) {
  const { owner, scope } = of;
  const why = misplaced({ uri, type }, { ...scope, owner }, 'plan');
  if (why !== undefined) return why;
  const strayed = type === 'ltm/virtual' ? ['destination', 'pool'].find((key) => leaves(after[key], scope)) : undefined;
  if (strayed !== undefined) return `has a ${strayed} outside the partition ${scope.partition}`;
  if (action === 'modify') return isNeighbour(type) && reason !== 'adopted' && !hasOurName(uri) ? notOurs : undefined;
  // Of a rollback everything goes that was not there before: what is registered no more, and what somebody uses.
  if (action === 'delete' && reason === notInSnapshot) return 'goes with a rollback, which no file has';
  // What is made is ours, and a neighbour that goes has the name of ours.
  const properties = action === 'delete' ? before : after;
  if (isNeighbour(type) && namedNeighbour({ uri, type, properties }) === undefined) return notOurs;
  if (action === 'delete' || (type !== 'ltm/virtual' && type !== 'ltm/pool')) return undefined;
  return metadataText(after['metadata'], markName) === markOf(owner) ? undefined : 'has no mark of its owner';
}

/**
 * The plan in a text, as `JSON.stringify` wrote it. Throws BigIpValueError with the path of what is wrong: nothing of a
 * plan that is not understood is applied, nor of one that would write to objects that no plan of its owner is about.
 */
export function parsePlan(text: string): Plan {
  const plan = parseJsonFile(text, schema(), 'plan');
  for (const [index, change] of plan.changes.entries()) {
    const why = objection(change, plan);
    if (why !== undefined) throw new BigIpValueError(why, { path: `plan.changes.${index}`, value: change.uri });
  }
  return plan;
}
