/** Asking a device: what one GET cannot tell is told as unknown, and the others go on. */
import {
  AbortError,
  AuthenticationError,
  BigIpError,
  ConnectError,
  NotFoundError,
  SessionClosedError,
  TlsError,
} from '../errors.ts';
import { type Item, listItems } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { type Answer, known } from './device-facts.ts';

/** Nobody there, or nobody whom it lets in: no check can be run. */
function isFatal(error: unknown): boolean {
  return [ConnectError, TlsError, AuthenticationError, AbortError, SessionClosedError].some(
    (kind) => error instanceof kind,
  );
}

/** GETs of one device. */
export class Reader {
  readonly #requester: Requester;
  readonly #options: CallOptions;

  constructor(requester: Requester, options: CallOptions) {
    this.#requester = requester;
    this.#options = options;
  }

  /** What a GET says. An object that is not there is unknown too: who asks for lists gets an empty one instead. */
  async ask<T>(what: string, read: () => Promise<T>): Promise<Answer<T>> {
    try {
      return known(await read());
    } catch (error) {
      if (isFatal(error) || !(error instanceof BigIpError)) throw error;
      const why = error instanceof NotFoundError ? 'the device does not have it' : error.message;
      return { unknown: `${what} could not be read: ${why}` };
    }
  }

  async items(segments: readonly string[], expandSubcollections = false): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of listItems(this.#requester, segments, { ...this.#options, expandSubcollections }))
      items.push(item);
    return items;
  }

  list<T>(path: string, read: (item: Item) => T | undefined, expand = false): Promise<Answer<readonly T[]>> {
    return this.ask(path, async () => {
      const items = await this.items(path.split('/'), expand);
      return items.flatMap((item) => read(item) ?? []);
    });
  }

  async body(segments: readonly string[], query: Record<string, string> = {}): Promise<unknown> {
    return (await this.#requester.request('GET', segments, { ...this.#options, query })).body;
  }

  /** As `body`, and asked once only: what not every version and licence can tell is not worth a second attempt. */
  async bodyOnce(segments: readonly string[]): Promise<unknown> {
    return (await this.#requester.request('GET', segments, { ...this.#options, attempts: 1 })).body;
  }
}
