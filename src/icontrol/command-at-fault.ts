/** Which command a refused commit speaks of: the device names the object in its text, never the command. */
import type { QueuedCommand } from './transaction-error.ts';
import type { Method } from './transport.ts';

/** A command with all the names by which the device may speak of it. */
export interface Command {
  readonly method: Method;
  readonly segments: readonly string[];
  readonly body: unknown;
}

/** What stands behind a name that goes on: `/k8s/web` is not named by `/k8s/web.vs`, but it is by `/k8s/web.` at an end. */
const continues = /^(?:[\w/~%-]|[.:]\w)/;
const precedes = /[\w/~.%:-]$/;

/** Where a name stands in a text as a whole word; -1 when it does not. */
function mention(text: string, name: string): number {
  if (name === '' || name === '/') return -1;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!continues.test(text.slice(at + name.length)) && !precedes.test(text.slice(0, at))) return at;
  }
  return -1;
}

function nameOf({ method, segments, body }: Command): string {
  const last = segments.at(-1) ?? '';
  if (method !== 'POST' || typeof body !== 'object' || body === null) return last;
  const { name, partition, subPath } = body as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') return last;
  if (name.startsWith('/')) return name;
  const folder = typeof subPath === 'string' ? `/${subPath}` : '';
  return typeof partition === 'string' ? `/${partition}${folder}/${name}` : name;
}

/** `['ltm', 'pool', '/k8s/web', 'members', '/k8s/10.0.0.1:80']` -> `ltm/pool/members`. */
function typeOf({ method, segments }: Command): string {
  const path = method === 'POST' ? segments : segments.slice(0, -1);
  return path.filter((segment) => !segment.startsWith('/')).join('/');
}

/** A member's port is a word of its own in the device's text: `/k8s/10.0.0.1 80`. */
function withoutPort(name: string): string {
  return name.replace(/[:.](?:\d{1,5}|any)$/, '');
}

function parentOf({ method, segments }: Command): string | undefined {
  const above = method === 'POST' ? segments : segments.slice(0, -1);
  return above.findLast((segment) => segment.startsWith('/'));
}

/** What a body speaks of: objects that go along in lists, and full paths of others. */
function inside(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body)
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .flatMap((item: unknown) => {
      if (typeof item === 'string') return item.startsWith('/') ? [item] : [];
      const name = nameOf({ method: 'POST', segments: [], body: item });
      return name === '' ? [] : [name];
    });
}

interface Names {
  /** By which the object itself is spoken of. */
  readonly own: readonly string[];
  readonly inside: readonly string[];
}

function namesOf(command: Command): Names {
  const own = nameOf(command);
  const bare = withoutPort(own);
  const parent = parentOf(command);
  const along = inside(command.body);
  return {
    own: [
      own,
      ...(bare === own ? [] : [bare]),
      ...(parent === undefined ? [] : [`${parent} ${own}`, `${parent} ${bare}`]),
      ...along.map((name) => `${own} ${withoutPort(name)}`),
    ],
    inside: along,
  };
}

/** `already exists` speaks of what was made, `was not found` of what should have been there. */
const madeCode = '01020066';
const missingCode = '01020036';

export interface Refused {
  readonly text: string;
  readonly deviceCode: string | undefined;
  /** How the device calls the objects of a type, `Virtual Server`. */
  readonly labelOf: (type: string) => string | undefined;
}

/**
 * The command whose object the device's text names first; of several the one with the longest name, then the one whose
 * type the text says and whose verb fits. Undefined when the text names none of them and there is more than one.
 */
export function commandAtFault(
  commands: readonly Command[],
  { text, deviceCode, labelOf }: Refused,
): QueuedCommand | undefined {
  const candidates = commands.flatMap((command, index) => {
    const type = typeOf(command);
    const label = labelOf(type)?.toLowerCase();
    const names = namesOf(command);
    const fits =
      deviceCode === madeCode ? command.method === 'POST' : deviceCode !== missingCode || command.method !== 'POST';
    const ranked = (said: string, own: boolean) => {
      const at = mention(text, said);
      if (at < 0) return [];
      const before = text.slice(0, at).toLowerCase().replace(/\W+$/, '');
      const labelled = label !== undefined && before.endsWith(label);
      const rank = [own ? 0 : 1, at, -said.length, labelled ? 0 : 1, fits ? 0 : 1, index];
      return [{ rank, command: { method: command.method, type, name: nameOf(command), number: index + 1 } }];
    };
    return [...names.own.flatMap((said) => ranked(said, true)), ...names.inside.flatMap((said) => ranked(said, false))];
  });
  const [first] = candidates.sort((a, b) => compare(a.rank, b.rank));
  if (first !== undefined) return first.command;
  const [only, ...others] = commands;
  if (only === undefined || others.length > 0) return undefined;
  return { method: only.method, type: typeOf(only), name: nameOf(only), number: 1 };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
