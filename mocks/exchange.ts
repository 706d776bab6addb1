import { mcpdReply } from './errors/refusal.ts';
import { applyFault, delayBefore, type Fault, type FaultRequest, Faults, reachesDevice } from './fault/fault.ts';
import { Journal } from './journal.ts';
import { isObject, type Json } from './json.ts';
import { Latency, latencyProfiles } from './life/latency.ts';
import { phaseReply } from './life/life.ts';
import { workOf } from './life/work.ts';
import type { Machine } from './machine.ts';
import type { MockOptions } from './options.ts';
import type { Accepted, Delivery } from './wire/delivery.ts';
import { bodyText, headerOf, type MockReply, type MockRequest } from './wire/message.ts';

/** Between the wire and the device: faults, restart windows, latency, and the journal. */
export class Exchange {
  readonly faults = new Faults();
  readonly journal: Journal;
  readonly #machine: Machine;
  readonly #latency: Latency | undefined;
  readonly #virtual: boolean;

  constructor(machine: Machine, options: MockOptions) {
    const { latency = 'instant', latencyTime = 'real', journalSize = 10_000 } = options;
    const profile = typeof latency === 'string' ? latencyProfiles[latency] : latency;
    this.#machine = machine;
    this.#latency = latency === 'instant' ? undefined : new Latency(profile, machine.clock);
    this.#virtual = latencyTime === 'virtual';
    this.journal = new Journal(journalSize);
  }

  /** Takes a request in. */
  accept(request: MockRequest): Accepted {
    const path = request.path.split('?')[0]?.replace(/(.)\/+$/, '$1') ?? '';
    const coordinationId = headerOf(request, 'x-f5-rest-coordination-id');
    const seen: FaultRequest = {
      method: request.method,
      uri: request.path,
      path,
      ...(coordinationId === undefined ? {} : { coordinationId }),
    };
    const fault = this.faults.size === 0 ? undefined : this.faults.take(seen);
    return {
      delay: fault === undefined ? 0 : delayBefore(fault),
      perform: () => {
        const delivery = this.#perform(request, fault);
        this.#record(request, seen, delivery, fault);
        return delivery;
      },
    };
  }

  #perform(request: MockRequest, fault: Fault | undefined): Delivery {
    if (fault !== undefined && !reachesDevice(fault)) return applyFault(fault, undefined);
    const reply = this.#machine.life.during((phase) => {
      if (phase === 'unreachable') return undefined;
      return (phase === undefined ? undefined : phaseReply(phase, request)) ?? this.#handle(request);
    });
    if (reply === undefined) return { delay: 0, end: 'reset' };
    const delivery: Delivery = fault === undefined ? { delay: 0, reply, end: 'clean' } : applyFault(fault, reply);
    return this.#latency === undefined ? delivery : this.#later(this.#latency, request, reply, delivery);
  }

  /** A defect of the mock answers 500 and is remembered; it does not take the test's process down. */
  #handle(request: MockRequest): MockReply {
    try {
      return this.#machine.core.handle(request);
    } catch (error) {
      const message = `a defect of the mock: ${error instanceof Error ? error.message : String(error)}`;
      this.#machine.core.remember(message);
      return mcpdReply(500, message, 0);
    }
  }

  #later(latency: Latency, request: MockRequest, reply: MockReply, delivery: Delivery): Delivery {
    const work = workOf(request, reply, (id) => this.#machine.core.transactions.size(id));
    const { delay, reply: ready } = latency.answer(reply, latency.delay(work));
    if (this.#virtual) this.#machine.clock.advance(delay);
    const answered = delivery.reply === reply ? { ...delivery, reply: ready } : delivery;
    return { ...answered, delay: delivery.delay + (this.#virtual ? 0 : delay) };
  }

  #record(request: MockRequest, seen: FaultRequest, delivery: Delivery, fault: Fault | undefined): void {
    const body = bodyText(request);
    const doing = typeof fault?.do === 'object' ? Object.keys(fault.do)[0] : fault?.do;
    this.journal.push({
      ...seen,
      status: delivery.reply?.status ?? 0,
      time: this.#machine.clock.now(),
      ...(body === '' ? {} : { body: parseBody(body) }),
      ...(doing === undefined ? {} : { fault: `${fault?.when ?? 'before'} ${doing}` }),
    });
  }
}

/** A body for the journal: JSON where it is JSON, without passwords. */
function parseBody(text: string): Json {
  try {
    const body = JSON.parse(text) as Json;
    if (!isObject(body) || body['password'] === undefined) return body;
    return { ...body, password: '[redacted]' };
  } catch {
    return text;
  }
}
