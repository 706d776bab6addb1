/** What a watcher expects to find of one object, given how it was and what this process itself has done to it since. */
import type { OwnWrite } from '../../apply/index.ts';
import { type Difference, difference, exactDifference } from '../../plan/difference.ts';
import { resourceFor } from '../../plan/identity.ts';
import type { Properties } from '../../state.ts';

/** Undefined when the object is not to be there. */
export type Expected =
  | {
      readonly properties: Properties;
      /** Only these properties are known: it was made by this process, and the device added its defaults. */
      readonly partial: boolean;
    }
  | undefined;

/** Readings of what one object may be; more are never kept. */
const mostReadings = 8;

function after(expected: Expected, { change }: OwnWrite): Expected {
  const { action, after: written = {} } = change;
  switch (action) {
    case 'delete':
      return undefined;
    case 'create':
    case 'replace':
      return { properties: written, partial: true };
    case 'modify':
      // Somebody else deleted it before: then nothing came of the write.
      return expected === undefined ? undefined : { ...expected, properties: { ...expected.properties, ...written } };
  }
}

/**
 * Every state that may be found without anybody else having done anything. A write of which it is not known what came of
 * it leaves two; the last one is that of all writes.
 */
export function readingsOf(before: Properties | undefined, writes: readonly OwnWrite[]): readonly Expected[] {
  let readings: readonly Expected[] = [before === undefined ? undefined : { properties: before, partial: false }];
  for (const write of writes) {
    const written = readings.map((one) => after(one, write));
    readings = write.certain ? written : [...readings, ...written].slice(-mostReadings);
  }
  return readings;
}

function routeDomainIn(properties: Properties): number | undefined {
  const [, text] = /%(\d{1,5})/.exec(JSON.stringify(properties)) ?? [];
  return text === undefined ? undefined : Number(text);
}

/**
 * What differs, as `before` (expected) and `after` (found); undefined when nothing does. What was read twice is spelt in one
 * way; in what this process `wrote` an address without a route domain is in the one that the device says.
 */
export function departure(
  type: string,
  { properties, partial }: NonNullable<Expected>,
  found: Properties,
  wrote: boolean,
): Difference | undefined {
  const said = wrote ? (routeDomainIn(found) ?? routeDomainIn(properties)) : undefined;
  const space = { defaultRouteDomain: said ?? 0 };
  const differing = (partial ? difference : exactDifference)(resourceFor(type), properties, found, space);
  return differing === undefined ? undefined : { before: differing.after, after: differing.before };
}
