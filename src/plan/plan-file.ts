/** A plan as it was written to a file, read back with care: a person may have edited it, or cut it. */
import { z } from 'zod';
import { once } from '../values/codec.ts';
import { partitionOf } from '../values/full-path.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { json, ownerName, parseJsonFile } from './json-file.ts';
import type { Plan, PlanScope } from './types.ts';
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
  const change = named
    .extend({
      action: z.enum(['create', 'modify', 'replace', 'delete']),
      before: properties.exactOptional(),
      after: properties.exactOptional(),
      reason: z.string().exactOptional(),
    })
    .refine(({ uri, type }) => typeOfUri(uri) === type, { message: 'its type is not that of its uri', path: ['type'] })
    .refine(({ action, after }) => action === 'delete' || after !== undefined, {
      message: 'is missing',
      path: ['after'],
    });

  return z.object({
    version: z.literal(1),
    owner: ownerName(),
    scope: z
      .object({
        partition: z.string(),
        tunnel: z.string().exactOptional(),
        tunnelV6: z.string().exactOptional(),
        routes: z.string().exactOptional(),
      })
      .exactOptional(),
    changes: z.array(change),
    kept: z.array(named),
    held: z.array(named.extend({ reason: z.string() })),
    conflicts: z.array(
      named.extend({
        reason: z.enum(['NotOurs', 'OwnedByAnother', 'AppService', 'AddressTaken']),
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

/**
 * The plan in a text, as `JSON.stringify` wrote it. Throws BigIpValueError with the path of what is wrong: nothing of a
 * plan that is not understood is applied.
 */
export function parsePlan(text: string): Plan {
  const plan = parseJsonFile(text, schema(), 'plan');
  const index = plan.changes.findIndex(({ uri }) => !isInScope(uri, plan.scope));
  if (index < 0) return plan;
  throw new BigIpValueError('is not in the place that the plan is of', {
    path: `plan.changes.${index}`,
    value: plan.changes[index]?.uri,
  });
}

/** Whether an object lies where the plan's owner has its objects; of a plan that does not say where, every object does. */
function isInScope(uri: string, scope: PlanScope | undefined): boolean {
  if (scope === undefined) return true;
  const { partition, tunnel, tunnelV6, routes } = scope;
  const tunnels = [tunnel, tunnelV6].flatMap((path) => (path === undefined ? [] : [partitionOf(path)]));
  const path = parseUri(uri).find((segment) => segment.startsWith('/'));
  return path !== undefined && [partition, routes, ...tunnels].includes(partitionOf(path));
}
