import type { MockBigIp } from '../device.ts';
import { type Fault, isFault } from '../fault/fault.ts';
import { type FaultName, namedFaults } from '../fault/named.ts';
import type { Snapshot } from '../inside.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Window } from '../life/life.ts';
import { bodyText, jsonReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { parseTarget } from '../wire/target.ts';

const prefix = '/__mock';

/**
 * The test author's side of the device over HTTP, for tests in other languages. It answers clients on the same host
 * only, asks for no authentication, and is not there unless it was asked for.
 */
export class Control {
  readonly #device: MockBigIp;
  readonly #snapshots: Snapshot[] = [];

  constructor(device: MockBigIp) {
    this.#device = device;
  }

  /** Whether a request is for the control path. */
  takes(request: MockRequest): boolean {
    if (!/^\/__mock(\/|\?|$)/.test(request.path)) return false;
    return /^(127\.|::1$)/.test(request.remoteAddress ?? '127.0.0.1');
  }

  /** Answers a request of the control path; what is wrong in it answers 400 with a message. */
  answer(request: MockRequest): MockReply {
    try {
      const result = this.#run(request);
      return result === undefined ? failure(404, `nothing at ${request.method} ${request.path}`) : reply(200, result);
    } catch (error) {
      return failure(400, error instanceof Error ? error.message : String(error));
    }
  }

  #run(request: MockRequest): Json | undefined {
    const target = parseTarget(request.path);
    const [, word = '', ...rest] = target?.segments ?? [];
    const raw = (target?.path ?? '').slice(prefix.length + 1);
    const text = bodyText(request);
    const body: Json = text === '' ? {} : (JSON.parse(text) as Json);
    switch (`${request.method} ${word}`) {
      case 'GET ':
        return this.#summary();
      case 'GET journal':
        return this.#device.journal as unknown as Json;
      case 'GET unimplemented':
        return Object.fromEntries(this.#device.unimplemented);
      case 'GET faults':
        return Object.entries(namedFaults).map(([name, { title }]) => ({ name, title }));
      case 'POST faults':
        return this.#fault(body);
      case 'POST clock':
        return this.#clock(body);
      case 'POST restart':
        return this.#restart(body);
      case 'POST recover':
        this.#device.recover();
        return this.#summary();
      case 'POST reset':
        this.#device.reset();
        return this.#summary();
      case 'POST failover':
        this.#device.failover();
        return this.#summary();
      case 'POST snapshots':
        return this.#snapshot(rest[0]);
      default:
        return word === 'objects'
          ? this.#objects(request.method, raw.slice('objects/'.length), body, target?.query)
          : undefined;
    }
  }

  #summary(): JsonObject {
    const { url, version, role, requests, tokens, connections } = this.#device;
    const transactions = this.#device.transactions.length;
    const now = this.#device.clock.now();
    return {
      url,
      version,
      role,
      requests,
      tokens,
      connections,
      transactions,
      now,
      unimplemented: this.#device.unimplemented.size,
    };
  }

  #objects(method: string, uri: string, body: Json, query: ReadonlyMap<string, string> | undefined): Json | undefined {
    if (uri === '') {
      if (method === 'GET') return this.#device.list(query?.get('prefix') ?? '');
      if (method !== 'PUT' && method !== 'POST') return undefined;
      this.#device.seed(objectOf(body) as Readonly<Record<string, JsonObject>>);
      return this.#device.list();
    }
    if (method === 'GET') return this.#device.get(uri);
    if (method === 'PUT' || method === 'PATCH') return this.#device.set(uri, objectOf(body));
    return method === 'DELETE' ? { deleted: this.#device.delete(uri) } : undefined;
  }

  #fault(body: Json): Json {
    const fault = objectOf(body);
    const { name, ...over } = fault;
    if (typeof name === 'string') {
      if (!Object.hasOwn(namedFaults, name)) throw new TypeError(`no fault is called ${name}`);
      if (name === 'refused') throw new TypeError('nobody could end refused: this path would be refused too');
      void this.#device.play(name as FaultName, over as Partial<Omit<Fault, 'do'>>);
    } else {
      if (!isFault(fault)) throw new TypeError('a fault needs match and do, or a name');
      this.#device.fault(fault);
    }
    return this.#summary();
  }

  #clock(body: Json): Json {
    const { advance, frozen } = objectOf(body);
    if (typeof advance === 'number' || typeof advance === 'string') this.#device.clock.advance(advance);
    if (frozen === true) this.#device.clock.freeze();
    if (frozen === false) this.#device.clock.unfreeze();
    return this.#summary();
  }

  #restart(body: Json): Json {
    const { what, windows } = objectOf(body);
    if (isArray(windows)) this.#device.restart(windows as unknown as readonly Window[]);
    else if (what === 'restjavad' || what === 'mcpd' || what === 'reboot') this.#device.restart(what);
    else throw new TypeError('a restart needs what (restjavad, mcpd, reboot) or windows');
    return this.#summary();
  }

  #snapshot(id: string | undefined): Json | undefined {
    if (id === undefined) return { id: this.#snapshots.push(this.#device.snapshot()) - 1 };
    const found = this.#snapshots[Number(id)];
    if (found === undefined) return undefined;
    this.#device.restore(found);
    return this.#summary();
  }
}

function objectOf(body: Json): JsonObject {
  if (!isObject(body)) throw new TypeError('the body is not a JSON object');
  return body;
}

function reply(status: number, body: Json): MockReply {
  return jsonReply(status, JSON.stringify(body));
}

function failure(status: number, message: string): MockReply {
  return reply(status, { code: status, message });
}
