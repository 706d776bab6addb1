import { mcpdReply } from '../errors/refusal.ts';
import { milliseconds } from '../life/clock.ts';
import { restartPage } from '../life/life.ts';
import type { Delivery } from '../wire/delivery.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';

/** What a fault looks at. */
export interface FaultRequest {
  readonly method: string;
  /** The raw request target. */
  readonly uri: string;
  /** The target without query and trailing slashes. */
  readonly path: string;
  readonly coordinationId?: string;
}

/**
 * What a fault does.
 * `reset`: the connection breaks without a reply. `hang`: no reply ever. `drop`: the connection breaks in the middle
 * of the body. `truncate`: half of the body, and a clean end. `drip`: one byte every 100 ms. `html`: Apache's 503 page.
 * `not-json`: an HTML page with status 200. `redirect`: 302 to the login page.
 * An object: a status of your own, a delay, or one of the above with figures.
 */
export type FaultAction =
  | 'reset'
  | 'hang'
  | 'drop'
  | 'truncate'
  | 'drip'
  | 'html'
  | 'not-json'
  | 'redirect'
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delay: number | string }
  | { readonly truncate: number }
  | { readonly drop: number }
  | { readonly drip: { readonly bytes: number; readonly every: number } };

/** A fault to come. */
export interface Fault {
  /**
   * `POST ltm/pool`, `GET *`, `PATCH transaction/*`, `/mgmt/shared/authn/login`: an optional method and a path after
   * `/mgmt/tm/` (or from `/mgmt` on), `*` for anything; or a function.
   */
  readonly match: string | ((request: FaultRequest) => boolean);
  /** Before the device has done anything, or after it has done all of it. Default: before. */
  readonly when?: 'before' | 'after';
  readonly do: FaultAction;
  /** How many requests it is played on; default 1. */
  readonly times?: number;
  /** How many matching requests pass before it begins; default 0. */
  readonly skip?: number;
}

/** Whether a value from outside is a fault, as far as can be told from its shape. */
export function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) return false;
  const { match, do: action, when } = value as Partial<Fault>;
  const timed = when === undefined || when === 'before' || when === 'after';
  return typeof match === 'string' && timed && (typeof action === 'string' || typeof action === 'object');
}

/** A fault that was set. */
export interface FaultHandle {
  /** How many requests it was played on. */
  readonly played: number;
  /** Takes it back. */
  remove(): void;
}

interface Waiting {
  readonly fault: Fault;
  skip: number;
  left: number;
  played: number;
}

/** The faults that wait for their request, in the order in which they were set. */
export class Faults {
  #waiting: Waiting[] = [];

  add(fault: Fault): FaultHandle {
    const waiting: Waiting = { fault, skip: fault.skip ?? 0, left: fault.times ?? 1, played: 0 };
    this.#waiting.push(waiting);
    return {
      get played() {
        return waiting.played;
      },
      remove: () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
      },
    };
  }

  clear(): void {
    this.#waiting = [];
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** The first fault that is due on a request; it counts as played. */
  take(request: FaultRequest): Fault | undefined {
    for (const waiting of this.#waiting) {
      if (!matches(waiting.fault.match, request)) continue;
      if (waiting.skip > 0) {
        waiting.skip--;
        continue;
      }
      waiting.played++;
      waiting.left--;
      if (waiting.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== waiting);
      return waiting.fault;
    }
    return undefined;
  }
}

function matches(match: Fault['match'], request: FaultRequest): boolean {
  if (typeof match === 'function') return match(request);
  const [, method, pattern = ''] = /^(?:([A-Z]+)\s+)?(.*)$/.exec(match.trim()) ?? [];
  if (method !== undefined && method !== request.method) return false;
  const full =
    pattern.startsWith('/') || pattern === '*'
      ? pattern
      : `/mgmt/${/^(tm|shared|cm)\//.test(pattern) && !pattern.startsWith('cm/') ? '' : 'tm/'}${pattern}`;
  const expression = full.split('*').map((part) => part.replace(/[.\\+^$?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${expression.join('.*')}$`).test(request.path);
}

/** How long a fault holds a request before the device sees it, in milliseconds. */
export function delayBefore(fault: Fault): number {
  const action = fault.do;
  const delays = typeof action === 'object' && 'delay' in action && fault.when !== 'after';
  return delays ? milliseconds(action.delay) : 0;
}

/** Whether the device gets to see the request. */
export function reachesDevice(fault: Fault): boolean {
  if (fault.when === 'after') return true;
  const action = fault.do;
  if (typeof action === 'string') return ['drop', 'truncate', 'drip'].includes(action);
  return !('status' in action);
}

/** What the client gets to see instead of the reply. `reply` is undefined when the device did not see the request. */
export function applyFault(fault: Fault, reply: MockReply | undefined): Delivery {
  const whole = reply ?? jsonReply(200, '');
  const half = Math.floor(Buffer.byteLength(whole.body) / 2);
  const action = fault.do;
  switch (action) {
    case 'reset':
      return { delay: 0, end: 'reset' };
    case 'hang':
      return { delay: 0, end: 'hang' };
    case 'drop':
      return { delay: 0, reply: whole, end: 'clean', cut: { at: half, clean: false } };
    case 'truncate':
      return { delay: 0, reply: whole, end: 'clean', cut: { at: half, clean: true } };
    case 'drip':
      return { delay: 0, reply: whole, end: 'clean', drip: { bytes: 1, every: 100 } };
    case 'html':
      return { delay: 0, reply: restartPage(), end: 'clean' };
    case 'not-json':
      return { delay: 0, reply: { ...restartPage(), status: 200, reason: 'OK' }, end: 'clean' };
    case 'redirect':
      return { delay: 0, reply: { status: 302, headers: { location: '/tmui/login.jsp' }, body: '' }, end: 'clean' };
    default:
      return applyFigures(action, fault, whole);
  }
}

function applyFigures(action: Exclude<FaultAction, string>, fault: Fault, whole: MockReply): Delivery {
  if ('status' in action) return { delay: 0, reply: ownReply(action), end: 'clean' };
  if ('delay' in action) {
    return { delay: fault.when === 'after' ? milliseconds(action.delay) : 0, reply: whole, end: 'clean' };
  }
  if ('truncate' in action) return { delay: 0, reply: whole, end: 'clean', cut: { at: action.truncate, clean: true } };
  if ('drop' in action) return { delay: 0, reply: whole, end: 'clean', cut: { at: action.drop, clean: false } };
  return { delay: 0, reply: whole, end: 'clean', drip: action.drip };
}

function ownReply(action: { status: number; body?: unknown; headers?: Readonly<Record<string, string>> }): MockReply {
  const { status, body, headers } = action;
  if (body === undefined) {
    const reply = status >= 400 ? mcpdReply(status, 'fault of the mock', 0) : jsonReply(status, '');
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  const json = typeof body !== 'string';
  const type = json ? 'application/json; charset=UTF-8' : 'text/html';
  return { status, headers: { 'content-type': type, ...headers }, body: json ? JSON.stringify(body) : body };
}
