import type { Evidence } from '../evidence.ts';
import { htmlReply, type MockReply } from '../wire/message.ts';

/** How fast a device is: milliseconds. A model, not a measurement; what is known of each figure is in `sources`. */
export interface LatencyProfile {
  /** A read, whatever it returns. */
  readonly read: number;
  /** A change of the configuration. */
  readonly write: number;
  /** Each object in the answer. */
  readonly object: number;
  /** Each KiB of request and answer. */
  readonly kibibyte: number;
  /** Queueing a command in a transaction. */
  readonly queue: number;
  /** A commit, and each command in it. */
  readonly commit: number;
  readonly command: number;
  /** How many reads run at once. Writes and commits run one after the other. */
  readonly readers: number;
  /** How much slower the first request of each reader is. */
  readonly cold: number;
}

/** The latency profiles by name. */
export type LatencyName = 'instant' | 've' | 'busy' | 'cold';

const ve: LatencyProfile = {
  read: 8,
  write: 50,
  object: 0.3,
  kibibyte: 0.5,
  queue: 8,
  commit: 30,
  command: 15,
  readers: 4,
  cold: 1,
};

/** The profiles: a virtual edition at rest, one under load, and one whose workers have just started. */
export const latencyProfiles: Readonly<Record<LatencyName, LatencyProfile>> = {
  instant: {
    read: 0,
    write: 0,
    object: 0,
    kibibyte: 0,
    queue: 0,
    commit: 0,
    command: 0,
    readers: Number.POSITIVE_INFINITY,
    cold: 1,
  },
  ve,
  busy: { read: 40, write: 250, object: 5, kibibyte: 2, queue: 40, commit: 200, command: 60, readers: 2, cold: 1 },
  cold: { ...ve, cold: 10 },
};

/** What is known of the figures of `ve` and the others. */
export const latencySources: readonly { figure: string; evidence: Evidence; source: string }[] = [
  { figure: 've read 8 ms', evidence: 'recorded', source: 'k8s-bigip-ctlr 1068, log of 2020-03: 8 to 9 ms' },
  { figure: 've write 50 ms', evidence: 'recorded', source: 'k8s-bigip-ctlr 817 and 1385: 38 to 60 ms' },
  { figure: 've commit 30 + 15 n ms', evidence: 'guess', source: 'fits AS3 328: 100 pools in about 2 s' },
  { figure: 've per object, per KiB, queue, readers', evidence: 'guess', source: 'nothing was found' },
  { figure: 'busy', evidence: 'guess', source: 'five times ve; BigIPReport 74 for rich virtual servers' },
  { figure: 'cold: first request x 10', evidence: 'recorded', source: 'POSH-LTM-Rest 182' },
  { figure: 'limit of 60 s', evidence: 'documented', source: 'icrd.timeout and restjavad.timeout' },
];

/** After so long icrd gives up. */
const limit = 60_000;

/** What a request was, as far as its time goes. */
export interface Work {
  readonly kind: 'read' | 'write' | 'queue' | 'commit';
  /** Commands of a commit. */
  readonly commands: number;
  /** Characters in and out. */
  readonly size: number;
  readonly objects: number;
}

/** A profile by its name, or of one's own: what is not named costs nothing. Throws a `TypeError` for what is none. */
export function latencyProfile(latency: LatencyName | Partial<LatencyProfile>): LatencyProfile {
  const { instant } = latencyProfiles;
  if (typeof latency === 'string') {
    if (!Object.hasOwn(latencyProfiles, latency)) throw new TypeError(`no latency profile is called ${latency}`);
    return latencyProfiles[latency];
  }
  for (const [name, value] of Object.entries(latency)) {
    if (!Object.hasOwn(instant, name)) throw new TypeError(`a latency profile has no ${name}`);
    if (typeof value !== 'number' || !(value >= (name === 'readers' || name === 'cold' ? 1 : 0))) {
      throw new TypeError(`not a figure of a latency profile: ${name} ${String(value)}`);
    }
  }
  return { ...instant, ...latency };
}

/** Works out when an answer is ready: one lock for writes, a few readers, queues in front of both. */
export class Latency {
  readonly #profile: LatencyProfile;
  readonly #now: () => number;
  readonly #readers: { free: number; warm: boolean }[] = [];
  #lock = { free: 0, warm: false };

  /** `now` is the time that is waited in, and not the device's clock, which a test may stop or move. */
  constructor(profile: LatencyProfile, now: () => number) {
    this.#profile = profile;
    this.#now = now;
  }

  /** Milliseconds from now until the answer is ready. */
  delay(work: Work): number {
    const now = this.#now();
    const worker = work.kind === 'write' || work.kind === 'commit' ? this.#lock : this.#reader(now);
    const cold = worker.warm ? 1 : this.#profile.cold;
    const start = Math.max(now, worker.free);
    worker.free = start + this.#cost(work) * cold;
    worker.warm = true;
    return worker.free - now;
  }

  /** The answer itself, or the page of one that took too long. */
  answer(reply: MockReply, delay: number): { reply: MockReply; delay: number } {
    return delay <= limit ? { reply, delay } : { reply: timeoutPage(), delay: limit };
  }

  #cost(work: Work): number {
    const { object, kibibyte, read, write, queue, commit, command } = this.#profile;
    const size = (work.size / 1024) * kibibyte + work.objects * object;
    const fixed = { read, write, queue, commit: commit + command * work.commands }[work.kind];
    return fixed + size;
  }

  #reader(now: number): { free: number; warm: boolean } {
    const idle = this.#readers.find(({ free }) => free <= now);
    if (idle !== undefined) return idle;
    if (this.#readers.length < Math.min(this.#profile.readers, 1000)) {
      const fresh = { free: 0, warm: false };
      this.#readers.push(fresh);
      return fresh;
    }
    return this.#readers.reduce((first, other) => (other.free < first.free ? other : first));
  }
}

/** Jetty's page when the worker behind it does not answer in time. */
export function timeoutPage(): MockReply {
  const page =
    '<html><head><title>Error 500</title></head><body><h2>HTTP ERROR: 500</h2><p>AsyncContext timeout</p></body></html>\n';
  return htmlReply(500, page);
}
