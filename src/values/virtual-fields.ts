/** What a virtual server says in a shape of its own: profiles, policies, and how it translates the client's address. */
import { z } from 'zod';
import { link, once, open, optional, plainText, words } from './codec.ts';
import { echoOf, withEcho } from './echo.ts';
import { isObject, type Reader, readerOf, unread, withReader } from './reader.ts';
import type { Field } from './shape.ts';

/** On which side of a virtual server a profile works. */
const context = once(() => words(['all', 'clientside', 'serverside']));

export interface ProfileReference {
  /** Full path of the profile. */
  readonly name: string;
  readonly context: 'all' | 'clientside' | 'serverside';
}

/** A profile as it may be written: a full path alone leaves the context to the device. */
export type ProfileSpelling = string | { readonly name: string; readonly context?: ProfileReference['context'] };

/** A named thing of a subcollection, as it stands in a list: its name alone, or an object that says its full path. */
function nameIn(one: unknown): unknown {
  if (typeof one === 'string') return one;
  if (!isObject(one)) return unread;
  const { name, fullPath, partition } = one as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') return unread;
  if (fullPath !== undefined) return typeof fullPath === 'string' ? fullPath : unread;
  if (partition !== undefined && typeof partition !== 'string') return unread;
  return inPartition(name, partition);
}

/** What lies in no said partition, or says its own, is called as it is. */
function inPartition(name: string, partition: string | undefined): string {
  return partition === undefined || partition === '' || name.startsWith('/') ? name : `/${partition}/${name}`;
}

function contextIn(one: unknown): unknown {
  const { context: side = 'all' } = isObject(one) ? (one as { readonly context?: unknown }) : {};
  return typeof side === 'string' ? side : unread;
}

/** Reads the elements of a list one by one; gives up with the first that is not understood. */
function readEach(read: (element: unknown) => unknown): Reader {
  return (wire) => {
    if (!Array.isArray(wire)) return unread;
    const seen = wire.map(read);
    return seen.includes(unread) ? unread : seen;
  };
}

function readProfile(one: unknown): unknown {
  const [name, side] = [nameIn(one), contextIn(one)];
  return name === unread || side === unread ? unread : { name, context: side };
}

/**
 * Profiles of a virtual server. Sent as names or objects, returned as a subcollection whose items carry `fullPath`.
 */
export const profiles: () => Field<readonly ProfileReference[], readonly ProfileSpelling[]> = once(() => {
  const item = z.looseObject({
    name: z.string(),
    partition: z.string().optional(),
    fullPath: z.string().optional(),
    context: context().optional(),
  });
  const schema = z.codec(z.array(z.union([z.string(), item])), z.array(z.custom<ProfileReference>()), {
    decode: (items) =>
      items.map((one) =>
        typeof one === 'string'
          ? { name: one, context: 'all' as const }
          : { name: one.fullPath ?? inPartition(one.name, one.partition), context: one.context ?? ('all' as const) },
      ),
    encode: (items) => items.map(({ name, context }) => ({ name, context })),
  });
  return withReader(schema, readEach(readProfile)) as unknown as Field<
    readonly ProfileReference[],
    readonly ProfileSpelling[]
  >;
});

/** LTM policies of a virtual server, by full path. Sent as names, returned as a subcollection. */
export const policies: () => Field<readonly string[]> = once(() => {
  const item = z.looseObject({
    name: z.string(),
    partition: z.string().optional(),
    fullPath: z.string().optional(),
  });
  const schema = z.codec(z.array(z.union([z.string(), item])), z.array(z.string()), {
    decode: (items) =>
      items.map((one) => (typeof one === 'string' ? one : (one.fullPath ?? inPartition(one.name, one.partition)))),
    encode: (items) => items,
  });
  return withReader(schema, readEach(nameIn)) as unknown as Field<readonly string[]>;
});

const translation = once(() =>
  open({
    type: words(['none', 'automap', 'snat', 'lsn']),
    ...optional({ pool: plainText(), poolReference: link() }),
  }),
);

type Translation = ReturnType<typeof translation>;

/**
 * How a virtual server translates the client's address. `pool` is the SNAT pool's full path, with type `snat` only. Empty, as
 * BIG-IP 11.5.0 says it, it is of type `none`.
 */
export const sourceAddressTranslation: () => Translation = once(() => {
  const inner = translation();
  const read = readerOf(inner);
  const whole = (wire: unknown): unknown =>
    isObject(wire) && Object.keys(wire).length === 0 ? { type: 'none' } : wire;
  const schema = z.codec(z.custom<z.input<Translation>>(), inner, {
    decode: (wire) => whole(wire) as z.input<Translation>,
    encode: (value) => value,
  });
  withEcho(schema, (value) => echoOf(inner, value));
  return withReader(schema, (wire) => read(whole(wire))) as unknown as Translation;
});
