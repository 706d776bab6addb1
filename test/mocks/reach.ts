import { Agent, request } from 'undici';
import { MockBigIp } from '../../mocks/index.ts';

export const headers = { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/json' };
export const names = ['http', 'https', 'transport', 'connector'] as const;

export interface Outcome {
  /** Status, or the code of the error. */
  readonly seen: number | string;
  readonly text: string;
  readonly location?: string | undefined;
  /** The header `content-length`. */
  readonly length?: string | undefined;
}

export type Ask = (method: string, path: string, body?: object, signal?: AbortSignal) => Promise<Outcome>;

/** Time that stands still until it is let go on. */
export class Gate {
  readonly waits: number[] = [];
  #open: (() => void)[] = [];

  readonly now = Date.now;

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    this.waits.push(milliseconds);
    return new Promise((resolve) => {
      this.#open.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  };

  open(): void {
    for (const resolve of this.#open.splice(0)) resolve();
  }
}

export async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await met())) await new Promise(setImmediate);
}

/** A device, and a way to ask it: over a socket, by `device.transport`, or over `device.connector`. */
export async function reach(
  over: (typeof names)[number],
  clock?: Gate,
): Promise<{ device: MockBigIp; ask: Ask; close: () => Promise<void> }> {
  const options = clock === undefined ? {} : { clock };
  const device = await MockBigIp.start({
    ...options,
    protocol: over === 'transport' || over === 'connector' ? 'none' : over,
  });
  if (over === 'transport') return { device, ask: (...asked) => direct(device, ...asked), close: () => device.close() };
  const connect = over === 'connector' ? device.connector : { rejectUnauthorized: false };
  const dispatcher = new Agent({ connect });
  const ask: Ask = async (method, path, body, signal = AbortSignal.timeout(5000)) => {
    try {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const reply = await request(`${device.url}/mgmt/tm/${path}`, {
        method: method as 'GET',
        headers,
        dispatcher,
        signal,
        ...sent,
      });
      const text = await reply.body.text();
      const { location, 'content-length': length } = reply.headers;
      return { seen: reply.statusCode, text, location: location?.toString(), length: length?.toString() };
    } catch (error) {
      return failed(error);
    }
  };
  const close = async () => {
    await dispatcher.destroy();
    await device.close();
  };
  return { device, ask, close };
}

export async function direct(
  device: MockBigIp,
  method: string,
  path: string,
  body?: object,
  signal = AbortSignal.timeout(5000),
): Promise<Outcome> {
  try {
    const sent = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
    const reply = await device.transport.send({ method, path: `/mgmt/tm/${path}`, headers, signal, ...sent });
    const chunks: Uint8Array[] = [];
    for await (const chunk of reply.body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { 'content-length': length } = reply.headers;
    const whole = method === 'HEAD' || length === undefined || Number(length) === Buffer.byteLength(text);
    return whole ? { seen: reply.status, text, location: reply.headers['location'], length } : { seen: 'short', text };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Outcome {
  const { code, name } = error as { code?: string; name: string };
  return { seen: name === 'TimeoutError' || name === 'AbortError' ? 'aborted' : (code ?? name), text: '' };
}
