/** What docs/observability.md shows is run, through the built package as a user imports it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { observe } from '../../docs/examples/observability.ts';

describe('docs/examples/observability.ts', () => {
  it('makes a span of each attempt, login and transaction, under the span of the caller', async () => {
    const spans = await observe();
    expect(spans.map(({ parent, name, failed }) => `${parent}: ${name}${failed ? ' failed' : ''}`)).toEqual([
      'publish a pool: POST /mgmt/shared/authn/login',
      'publish a pool: bigip login',
      'publish a pool: POST /mgmt/tm/ltm/pool failed',
      'publish a pool: POST /mgmt/tm/ltm/pool',
      'publish a service: POST /mgmt/tm/transaction',
      'publish a service: POST /mgmt/tm/ltm/pool',
      'publish a service: POST /mgmt/tm/ltm/pool',
      expect.stringMatching(/^publish a service: PATCH \/mgmt\/tm\/transaction\/\d+$/),
      'publish a service: bigip transaction',
      'undefined: DELETE /mgmt/shared/authz/tokens/[redacted]',
      'undefined: bigip revoke',
    ]);
    const [, , first, second, , queued] = spans;
    expect(first?.attributes).toMatchObject({
      'http.request.method': 'POST',
      'url.path': '/mgmt/tm/ltm/pool',
      'http.response.status_code': 503,
      'error.type': 'BIGIP_BUSY',
      'server.address': '127.0.0.1',
      'server.port': expect.any(Number),
    });
    expect(first?.attributes).not.toHaveProperty('http.request.resend_count');
    expect(second?.attributes).toMatchObject({ 'http.response.status_code': 200, 'http.request.resend_count': 1 });
    expect(queued?.attributes['bigip.transaction']).toMatch(/^\d+$/);
  });
});

describe('docs/observability.md', () => {
  const text = readFileSync(new URL('../../docs/observability.md', import.meta.url), 'utf8');
  const log = readFileSync(new URL('../../src/log.ts', import.meta.url), 'utf8');

  it('names every channel, every debug namespace and every member of every event', () => {
    const names = [...log.matchAll(/'(bigip:[a-z]+)'/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThanOrEqual(9);
    const interfaces = [...log.matchAll(/export interface \w+Event \{([\s\S]*?)\n\}/g)].map(([, body = '']) => body);
    expect(interfaces).toHaveLength(4);
    const members = interfaces.flatMap((body) => [...body.matchAll(/readonly (\w+)/g)].map(([, name = '']) => name));
    for (const name of [...names, ...members]) expect(text).toContain(`\`${name}\``);
  });
});

describe('docs/client.md', () => {
  const text = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8');

  it('says of every class of error what to do, with its code', () => {
    const errors = readFileSync(new URL('../../src/errors.ts', import.meta.url), 'utf8');
    const classes = [
      ...errors.matchAll(/kind(?:: string)? = '(\w+)';\n\s+override readonly code(?:: string)? = '(\w+)'/g),
    ];
    expect(classes.length).toBeGreaterThanOrEqual(18);
    for (const [, name, code] of classes) expect(text).toContain(`| \`${name}\` | \`${code}\` |`);
  });

  it('names every option of a session', () => {
    const options = readFileSync(new URL('../../src/icontrol/session-options.ts', import.meta.url), 'utf8');
    const [body = ''] = /export interface SessionOptions \{[\s\S]*?\n\}/.exec(options) ?? [];
    const names = [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(text).toContain(`\`${name}\``);
  });
});
