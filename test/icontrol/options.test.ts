import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BigIp } from '../../src/bigip.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { type Handler, ScriptedDevice } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';
import { makeCertificate } from './tls-device.ts';

const url = 'https://192.0.2.10';
const base = { url, username: 'admin', password: 'canary-S3cret' };

/** As plain JavaScript calls it: whatever it likes. */
const make: (options?: unknown) => BigIp = (options) =>
  Reflect.construct(BigIp, options === undefined ? [] : [options]);

function refusal(options?: unknown): unknown {
  try {
    return make(options);
  } catch (error) {
    expect(error).toBeInstanceOf(BigIpValueError);
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('canary');
    return error;
  }
}

const pool: Handler = ({ line }) =>
  line === 'GET ltm/pool'
    ? {
        body: {
          kind: 'tm:ltm:pool:poolcollectionstate',
          items: [{ name: 'web', partition: 'k8s', fullPath: '/k8s/web' }],
        },
      }
    : { body: { kind: 'tm:ltm:pool:poolstate', name: 'web', partition: 'k8s', fullPath: '/k8s/web' } };

function open(handler: Handler = pool, options: object = {}) {
  const device = new ScriptedDevice(handler);
  const clock = new TestClock({ auto: true });
  return { device, clock, bigip: make({ ...base, transport: device, clock, ...options }) };
}

describe('an option of the client', () => {
  it.each([
    [undefined, /^options: must be an object such as \{ url, username, password \}/],
    [{ ...base, timeOut: 5 }, /^timeOut: is not an option; did you mean timeout\?/],
    [{ url, username: 'admin', pasword: 'canary-S3cret' }, /^pasword: is not an option; did you mean password\?/],
    [{ host: '192.0.2.1', username: 'admin' }, /^host: is not an option; did you mean url\?/],
    [{ ...base, user: 'admin' }, /^user: .*did you mean username\?/],
    [{ ...base, colour: 'red' }, /^colour: is not an option; there are url, username/],
    [{ ...base, tls: { fingerprint: 'AA' } }, /^tls\.fingerprint: .*did you mean tls\.fingerprint256\?/],
    [{ ...base, tls: { rejectUnauthorized: false } }, /^tls\.rejectUnauthorized: .*tls\.dangerouslySkipTlsVerify\?/],
    [{ ...base, tls: 'AA' }, /^tls: must be an object such as \{ ca \}/],
    [{ ...base, retry: { attempt: 1 } }, /^retry\.attempt: .*retry\.attempts\?/],
    [{ ...base, retry: 5 }, /^retry: must be an object such as \{ attempts: 5 \}/],
    [{ ...base, readiness: { timeout: 1 } }, /^readiness\.timeout: .*readiness\.limit\?/],
    [{ ...base, limits: { size: 1 } }, /^limits\.size: .*limits\.bytes\?/],
    [{ ...base, transport: {} }, /^transport: must be an object with the functions send and close/],
    [{ ...base, clock: 5 }, /^clock: must be an object with the functions now and sleep/],
  ])('that is none is refused, with the one that was meant: %#', (options, says) => {
    expect(refusal(options)).toMatchObject({ message: expect.stringMatching(says), outcome: 'not-sent' });
  });

  it.each([
    [{ auth: 'Basic' }, /^auth: must be 'token' or 'basic'/],
    [{ timeout: '5000' }, /^timeout: must be a number above 0/],
    [{ retry: { baseDelay: -1 } }, /^retry\.baseDelay: must be a number/],
    [{ retry: { random: 1 } }, /^retry\.random: must be a function/],
    [{ loginProvider: '' }, /^loginProvider: is empty/],
    [{ tls: { dangerouslySkipTlsVerify: 'false' } }, /^tls\.dangerouslySkipTlsVerify: must be true or false/],
    [{ proxy: 3128 }, /^proxy: must be a URL/],
  ])('that cannot be is named: %#', (options, says) => {
    expect(refusal({ ...base, ...options })).toMatchObject({ message: expect.stringMatching(says) });
  });

  it('that is undefined is as good as left out', async () => {
    await make({ ...base, timeout: undefined, nothing: undefined, tls: { ca: undefined } }).close();
  });

  it.each([
    [{ url, username: 'admin' }, /^password: is missing; it goes with username/],
    [{ url, password: 'canary-S3cret' }, /^username: is missing; it goes with password/],
    [{ url }, /^username: and password are needed, or a token/],
    [{ ...base, password: '' }, /^password: is empty/],
    [{ ...base, password: 12345 }, /^password: must be text, or a function that fetches it/],
    [{ ...base, username: 5 }, /^username: must be text/],
    [{ url, token: 5 }, /^token: is not a token/],
  ])('that a login needs is named when it is missing or no text: %#', (options, says) => {
    expect(refusal(options)).toMatchObject({ message: expect.stringMatching(says) });
  });

  it.each([
    ['bigip.example.com:8443', /did you mean https:\/\/bigip\.example\.com:8443\?/],
    ['192.0.2.1', /did you mean https:\/\/192\.0\.2\.1\?/],
    ['[2001:db8::1]:8443', /did you mean https:\/\/\[2001:db8::1\]:8443\?/],
    ['admin:canary-S3cret@192.0.2.1', /^url: must be https/],
    [undefined, /^url: is missing/],
    [5, /^url: must be a URL such as/],
  ])('url that is none says what it should be: %#', (given, says) => {
    expect(refusal({ ...base, url: given })).toMatchObject({ message: expect.stringMatching(says) });
  });

  it('url may be a URL object', async () => {
    const bigip = make({ ...base, url: new URL('https://192.0.2.10:8443') });
    expect(bigip.host).toBe('192.0.2.10:8443');
    await bigip.close();
  });

  it('tls that is no PEM is refused at once, and says so', async () => {
    const device = await makeCertificate();
    const other = await makeCertificate();
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const cases: [object, RegExp][] = [
      [{ ca: './bigip-ca.pem' }, /^tls\.ca: is not PEM; did you mean the text of that file\?/],
      [{ ca: broken }, /^tls\.ca: is not PEM: a certificate in it cannot be read/],
      [{ ca: `${device.cert}\n${broken}` }, /^tls\.ca: is not PEM: a certificate/],
      [{ ca: device.cert.slice(0, -40) }, /^tls\.ca: is not PEM: a certificate/],
      [{ ca: device.key }, /^tls\.ca: has no certificate in it/],
      [{ ca: 5 }, /^tls\.ca: must be the text of a PEM file/],
      [{ cert: device.cert }, /^tls\.key: is missing/],
      [{ key: device.key }, /^tls\.cert: is missing/],
      [{ cert: device.cert, key: 'canary.key' }, /^tls\.key: is not PEM; did you mean/],
      [{ cert: device.cert, key: other.key }, /^tls\.key: is not the key of tls\.cert/],
    ];
    for (const [tls, says] of cases) {
      expect(refusal({ ...base, tls })).toMatchObject({ message: expect.stringMatching(says) });
    }
    await make({ ...base, tls: { ca: `${device.cert}\n${other.cert}`, cert: device.cert, key: device.key } }).close();
    await make({ ...base, tls: { ca: Buffer.from(device.cert) } }).close();
    const pasted = `sha256 Fingerprint=${device.fingerprint256}`;
    await make({ ...base, tls: { fingerprint256: pasted } }).close();
  });
});

