/** The pages of a collection or of its statistics, one body after the other, smaller ones when the device is slow. */
import { BigIpError, ProtocolError, ReplyLimitError, ServerError, TimeoutError } from '../errors.ts';
import type { Reply } from './exchange.ts';
import type { CallOptions, Requester } from './requester.ts';

export interface PageOptions extends CallOptions {
  /** Objects a request; default: all in one, and pages of 500 when the device cannot answer that. */
  readonly pageSize?: number;
}

/** Objects a request once all in one turned out to be too many. */
const FIRST_PAGE = 500;

/** Milliseconds before a page is asked for again that failed for a reason that passes. */
const PAUSE = 200;

/** Fewer objects in one answer would help: it took too long, was too large, or broke the device's own limit. */
function isTooMuch(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof ServerError || error instanceof ReplyLimitError;
}

function passes(error: unknown): error is BigIpError {
  return error instanceof BigIpError && (error.outcome ?? 'refused') !== 'refused';
}

/** Where the page begins that `nextLink` speaks of; undefined when there is none. */
function nextPage(body: unknown, begun: number, what: string): number | undefined {
  const link = typeof body === 'object' && body !== null && 'nextLink' in body ? body.nextLink : undefined;
  if (link === undefined) return undefined;
  const skip = typeof link === 'string' ? /[?&](?:%24|\$)skip=(\d+)/i.exec(link)?.[1] : undefined;
  if (skip === undefined || Number(skip) <= begun) throw new ProtocolError(`the pages of ${what} do not advance`);
  return Number(skip);
}

/**
 * Reads to the end, also when the device pages by itself: a part of a collection is never taken for the whole. The host
 * and the path of `nextLink` are never followed.
 */
export class Pages {
  readonly #requester: Requester;
  readonly #segments: readonly string[];
  readonly #query: Readonly<Record<string, string>>;
  readonly #call: CallOptions;
  #size: number | undefined;

  constructor(
    requester: Requester,
    segments: readonly string[],
    query: Readonly<Record<string, string>>,
    { pageSize, signal, timeout }: PageOptions,
  ) {
    this.#requester = requester;
    this.#segments = segments;
    this.#query = query;
    this.#size = pageSize;
    this.#call = { ...(signal === undefined ? {} : { signal }), ...(timeout === undefined ? {} : { timeout }) };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for (let skip: number | undefined = 0; skip !== undefined; ) {
      const { body } = await this.#page(skip);
      yield body;
      skip = nextPage(body, skip, this.#segments.join('/'));
    }
  }

  /** One page from `skip` on. One that is too much is asked for again at half its size, down to one object. */
  async #page(skip: number): Promise<Reply> {
    for (;;) {
      try {
        return await this.#ask(skip);
      } catch (error) {
        if (!isTooMuch(error) || this.#size === 1 || this.#call.signal?.aborted === true) throw error;
        this.#size = this.#size === undefined ? FIRST_PAGE : Math.max(1, Math.floor(this.#size / 2));
      }
    }
  }

  /** What is too much is not tried again at the same size; every other failure is, as often as the session says. */
  async #ask(skip: number): Promise<Reply> {
    const query = {
      ...this.#query,
      ...(this.#size === undefined ? {} : { $top: String(this.#size) }),
      ...(skip === 0 ? {} : { $skip: String(skip) }),
    };
    const options = { ...this.#call, query };
    if (this.#size === 1) return this.#requester.request('GET', this.#segments, options);
    try {
      return await this.#requester.request('GET', this.#segments, { ...options, attempts: 1 });
    } catch (error) {
      if (isTooMuch(error) || !passes(error)) throw error;
      await this.#requester.clock.sleep(error.retryAfter ?? PAUSE, this.#call.signal);
      return this.#requester.request('GET', this.#segments, options);
    }
  }
}
