/**
 * The usual `data` of a virtual-server ConfigMap, told without a schema. In a cluster with a thousand of them the schema is
 * the dearest part of a mapping that is made once, as each run of the command makes it: it has to be built, and to get warm.
 * What this does not know is left to the schema, which also says what is wrong.
 */
import { isName } from '../kubernetes/objects.ts';
import type { ConfigMapData } from './configmap-schema.ts';

type Fields = Readonly<Record<string, unknown>>;
type Test = (value: unknown) => boolean;

interface Known {
  readonly required: Readonly<Record<string, Test>>;
  readonly optional: Readonly<Record<string, Test>>;
}

/** An object with the required fields, and no others than the ones that are known. */
function objectOf({ required, optional }: Known): Test {
  const needed = Object.keys(required);
  const tests = new Map(Object.entries({ ...optional, ...required }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key of needed) if (!Object.hasOwn(value, key)) return false;
    for (const key of Object.keys(value)) {
      const test = tests.get(key);
      if (test === undefined || !test((value as Fields)[key])) return false;
    }
    return true;
  };
}

const text: Test = (value) => typeof value === 'string';
const someText: Test = (value) => typeof value === 'string' && value !== '';
const within =
  (low: number, high: number): Test =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
const oneOf =
  (...words: readonly string[]): Test =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const listOf =
  (item: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(item);

const mode = oneOf('http', 'tcp', 'udp');
const port = within(1, 65_535);
const seconds = within(1, 86_400);

const backend = objectOf({
  required: { serviceName: (value) => typeof value === 'string' && isName(value), servicePort: port },
  optional: {
    healthMonitors: listOf(
      objectOf({
        required: { protocol: mode },
        optional: { interval: seconds, timeout: seconds, send: someText, recv: someText },
      }),
    ),
  },
});
const frontend = objectOf({
  required: { partition: someText },
  optional: {
    balance: text,
    mode,
    virtualAddress: objectOf({ required: { port }, optional: { bindAddr: text } }),
    sslProfile: objectOf({ required: {}, optional: { f5ProfileName: text, f5ProfileNames: listOf(text) } }),
  },
});
const whole = objectOf({
  required: { virtualServer: objectOf({ required: { backend, frontend }, optional: {} }) },
  optional: {},
});

/** Whether parsed JSON is such data. False says nothing: the schema has to look. */
export function isUsualData(json: unknown): json is ConfigMapData {
  return whole(json);
}
