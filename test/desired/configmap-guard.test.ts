import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsualData } from '../../src/desired/configmap-guard.ts';
import { configMapDataSchema } from '../../src/desired/configmap-schema.ts';

/** Values that some field takes, and ones that it nearly takes. */
const number = fc.constantFrom<unknown>(1, 80, 65_535, 86_400, 0, -1, 65_536, 86_401, 80.5, 1e300, '80', null, true);
const word = fc.constantFrom<unknown>(
  'http',
  'tcp',
  'udp',
  'HTTP',
  '',
  'web',
  'a.b-c',
  'a_b',
  '-a',
  'x'.repeat(254),
  5,
  null,
);
const odd = fc.constantFrom<unknown>(null, [], {}, '', 0, [null], [{}]);
const either = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd });
const record = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  either(
    fc
      .tuple(fc.record(fields, { requiredKeys: [] }), fc.constantFrom<object>({}, {}, {}, {}, {}, { other: 1 }))
      .map(([made, more]) => ({ ...made, ...more })),
  );
const good = fc.constantFrom<unknown>('web', 'tcp');
const mostly = (usual: unknown, arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });

const monitor = fc
  .tuple(
    record({ interval: mostly(5, number), timeout: mostly(16, number), send: mostly('x', word), recv: good }),
    mostly('tcp', word),
  )
  .map(([rest, protocol]) => (typeof rest === 'object' && rest !== null ? { protocol, ...rest } : rest));
const backend = fc
  .tuple(
    record({ healthMonitors: either(fc.array(monitor, { maxLength: 2 })) }),
    mostly('web', word),
    mostly(80, number),
  )
  .map(([rest, serviceName, servicePort]) => ({ serviceName, servicePort, ...(rest as object) }));
const frontend = fc
  .tuple(
    record({
      balance: mostly('round-robin', word),
      mode: mostly('udp', word),
      virtualAddress: record({ port: mostly(80, number), bindAddr: mostly('10.0.0.1', word) }),
      sslProfile: record({
        f5ProfileName: good,
        f5ProfileNames: either(fc.array(mostly('a', word), { maxLength: 2 })),
      }),
    }),
    mostly('k8s', word),
  )
  .map(([rest, partition]) => ({ partition, ...(rest as object) }));
const data = record({ virtualServer: record({ backend: either(backend), frontend: either(frontend) }) });

describe('the usual data of a ConfigMap', () => {
  it('is what the schema takes, exactly', () => {
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(data, (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        const read = configMapDataSchema().safeParse(json);
        seen[read.success ? 'yes' : 'no'] += 1;
        expect(isUsualData(json)).toBe(read.success);
        if (read.success) expect(read.data).toEqual(json);
      }),
      { numRuns: 400 },
    );
    // The property would hold of nothing, too.
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(10);
  });

  it.each([
    '{"virtualServer":{"backend":{"serviceName":"web","servicePort":80},"frontend":{"partition":"k8s","__proto__":{}}}}',
  ])('is not fooled by %s', (text) => expect(isUsualData(JSON.parse(text))).toBe(false));
});
