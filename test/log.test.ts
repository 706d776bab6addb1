import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor, redactShapes } from '../src/log.ts';

describe('the redactor', () => {
  it('knows the shapes of secrets', () => {
    const texts = [
      'DELETE /mgmt/shared/authz/tokens/CANARYCANARYCANARYCANARY22',
      'https://localhost/mgmt/shared/authz/tokens/CANARY?ver=15.1.0',
      'x-f5-auth-token: CANARY',
      '{"x-f5-auth-token":"CANARY","a":1}',
      'Authorization: Basic Q0FOQVJZ',
      'authorization: CANARY',
      'Cookie: BIGIPAuthCookie=CANARY',
      '{"username":"admin","password":"CANARY"}',
      '{"originalRequestBody":"{\\"username\\":\\"admin\\",\\"password\\":\\"CANARY\\"}"}',
      '{"password" : "with \\" CANARY"}',
      JSON.stringify({ originalRequestBody: JSON.stringify({ password: `a'b"CANARY\\"CANARY` }) }),
      JSON.stringify(JSON.stringify({ message: JSON.stringify({ password: `a'b"CANARY` }) })),
      '{"token":{"token":"CANARY","timeout":1200}}',
      'passphrase=CANARY&x=1',
      'http://user:CANARY@proxy.example.net:3128',
      '-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\nCANARY cut off',
    ];
    for (const text of texts) expect(redactShapes(text)).not.toMatch(/CANARY|Q0FOQVJZ/);
  });

  it('leaves what is not secret as it is', () => {
    const texts = [
      '/mgmt/tm/ltm/pool/~k8s~web',
      'Authorization failed: no user authentication header or token detected. Uri:http://localhost:8100/mgmt/tm/',
      'DELETE /mgmt/shared/authz/tokens with basic authentication',
      'The requested Pool (/k8s/password-reset) was not found.',
      'http://localhost:8100/mgmt/tm/ltm@x',
    ];
    for (const text of texts) expect(redactShapes(text)).toBe(text);
  });

  it('finds a secret that it has learnt in every spelling, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6 }), fc.string(), (secret, around) => {
        fc.pre(!around.includes(secret) && !'[redacted]'.includes(secret));
        const redactor = new Redactor();
        redactor.learn(secret);
        const spellings = [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64'),
        ];
        for (const spelling of spellings) expect(redactor.text(`<${spelling}>`)).not.toContain(spelling);
      }),
    );
  });

  it('finds one with odd characters as devices and libraries escape it', () => {
    const secret = `pa"s's w&rd=<é>/+%\\x\n𝄞`;
    const redactor = new Redactor();
    redactor.learn(secret);
    const json = JSON.stringify(secret).slice(1, -1);
    const escaped = (text: string) =>
      text.replace(/[^\w"\\]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const spellings = {
      'inside JSON inside JSON': JSON.stringify(json).slice(1, -1),
      'with slashes escaped': json.replaceAll('/', '\\/'),
      'with everything escaped': escaped(json),
      'as HTML': secret.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`),
      'as HTML with names': secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
      'as a form': new URLSearchParams({ p: secret }).toString().slice(2),
      'in a URL in lower case': encodeURIComponent(secret).toLowerCase(),
      'as base64url': Buffer.from(secret).toString('base64url'),
      'as digits': Buffer.from(secret).toString('hex'),
    };
    for (const [how, spelling] of Object.entries(spellings)) {
      expect([how, redactor.text(`<p>${spelling}</p>`)]).toEqual([how, '<p>[redacted]</p>']);
    }
    redactor.forget(secret);
    expect(redactor.text(secret)).toBe(secret);
  });

  it('is not held up by a text that nearly is the secret', () => {
    const redactor = new Redactor();
    for (const nearly of ['\\\\'.repeat(20), '"'.repeat(20), '/'.repeat(20), '\\\\"'.repeat(20)])
      redactor.learn(`${nearly}x`);
    const texts = ['\\\\', '"', '\\\\"', '/', '\\\\u005c', '&#92;'].map((part) => part.repeat(2_000));
    for (const text of texts) expect(redactor.text(text)).toBe(text);
    expect(redactor.text(`<${'\\\\'.repeat(20)}x>`)).toBe('<[redacted]>');
  });

  it('hides the longer of two secrets as a whole', () => {
    const redactor = new Redactor();
    redactor.learn('canary');
    redactor.learn('canary-password');
    expect(redactor.text('canary-password and canary')).toBe('[redacted] and [redacted]');
  });

  it('finds a secret wherever it hangs on an error: in causes, in lists, in bytes', () => {
    const redactor = new Redactor();
    redactor.learn('canary-password');
    const headers = { 'x-a': 'canary-password' };
    const body = Buffer.from('{"password":"canary-password"}');
    const socket = { remoteAddress: '192.0.2.10', bytesWritten: 7 };
    const inner = Object.assign(new Error('inner', { cause: new Error('canary-password') }), {
      code: 'ERR_INNER',
      socket,
    });
    const dirty: readonly Error[] = [
      new Error('outer', { cause: inner }),
      new AggregateError([inner], 'many'),
      Object.assign(new Error('outer'), { config: { headers } }),
      Object.assign(new Error('outer'), { request: { body } }),
      Object.assign(new Error('outer'), { request: new Map([['a', 'canary-password']]) }),
    ];
    for (const error of dirty) {
      const shown = inspect(redactor.cause(error), { depth: 9, showHidden: true });
      expect(shown).toContain(error.message);
      expect(shown).not.toMatch(/canary|63 61 6e 61/);
    }
    expect(redactor.cause(dirty[0])).toMatchObject({ cause: { message: 'inner', code: 'ERR_INNER', socket } });
    const clean = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET', socket });
    expect(redactor.cause(clean)).toBe(clean);
    const round: Error & { self?: unknown } = new Error('round');
    round.self = round;
    round.cause = round;
    expect(inspect(redactor.cause(round))).toContain('round');
  });

  it('copies an error that has a secret in it, and leaves a clean one alone', () => {
    const redactor = new Redactor();
    redactor.learn('canary-password');
    const clean = new Error('read ECONNRESET');
    expect(redactor.cause(clean)).toBe(clean);
    const dirty = Object.assign(new Error('invalid header canary-password'), {
      code: 'ERR_X',
      headers: 'canary-password',
    });
    const copy = redactor.cause(dirty);
    expect(copy).toMatchObject({ message: 'invalid header [redacted]', code: 'ERR_X' });
    expect(inspect(copy)).not.toContain('canary');
  });

  it('hides the headers that carry credentials', () => {
    const redactor = new Redactor();
    const headers = { Authorization: 'Basic x', 'x-f5-auth-token': 'y', 'Set-Cookie': 'z', accept: 'application/json' };
    expect(redactor.headers(headers)).toEqual({
      Authorization: '[redacted]',
      'x-f5-auth-token': '[redacted]',
      'Set-Cookie': '[redacted]',
      accept: 'application/json',
    });
  });

  it('shows nothing of what it has learnt', () => {
    const redactor = new Redactor();
    redactor.learn('canary-password');
    expect(inspect(redactor, { showHidden: true, depth: 9 }) + JSON.stringify(redactor)).not.toContain('canary');
  });
});
