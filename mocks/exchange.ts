import { mcpdReply } from './errors/refusal.ts';
import { applyFault, delayBefore, reachesDevice, tell } from './fault/action.ts';
import { type Fault, Faults } from './fault/fault.ts';
import type { FaultRequest } from './fault/match.ts';
import { Journal } from './journal.ts';
import type { Json } from './json.ts';
import { Latency, type LatencyName, type LatencyProfile, latencyProfile } from './life/latency.ts';
import { phaseReply } from './life/life.ts';
import { workOf } from './life/work.ts';
import type { Machine } from './machine.ts';
import type { MockOptions } from './options.ts';
import { withoutSecrets } from './secrets.ts';
import type { Accepted, Delivery } from './wire/delivery.ts';
import { bodyText, headerOf, type MockReply, type MockRequest } from './wire/message.ts';

/** What went over the wire since the start or the last reset. */
export interface Traffic {
  readonly requests: number;
  /** Bytes of the bodies of requests. */
  readonly received: number;
  /** Bytes of the bodies of replies, as far as they were sent. */
  readonly sent: number;
}

/** Between the wire and the device: faults, restart windows, latency, and the journal. */
export class Exchange {
  readonly faults = new Faults();
  readonly journal: Journal;
  readonly #machine: Machine;
  readonly #options: MockOptions;
  #latency: Latency | undefined;
  #virtual = false;
  /** How far virtual latency has moved the device's clock. */
  #elapsed = 0;
  #received = 0;
  #sent = 0;

  constructor(machine: Machine, options: MockOptions) {
    this.#machine = machine;
    this.#options = options;
    this.journal = new Journal(options.journalSize ?? 10_000);
    this.reset();
  }

  get traffic(): Traffic {
    return { requests: this.journal.total, received: this.#received, sent: this.#sent };
  }

  /** As after the start. */
  reset(): void {
    this.faults.clear();
    this.journal.clear();
    this.#received = 0;
    this.#sent = 0;
    this.setLatency(this.#options.latency ?? 'instant', this.#options.latencyTime ?? 'real');
  }

  /** Makes the device as fast as a profile says; its workers are cold. */
  setLatency(latency: LatencyName | Partial<LatencyProfile>, time: 'real' | 'virtual'): void {
    if (time !== 'real' && time !== 'virtual') throw new TypeError(`latency is real or virtual, not ${String(time)}`);
    const profile = latencyProfile(latency);
    const { clock } = this.#options;
    const real = clock === undefined ? () => performance.now() : () => clock.now();
    this.#virtual = time === 'virtual';
    this.#elapsed = 0;
    this.#latency =
      latency === 'instant' ? undefined : new Latency(profile, this.#virtual ? () => this.#elapsed : real);
  }

  /** Takes a request in. */
  accept(request: MockRequest): Accepted {
    const path = request.path.split('?')[0]?.replace(/(.)\/+$/, '$1') ?? '';
    const coordinationId = headerOf(request, 'x-f5-rest-coordination-id');
    const text = bodyText(request);
    const seen: FaultRequest = {
      method: request.method,
      uri: request.path,
      path,
      ...(text === '' ? {} : { body: parseBody(text) }),
      ...(coordinationId === undefined ? {} : { coordinationId }),
    };
    let fault: Fault | undefined;
    try {
      fault = this.faults.size === 0 ? undefined : this.faults.take(seen);
    } catch (error) {
      return {
        delay: 0,
        perform: () => ({ delay: 0, reply: this.#defect('the match of a fault failed', error), end: 'clean' }),
      };
    }
    return {
      delay: fault === undefined ? 0 : delayBefore(fault),
      perform: () => {
        const delivery = this.#perform(request, fault);
        this.#record(seen, Buffer.byteLength(text), delivery, fault);
        return delivery;
      },
    };
  }

  #perform(request: MockRequest, fault: Fault | undefined): Delivery {
    if (fault !== undefined && !reachesDevice(fault)) return applyFault(fault, undefined);
    if (fault !== undefined && fault.when !== 'after') this.#act(fault);
    const reply = this.#machine.life.during(request.path, (phase, nth) => {
      if (phase === 'unreachable') return undefined;
      return (phase === undefined ? undefined : phaseReply(phase, nth, request)) ?? this.#handle(request);
    });
    if (fault?.when === 'after') this.#act(fault);
    if (reply === undefined) return { delay: 0, end: 'reset' };
    const delivery: Delivery = fault === undefined ? { delay: 0, reply, end: 'clean' } : applyFault(fault, reply);
    return this.#latency === undefined ? delivery : this.#later(this.#latency, request, reply, delivery);
  }

  /** What a fault does to the device itself. */
  #act({ do: action }: Fault): void {
    if (typeof action === 'object' && 'act' in action) this.#machine.suffer(action.act);
  }

  #handle(request: MockRequest): MockReply {
    try {
      return this.#machine.core.handle(request);
    } catch (error) {
      return this.#defect('a defect of the mock', error);
    }
  }

  /** What went wrong in the mock or its test answers 500 and is remembered; it does not take the test's process down. */
  #defect(what: string, error: unknown): MockReply {
    const message = `${what}: ${error instanceof Error ? error.message : String(error)}`;
    this.#machine.core.remember(message);
    return mcpdReply(500, message, 0);
  }

  #later(latency: Latency, request: MockRequest, reply: MockReply, delivery: Delivery): Delivery {
    const work = workOf(request, reply, (id) => this.#machine.core.transactions.size(id));
    const { delay, reply: ready } = latency.answer(reply, latency.delay(work));
    if (this.#virtual) {
      this.#elapsed += delay;
      this.#machine.clock.advance(delay);
    }
    const answered = delivery.reply === reply ? { ...delivery, reply: ready } : delivery;
    return { ...answered, delay: delivery.delay + (this.#virtual ? 0 : delay) };
  }

  #record({ body, ...seen }: FaultRequest, size: number, { reply, cut }: Delivery, fault: Fault | undefined): void {
    const length = reply === undefined || seen.method === 'HEAD' ? 0 : Buffer.byteLength(reply.body);
    this.#received += size;
    this.#sent += Math.min(length, cut?.at ?? length);
    const entry = {
      ...seen,
      status: reply?.status ?? 0,
      time: this.#machine.clock.now(),
      ...(body === undefined ? {} : { body: withoutSecrets(body) }),
      ...(fault === undefined ? {} : { fault: tell(fault) }),
    };
    this.journal.push(entry, size);
  }
}

function parseBody(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
