/** Spans of what the client does, made from its diagnostics channels, as a user of OpenTelemetry would make them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { BigIp } from 'bigip-icontrol';
import { MockBigIp } from 'bigip-icontrol/mock';

// The part of `@opentelemetry/api` that is used: its own Tracer fits here.
interface Span {
  setStatus(status: { code: number; message?: string }): unknown;
  end(endTime?: number): void;
}
interface Tracer {
  startSpan(name: string, options: { kind: number; startTime: number; attributes: Attributes }): Span;
}
type Attributes = Record<string, string | number>;

const CLIENT = 2;
const ERROR = 2;

/** The members of the events that are used; docs/observability.md has all of them. */
interface Event {
  readonly host?: string;
  readonly method: string;
  readonly path: string;
  readonly attempt: number;
  readonly status?: number;
  readonly action: string;
  readonly id: string;
  readonly commands: number;
  readonly outcome: string;
  readonly transaction?: string;
  readonly error?: string;
  /** Milliseconds; an event is published when what it tells of has ended. */
  readonly duration: number;
}

/** What a span is called, and what it says, by the channel that told of it. */
const SPANS: Readonly<Record<string, (event: Event) => { readonly name: string; readonly attributes: Attributes }>> = {
  'bigip:request': ({ method, path, attempt, status, transaction }) => ({
    name: `${method} ${path.split('?')[0]}`,
    attributes: {
      'http.request.method': method,
      'url.path': path.split('?')[0] ?? path,
      ...(status === undefined ? {} : { 'http.response.status_code': status }),
      ...(attempt === 1 ? {} : { 'http.request.resend_count': attempt - 1 }),
      ...(transaction === undefined ? {} : { 'bigip.transaction': transaction }),
    },
  }),
  'bigip:login': ({ action }) => ({ name: `bigip ${action}`, attributes: {} }),
  'bigip:transaction': ({ id, commands, outcome }) => ({
    name: 'bigip transaction',
    attributes: { 'bigip.transaction': id, 'bigip.commands': commands, 'bigip.outcome': outcome },
  }),
};

/** Hands every event to a tracer, as a child of the span that is active where the call was made. Returns the end of it. */
export function traceBigIp(tracer: Tracer): () => void {
  const onEvent = (message: unknown, channel: string | symbol): void => {
    const event = message as Event;
    const { name, attributes } = SPANS[String(channel)]?.(event) ?? { name: String(channel), attributes: {} };
    const [, address, port] = /^(.*):(\d+)$/.exec(event.host ?? '') ?? [];
    if (address !== undefined) attributes['server.address'] = address;
    if (port !== undefined) attributes['server.port'] = Number(port);
    if (event.error !== undefined) attributes['error.type'] = event.error;
    const end = performance.timeOrigin + performance.now();
    const span = tracer.startSpan(name, { kind: CLIENT, startTime: end - event.duration, attributes });
    if (event.error !== undefined) span.setStatus({ code: ERROR, message: event.error });
    span.end(end);
  };
  for (const channel of Object.keys(SPANS)) subscribe(channel, onEvent);
  return () => {
    for (const channel of Object.keys(SPANS)) unsubscribe(channel, onEvent);
  };
}

export interface Seen {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

/** In place of an exporter: keeps the spans. `trace.getTracer('bigip')` goes here. */
function recorder(active: AsyncLocalStorage<string>): { readonly tracer: Tracer; readonly spans: readonly Seen[] } {
  const spans: Seen[] = [];
  const startSpan: Tracer['startSpan'] = (name, { attributes }) => {
    let failed = false;
    return {
      setStatus: ({ code }) => {
        failed = code === ERROR;
      },
      end: () => spans.push({ name, parent: active.getStore(), attributes, failed }),
    };
  };
  return { tracer: { startSpan }, spans };
}

/** Creates a pool on a mock that is busy at first, then two objects in a transaction. */
export async function observe(): Promise<readonly Seen[]> {
  const active = new AsyncLocalStorage<string>();
  const { tracer, spans } = recorder(active);
  const stop = traceBigIp(tracer);
  {
    await using device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
    const { url, username, password, fingerprint256 = '' } = device;
    await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 }, retry: { baseDelay: 1 } });
    device.fault({ match: 'POST ltm/pool', do: { status: 503, body: { code: 503, message: 'busy', apiError: 1 } } });
    await active.run('publish a pool', () => bigip.ltm.pool.create({ name: 'web', partition: 'k8s' }));
    await active.run('publish a service', () =>
      bigip.transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      }),
    );
  }
  stop();
  return spans;
}
