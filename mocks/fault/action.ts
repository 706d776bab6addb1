import { mcpdReply } from '../errors/refusal.ts';
import { milliseconds } from '../life/clock.ts';
import { restartPage } from '../life/life.ts';
import type { Delivery } from '../wire/delivery.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';

/** The actions without figures. */
export const plainActions = ['reset', 'hang', 'drop', 'truncate', 'drip', 'html', 'not-json', 'redirect'] as const;

/** What may happen to a device by itself. */
export const deviceActs = [
  'failover',
  'revoke-tokens',
  'fill-tokens',
  'expire-transactions',
  'restart-restjavad',
  'restart-mcpd',
  'reboot',
] as const;

/** Something that happens to a device. */
export type DeviceAct = (typeof deviceActs)[number];

/** A body in small pieces. */
export interface Drip {
  /** Bytes of each piece; default 1. */
  readonly bytes?: number;
  /** The time after each piece: milliseconds, or `'10ms'`, `'2s'`; default 100. */
  readonly every?: number | string;
}

/**
 * What a fault does.
 * `reset`: the connection breaks without a reply. `hang`: no reply ever. `drop`: the connection breaks in the middle
 * of the body. `truncate`: half of the body, and a clean end. `drip`: one byte every 100 ms. `html`: Apache's 503 page
 * (with `Server: Apache`, as while the Configuration Utility restarts).
 * `not-json`: an HTML page with status 200. `redirect`: 302 to the login page.
 * An object: a status of your own, a delay, one of the above with figures (`chunked`: the length is not said before), or
 * something that happens to the device itself, while the request is answered as usual.
 */
export type FaultAction =
  | (typeof plainActions)[number]
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly delay: number | string }
  | { readonly truncate: number; readonly chunked?: boolean }
  | { readonly drop: number; readonly chunked?: boolean }
  | { readonly act: DeviceAct }
  | { readonly drip: Drip };

/** When an action takes place. */
export interface Timed {
  readonly do: FaultAction;
  readonly when?: 'before' | 'after';
}

/** Its name: `drop`, `status`, `failover`. */
export function nameOf(action: FaultAction): string {
  if (typeof action === 'object' && 'act' in action) return action.act;
  return typeof action === 'string' ? action : (Object.keys(action)[0] ?? '');
}

/** Whether it spoils a reply. There is one only when the device has done the request, so it is always after. */
function cuts(action: FaultAction): boolean {
  return ['drop', 'truncate', 'drip'].includes(nameOf(action));
}

/** How it is told in the journal: `after reset`. */
export function tell({ do: action, when = 'before' }: Timed): string {
  return `${cuts(action) ? 'after' : when} ${nameOf(action)}`;
}

/** How long a fault holds a request before the device sees it, in milliseconds. */
export function delayBefore({ do: action, when }: Timed): number {
  const delays = typeof action === 'object' && 'delay' in action && when !== 'after';
  return delays ? milliseconds(action.delay) : 0;
}

/** Whether the device gets to see the request. */
export function reachesDevice({ do: action, when }: Timed): boolean {
  const passes = typeof action === 'object' && ('delay' in action || 'act' in action);
  return when === 'after' || cuts(action) || passes;
}

/** What the client gets to see instead of the reply. `reply` is undefined when the device did not see the request. */
export function applyFault(fault: Timed, reply: MockReply | undefined): Delivery {
  const whole = reply ?? jsonReply(200, '');
  const length = Buffer.byteLength(whole.body);
  const half = Math.floor(length / 2);
  const clean = { delay: 0, reply: whole, end: 'clean' } as const;
  const { do: action } = fault;
  switch (action) {
    case 'reset':
      return { delay: 0, end: 'reset' };
    case 'hang':
      return { delay: 0, end: 'hang' };
    case 'drop':
      return dropped(whole, half, length);
    case 'truncate':
      return { ...clean, cut: { at: half, clean: true } };
    case 'drip':
      return { ...clean, drip: figures({}) };
    case 'html':
      return { delay: 0, reply: restartPage(), end: 'clean' };
    case 'not-json':
      return { delay: 0, reply: { ...restartPage(), status: 200, reason: 'OK' }, end: 'clean' };
    case 'redirect':
      return { delay: 0, reply: { status: 302, headers: { location: '/tmui/login.jsp' }, body: '' }, end: 'clean' };
  }
  if ('status' in action) return { delay: 0, reply: ownReply(action), end: 'clean' };
  if ('delay' in action) return { ...clean, delay: fault.when === 'after' ? milliseconds(action.delay) : 0 };
  if ('act' in action) return clean;
  if ('truncate' in action) {
    return { ...clean, cut: { at: action.truncate, clean: true, chunked: action.chunked === true } };
  }
  if ('drop' in action) return dropped(whole, action.drop, length, action.chunked);
  return { ...clean, drip: figures(action.drip) };
}

function figures({ bytes = 1, every = 100 }: Drip): { readonly bytes: number; readonly every: number } {
  return { bytes, every: milliseconds(every) };
}

/** At least one byte is missing; of an empty body there is nothing to send, and the connection breaks at once. */
function dropped(reply: MockReply, at: number, length: number, chunked = false): Delivery {
  if (length === 0) return { delay: 0, end: 'reset' };
  return { delay: 0, reply, end: 'clean', cut: { at: Math.min(at, length - 1), clean: false, chunked } };
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
