/** The pages of a collection or of its statistics, one body after the other, smaller ones when the device is slow. */
import { type BigIpError, ProtocolError, ReplyLimitError, ServerError, TimeoutError } from '../errors.ts';
import { callOptions } from './call-options.ts';
import type { Reply } from './exchange.ts';
import type { CallOptions, Requester } from './requester.ts';
import { SharedTime } from './shared-time.ts';

export interface PageOptions extends CallOptions {
  /** Objects a request; default: all in one, and pages of 500 when the device cannot answer that. */
  readonly pageSize?: number;
}

/** Objects a request once all in one turned out to be too many. */
const FIRST_PAGE = 500;

/** Fewer objects in one answer would help: it took too long, was too large, or broke the device's own limit. */
function isTooMuch(error: unknown): error is BigIpError {
  return error instanceof TimeoutError || error instanceof ServerError || error instanceof ReplyLimitError;
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
    options: PageOptions,
  ) {
    this.#requester = requester;
    this.#segments = segments;
    this.#query = query;
    this.#size = options.pageSize;
    this.#call = callOptions(options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for (let skip: number | undefined = 0; skip !== undefined; ) {
      const { body } = await this.#page(skip);
      yield body;
      skip = nextPage(body, skip, this.#segments.join('/'));
    }
  }

  /**
   * One page from `skip` on. One that is too much is asked for again at half its size, down to one object. The time of the
   * caller is for all that one page takes.
   */
  async #page(skip: number): Promise<Reply> {
    const what = `a page of ${this.#segments.join('/')} was not complete`;
    const time = new SharedTime(this.#requester.clock, this.#call, { share: 'all', what });
    for (let tooMuch: BigIpError | undefined; ; ) {
      const bounds = time.bounds();
      try {
        return await this.#ask(skip, bounds, tooMuch);
      } catch (error) {
        if (!isTooMuch(error) || error === tooMuch || this.#size === 1 || this.#call.signal?.aborted === true)
          throw error;
        tooMuch = error;
        this.#size = this.#size === undefined ? FIRST_PAGE : Math.max(1, Math.floor(this.#size / 2));
      }
    }
  }

  /** What is too much is not tried again at the same size; every other failure is, as often as the session says. */
  #ask(skip: number, bounds: CallOptions, insteadOf: BigIpError | undefined): Promise<Reply> {
    const query = {
      ...this.#query,
      ...(this.#size === undefined ? {} : { $top: String(this.#size) }),
      ...(skip === 0 ? {} : { $skip: String(skip) }),
    };
    return this.#requester.request('GET', this.#segments, {
      ...bounds,
      query,
      ...(this.#size === 1 ? {} : { final: isTooMuch }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
    });
  }
}
