/**
 * Watches every mock of a test file while `applyPlan` writes to it, or a plan is made: a write to an object that is not the
 * owner's fails the file. What a test does to a device by itself, through a client or the store, is an operator's and free.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { MockBigIp } from '../../mocks/index.ts';
import { OwnWrites } from '../../src/apply/own-writes.ts';
import { foreignWrites, peers, type Write, writesOf } from './rule.ts';

/** What is done for one owner: an apply; or nothing, where a plan is made. */
interface Run {
  readonly readOnly: boolean;
  owner: string | undefined;
  /** The test has said whose it is. */
  readonly told: boolean;
  active: boolean;
  readonly writes: Map<MockBigIp, Write[]>;
}

const context = new AsyncLocalStorage<Run>();
const running = new Set<Run>();
const found: string[] = [];
let seen = 0;
let uninstall: (() => void) | undefined;

function begin(readOnly: boolean, owner?: string): Run {
  const run: Run = { readOnly, owner, told: readOnly || owner !== undefined, active: true, writes: new Map() };
  running.add(run);
  return run;
}

function end(run: Run): void {
  run.active = false;
  running.delete(run);
  for (const [device, writes] of run.writes) {
    seen += writes.length;
    if (run.readOnly) found.push(...writes.map(({ method, uri }) => `${method} ${uri} while a plan was made`));
    // Without an owner nothing was sent.
    else if (run.owner !== undefined) found.push(...foreignWrites(writes, run.owner, device));
  }
}

/** Of a socket the caller is not known: then it is the one that there is. */
function current(): Run | undefined {
  const own = context.getStore();
  if (own?.active === true) return own;
  const [only, ...others] = running;
  return others.length === 0 ? only : undefined;
}

function text(body: unknown): unknown {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What the oracle has objected to since the last call, and how many writes it has judged. */
export function objections(): { readonly found: readonly string[]; readonly judged: number } {
  const said = { found: found.splice(0), judged: seen };
  seen = 0;
  return said;
}

/** Everything that devices are sent meanwhile is for this owner, whatever the program that sends it takes for the owner. */
export async function judged<T>(owner: string, work: () => Promise<T>): Promise<T> {
  const run = begin(false, owner);
  try {
    return await context.run(run, work);
  } finally {
    end(run);
  }
}

/** Nothing may be written meanwhile. */
export async function withoutWrites<T>(work: () => Promise<T>): Promise<T> {
  const run = begin(true);
  try {
    return await context.run(run, work);
  } finally {
    end(run);
  }
}

/** Begins to watch. Returns at once when it does already. */
export function watchWrites(): void {
  if (uninstall !== undefined) return;
  const { accept } = MockBigIp.prototype;
  const { pair } = MockBigIp;
  const { begin: began, note, end: ended } = OwnWrites.prototype;
  const runs = new WeakMap<OwnWrites, Run[]>();
  const runOf = (own: OwnWrites): Run | undefined => {
    const all = runs.get(own) ?? [];
    const store = context.getStore();
    return all.find((run) => run === store && run.active) ?? all.findLast(({ active }) => active);
  };
  MockBigIp.prototype.accept = function (this: MockBigIp, request) {
    const accepted = accept.call(this, request);
    const run = request.method === 'GET' ? undefined : current();
    if (run === undefined) return accepted;
    return {
      ...accepted,
      perform: () => {
        const writes = writesOf(request.method, request.path, text(request.body), this);
        if (writes.length > 0) run.writes.set(this, [...(run.writes.get(this) ?? []), ...writes]);
        return accepted.perform();
      },
    };
  };
  MockBigIp.pair = async (...options) => {
    const [one, two] = await pair.apply(MockBigIp, options);
    peers.set(one, two).set(two, one);
    return [one, two];
  };
  OwnWrites.prototype.begin = function (this: OwnWrites) {
    const told = context.getStore();
    // Whose the writes are is known already: of what the program says of itself nothing is believed.
    if (told?.active === true && told.told) return began.call(this);
    const run = begin(false);
    runs.set(this, [...(runs.get(this) ?? []), run]);
    context.enterWith(run);
    began.call(this);
  };
  OwnWrites.prototype.note = function (this: OwnWrites, owner, writes) {
    const run = runOf(this);
    if (run !== undefined) run.owner = owner;
    note.call(this, owner, writes);
  };
  OwnWrites.prototype.end = function (this: OwnWrites) {
    const run = runOf(this);
    if (run !== undefined) {
      runs.set(
        this,
        (runs.get(this) ?? []).filter((each) => each !== run),
      );
      end(run);
    }
    ended.call(this);
  };
  uninstall = () => {
    MockBigIp.prototype.accept = accept;
    MockBigIp.pair = pair;
    Object.assign(OwnWrites.prototype, { begin: began, note, end: ended });
  };
}

export function stopWatching(): void {
  uninstall?.();
  uninstall = undefined;
  running.clear();
}
