import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { publishItemSchema } from '../../src/desired/publish-item.ts';
import { runs } from '../share.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
const fits = ajv.compile(JSON.parse(readFileSync('schemas/publish.json', 'utf8')) as object);
const bySchema = (item: unknown) => fits({ publish: [item] });
const byCode = (item: unknown) => publishItemSchema().safeParse(item).success;

const base = { service: 'web', address: '10.1.1.1', ports: 'all' };
const path = fc.constantFrom('/Common/a', '/k8s/sub/b', 'bare', '/', '/Common/', '/Common/a b');
const port = fc.constantFrom(80, 'http', 0, 70_000, 'Http', '', 1.5);
const monitor = fc.oneof(
  path,
  fc.record(
    {
      type: fc.constantFrom('tcp', 'icmp'),
      interval: fc.constantFrom(5, 0),
      timeout: fc.constantFrom(16, 90_000),
      send: fc.constantFrom('x', ''),
    },
    { requiredKeys: [] },
  ),
);
const settings = {
  mode: fc.constantFrom('tcp', 'http', 'sctp'),
  loadBalancingMode: fc.constantFrom('round-robin', 7),
  monitors: fc.array(monitor, { maxLength: 2 }),
  profiles: fc.array(fc.oneof(path, fc.record({ name: path, context: fc.constantFrom('all', 'both') })), {
    maxLength: 2,
  }),
  clientSsl: fc.array(path, { maxLength: 1 }),
  serverSsl: fc.array(path, { maxLength: 1 }),
  persistence: fc.oneof(fc.constantFrom('none', 'source_addr', 'cookie'), path),
  snat: fc.oneof(fc.constantFrom('automap', 'none', 'auto'), path),
  rules: fc.array(path, { maxLength: 1 }),
  vlans: fc.array(path, { maxLength: 1 }),
  unknown: fc.constant(1),
};
const entry = fc.record(
  { port, protocol: fc.constantFrom('TCP', 'SCTP'), listen: fc.constantFrom(1, 0), ...settings },
  { requiredKeys: ['port'] },
);
const item = fc.record(
  {
    name: fc.constantFrom('web', 'a_b', ''),
    namespace: fc.constantFrom('default', '-'),
    service: fc.constantFrom('web', 7),
    services: fc.array(fc.record({ service: fc.constant('web'), weight: fc.constantFrom(1, -1) }), { maxLength: 2 }),
    address: fc.constantFrom('10.1.1.1', ''),
    ports: fc.oneof(fc.constantFrom('all', 'some'), fc.array(fc.oneof(port, entry), { maxLength: 2 })),
    except: fc.array(port, { maxLength: 1 }),
    ...settings,
  },
  { requiredKeys: ['address', 'ports'] },
);

describe('schemas/publish.json', () => {
  it('takes what the mapping takes, and nothing else', () => {
    fc.assert(
      fc.property(item, (one) => {
        expect(bySchema(one), JSON.stringify(one)).toBe(byCode(one));
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(Object.entries(settings))('%s: the same, on its own', (field, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, (value) => {
        const whole = { ...base, [field]: value };
        expect(bySchema(whole), JSON.stringify(whole)).toBe(byCode(whole));
        const one = { ...base, ports: [{ port: 80, [field]: value }] };
        expect(bySchema(one), JSON.stringify(one)).toBe(byCode(one));
      }),
    );
  });

  it('takes the list of docs/publish.md, plain and with its kind, and no other kind', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/publish.md', 'utf8')) ?? [];
    const list = parse(yaml) as Readonly<Record<string, unknown>>;
    expect(fits(list)).toBe(true);
    expect(fits({ apiVersion: 'bigip-icontrol/v1', kind: 'PublishList', ...list })).toBe(true);
    expect(fits({ kind: 'PublishList', ...list })).toBe(true);
    expect(fits({ apiVersion: 'v1', kind: 'List', ...list })).toBe(false);
  });
});
