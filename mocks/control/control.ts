import type { MockBigIp } from '../device.ts';
import type { Json } from '../json.ts';
import type { Accepted } from '../wire/delivery.ts';
import { bodyText, headerOf, jsonReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { parseTarget } from '../wire/target.ts';
import { type Call, type Handler, summaryOf } from './call.ts';
import { faultHandlers } from './faults.ts';
import { lifeHandlers, pauseOf } from './life.ts';
import { snapshotHandlers, stateHandlers } from './state.ts';

const prefix = '/__mock';

interface Answer {
  reply: MockReply;
  /** Done when the reply is out. */
  sent?: () => void;
}

/**
 * The test author's side of the device over HTTP, for tests in other languages. It answers clients on the same host
 * only, asks for no authentication, and is not there unless it was asked for. Faults, restarts, latency and the journal
 * do not concern it.
 */
export class Control {
  readonly #device: MockBigIp;
  readonly #handlers: Readonly<Record<string, Handler>> = {
    ...stateHandlers,
    ...snapshotHandlers(),
    ...faultHandlers,
    ...lifeHandlers,
  };

  constructor(device: MockBigIp) {
    this.#device = device;
  }

  /** Whether a request is for the control path. */
  takes(request: MockRequest): boolean {
    if (!/^\/__mock(\/|\?|$)/.test(request.path)) return false;
    return /^(127\.|::1$)/.test(request.remoteAddress ?? '127.0.0.1');
  }

  /** Answers a request of the control path; what is wrong in it answers 400 with a message. */
  accept(request: MockRequest): Accepted {
    const answer: Answer = { reply: failure(500, 'nothing was done') };
    const ready = this.#answer(request, answer);
    return {
      delay: 0,
      ...(ready === undefined ? {} : { ready }),
      perform: () => ({ delay: 0, end: 'clean', ...answer }),
    };
  }

  #answer(request: MockRequest, answer: Answer): Promise<void> | undefined {
    const take = (result: Json | undefined) => {
      answer.reply =
        result === undefined ? failure(404, `nothing at ${request.method} ${request.path}`) : reply(200, result);
    };
    const fail = (error: unknown) => {
      answer.reply = failure(400, error instanceof Error ? error.message : String(error));
    };
    if (isOfPage(request)) {
      answer.reply = failure(403, 'a page in a browser may not control the mock');
      return undefined;
    }
    try {
      const [word, call] = this.#call(request);
      if (`${request.method} ${word}` === 'POST pause') {
        const duration = pauseOf(call);
        take(summaryOf(this.#device));
        answer.sent = () => void this.#device.pause(duration);
        return undefined;
      }
      const key = `${request.method} ${word}`;
      const handler = Object.hasOwn(this.#handlers, key) ? this.#handlers[key] : undefined;
      const result = handler?.(call);
      if (result instanceof Promise) return result.then(take, fail);
      take(result);
    } catch (error) {
      fail(error);
    }
    return undefined;
  }

  #call(request: MockRequest): [word: string, call: Call] {
    const target = parseTarget(request.path);
    if (target === undefined) throw new TypeError('the path is not one');
    const [word = '', ...rest] = target.path.slice(prefix.length + 1).split('/');
    const text = bodyText(request);
    const body: Json = text.trim() === '' ? {} : (JSON.parse(text) as Json);
    return [word, { device: this.#device, rest: rest.join('/').replace(/\/+$/, ''), query: target.query, body }];
  }
}

/** Browsers tell of each request of a page where the page is from; scripts and people's own requests say nothing. */
function isOfPage(request: MockRequest): boolean {
  const site = headerOf(request, 'sec-fetch-site');
  return headerOf(request, 'origin') !== undefined || (site !== undefined && site !== 'none');
}

function reply(status: number, body: Json): MockReply {
  return jsonReply(status, JSON.stringify(body));
}

function failure(status: number, message: string): MockReply {
  return reply(status, { code: status, message });
}
