import type { MockBigIp } from '../device.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** A request of the control path, taken apart. */
export interface Call {
  readonly device: MockBigIp;
  /** What stands behind the first word, as it was sent: `ltm/pool/~k8s~web` of `/__mock/objects/ltm/pool/~k8s~web`. */
  readonly rest: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Json;
}

/** What a request of the control path does; `undefined` when there is nothing at its path. */
export type Handler = (call: Call) => Json | undefined | Promise<Json>;

/** The body, which has to be an object; without a body an empty one. */
export function objectOf({ body }: Call): JsonObject {
  if (!isObject(body)) throw new TypeError('the body is not a JSON object');
  return body;
}

/** A whole number in the query. */
export function numberIn({ query }: Call, name: string): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new TypeError(`${name} is not a number: ${text}`);
  return Number(text);
}

/** A duration in the body. */
export function durationOf(value: Json | undefined, name: string): number | string {
  if (typeof value !== 'number' && typeof value !== 'string') throw new TypeError(`${name} is milliseconds or "20m"`);
  return value;
}

/** Refuses what a body has and the path does not know: a misspelt word would do nothing. */
export function onlyKnown(body: JsonObject, known: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) throw new TypeError(`there is no ${name} here, only ${known.join(', ')}`);
  }
}

/** Where the device is and how it does. */
export function summaryOf(device: MockBigIp): JsonObject {
  const { url, version, role, phase = null, tokens, connections, clock } = device;
  return {
    url,
    version,
    role,
    phase,
    now: clock.now(),
    ...device.traffic,
    tokens,
    connections,
    transactions: device.transactions.length,
    faults: device.faults.length,
    unimplemented: device.unimplemented.size,
  };
}