describe('the options of a call', () => {
  type Anything = (...given: readonly unknown[]) => unknown;
  /** Every verb, as plain JavaScript calls it. */
  const verbs: Record<string, (bigip: BigIp, options: unknown) => unknown> = {
    get: ({ ltm }, options) => (ltm.pool.get as Anything).call(ltm.pool, '/k8s/web', options),
    find: ({ ltm }, options) => (ltm.pool.find as Anything).call(ltm.pool, '/k8s/web', options),
    exists: ({ ltm }, options) => (ltm.pool.exists as Anything).call(ltm.pool, '/k8s/web', options),
    create: ({ ltm }, options) =>
      (ltm.pool.create as Anything).call(ltm.pool, { name: 'web', partition: 'k8s' }, options),
    modify: ({ ltm }, options) =>
      (ltm.pool.modify as Anything).call(ltm.pool, '/k8s/web', { description: 'x' }, options),
    replace: ({ ltm }, options) => (ltm.pool.replace as Anything).call(ltm.pool, '/k8s/web', {}, options),
    delete: ({ ltm }, options) => (ltm.pool.delete as Anything).call(ltm.pool, '/k8s/web', options),
    stats: ({ ltm }, options) => (ltm.pool.stats as Anything).call(ltm.pool, '/k8s/web', options),
    list: ({ ltm }, options) => ltm.pool.list(options as object).toArray(),
    listStats: ({ ltm }, options) => ltm.pool.listStats(options as object).toArray(),
    drain: ({ ltm }, options) => (ltm.node.drain as Anything).call(ltm.node, '/Common/a', options),
    enable: ({ ltm }, options) => (ltm.node.enable as Anything).call(ltm.node, '/Common/a', options),
    version: ({ sys }, options) => (sys.version.get as Anything).call(sys.version, options),
    save: ({ sys }, options) => (sys.config.save as Anything)({}, options),
    request: (bigip, options) => (bigip.request as Anything).call(bigip, 'GET', ['ltm', 'pool'], options),
    transaction: (bigip, options) => (bigip.transaction as Anything).call(bigip, async () => {}, options),
    waitReady: (bigip, options) => (bigip.waitReady as Anything).call(bigip, options),
  };

  it.each(Object.entries(verbs))('of %s are checked before anything is sent', async (_, call) => {
    const { bigip, device } = open();
    const wrong: [unknown, RegExp][] = [
      [{ timout: 5_000 }, /^timout: is not an option; did you mean timeout\?/],
      [{ timeout: '30s' }, /^timeout: must be a number above 0, in milliseconds/],
      [{ timeout: -1 }, /^timeout: /],
      [{ timeout: Number.NaN }, /^timeout: /],
      [{ signal: new AbortController() }, /^signal: must be the `signal` of that AbortController/],
      [{ signal: true }, /^signal: must be an AbortSignal/],
      [new AbortController().signal, /^options: must be an object such as \{ timeout: 30_000, signal \}/],
      [5_000, /^options: must be an object such as/],
    ];
    for (const [options, says] of wrong) {
      const error: unknown = await (async () => call(bigip, options))().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BigIpValueError);
      expect(error).toMatchObject({ message: expect.stringMatching(says), outcome: 'not-sent' });
    }
    expect(device.seen).toHaveLength(0);
    await bigip.close();
  });

  it('of a list with a misspelt partition do not list all partitions', async () => {
    const { bigip, device } = open();
    const options: object = { partiton: 'other' };
    await expect((async () => bigip.ltm.pool.list(options).toArray())()).rejects.toThrow(
      /^partiton: .*did you mean partition\?/,
    );
    await expect(
      (async () => {
        for await (const { fullPath } of bigip.ltm.pool.list(options)) await bigip.ltm.pool.delete(fullPath);
      })(),
    ).rejects.toThrow(BigIpValueError);
    expect(device.seen).toHaveLength(0);
  });

  it('of a drain are checked too; no time at all is one look', async () => {
    const { bigip, device } = open(({ method }) =>
      method === 'PATCH'
        ? { body: { name: 'a', partition: 'Common' } }
        : { body: { entries: { x: { nestedStats: { entries: { 'serverside.curConns': { value: 3 } } } } } } },
    );
    const wrong: [object, RegExp][] = [
      [{ timeout: '1s' }, /^timeout: /],
      [{ interval: 0 }, /^interval: /],
      [{ onProgress: true }, /^onProgress: must be a function/],
      [{ intervall: 5 }, /^intervall: .*interval\?/],
    ];
    for (const [options, says] of wrong) await expect(bigip.ltm.node.drain('/Common/a', options)).rejects.toThrow(says);
    expect(device.seen).toHaveLength(0);
    expect(await bigip.ltm.node.drain('/Common/a', { timeout: 0 })).toMatchObject({ drained: false, connections: 3 });
  });

  it('and the other arguments are refused by name, and never with a raw TypeError', async () => {
    const { bigip, device } = open();
    const request = bigip.request.bind(bigip) as Anything;
    const wrong: [() => unknown, RegExp][] = [
      [() => request('GET', '/mgmt/tm/ltm/pool'), /^segments: must be a list of names/],
      [() => request('get', ['ltm', 'pool']), /^method: must be one of GET, POST/],
      [() => request(), /^method: /],
      [() => request('GET', [5]), /^segments\[0\]: must be a string/],
      [() => request('GET', ['ltm'], { qery: {} }), /^qery: .*query\?/],
      [() => (bigip.transaction as Anything).call(bigip, [{}]), /^write: must be a function/],
    ];
    for (const [call, says] of wrong) {
      const error: unknown = await (async () => call())().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BigIpValueError);
      expect(String(error)).toMatch(new RegExp(says.source.replace('^', 'BigIpValueError: ')));
    }
    expect(device.seen).toHaveLength(0);
  });
});

describe('a client that is printed', () => {
  it('says where it is, and shows neither the tree nor a secret', async () => {
    const { bigip } = open();
    await bigip.ltm.pool.get('/k8s/web');
    for (const shown of [inspect(bigip), JSON.stringify(bigip), inspect({ bigip }, { depth: 9, showHidden: true })]) {
      expect(shown).toContain(url);
      expect(shown).not.toMatch(/canary|TOKEN|pool/);
    }
    expect(inspect(bigip)).toMatch(/^BigIp \{/);
  });
});
