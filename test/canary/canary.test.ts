/** A device that sends back whatever it was sent, and a library and a command that must not pass it on. */
import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { Session, type SessionOptions } from '../../src/icontrol/session.ts';
import { run, runBuilt } from '../cli/run.ts';
import { open } from '../icontrol/open-session.ts';
import { networkFailure } from '../icontrol/scripted-device.ts';
import { type Certificate, makeCertificate } from '../icontrol/tls-device.ts';
import { CANARY, secretsIn } from './canary.ts';
import { ECHOES, listenEcho } from './echo-device.ts';
import { everythingSaid, everyWayOf } from './everything-said.ts';

const pem = `-----BEGIN PRIVATE KEY-----\n${CANARY.privateKey}\n-----END PRIVATE KEY-----`;
const rule = `when HTTP_REQUEST {\n  HTTP::header insert Authorization ${CANARY.rule}\n}`;
const quick = {
  retry: { attempts: 2, baseDelay: 1, maxDelay: 1 },
  readiness: { interval: 5, limit: 20 },
  timeout: 5_000,
};

let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate();
});

const ways: Record<string, Partial<SessionOptions>> = {
  'a token': { username: 'admin', password: CANARY.password },
  'basic authentication': { username: 'admin', password: async () => CANARY.password, auth: 'basic' },
  'a supplied token': { token: CANARY.token },
  'a supplied token and a password': { token: CANARY.token, username: 'admin', password: () => CANARY.password },
};

/** One request for each place where a secret goes into a request. */
async function ask(session: Session, { password, token }: SessionOptions): Promise<readonly unknown[]> {
  // What the session cannot know yet, it cannot hide.
  const known = typeof password === 'string' ? password : (token ?? '');
  const body = (members: object) => ({ body: { name: 'x', partition: 'k8s', ...members } });
  const calls = [
    session.request('GET', ['ltm', 'pool'], { query: { $filter: `description eq ${known}` } }),
    session.request('GET', ['authz', 'tokens', CANARY.token], { root: '/mgmt/shared', absence: 'believe' }),
    session.request('POST', ['auth', 'user'], body({ password: CANARY.newPassword })),
    session.request('POST', ['ltm', 'rule'], body({ apiAnonymous: rule })),
    session.request(
      'PATCH',
      ['sys', 'file', 'ssl-key', '/k8s/x'],
      body({ passphrase: CANARY.newPassword, content: pem }),
    ),
    session.request('DELETE', ['ltm', 'pool', '/k8s/x']),
  ];
  return Promise.all(calls.map((call) => call.then(({ status }) => status).catch((error: unknown) => error)));
}

/** All that is said of a session, from its making to its close. */
function talkOf(options: SessionOptions): Promise<string> {
  return everythingSaid(async () => {
    const session = new Session({ ...quick, ...options });
    const outcomes = await ask(session, options);
    await session.close();
    return [...outcomes, ...outcomes.flatMap(everyWayOf), ...everyWayOf(session), JSON.stringify(session)];
  });
}

function expectNoSecret(said: string, least = 1_000): void {
  expect(said.length).toBeGreaterThan(least);
  expect(secretsIn(said)).toEqual([]);
}

describe('the search for secrets', () => {
  it('finds each of them in each of its spellings', () => {
    for (const [name, secret] of Object.entries(CANARY)) {
      const inJson = JSON.stringify({ text: JSON.stringify({ secret }) });
      const inHeader = `Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`;
      for (const text of [`x ${secret} y`, inJson, `/x?y=${encodeURIComponent(secret)}`, inHeader]) {
        expect(secretsIn(text), text).toContain(name);
      }
    }
    expect(secretsIn('X-F5-Auth-Token: QWERTYUIOPASDFGHJKLZXCVB23')).toEqual(['a token']);
    expect(secretsIn('GET /mgmt/tm/ltm/pool/~k8s~web 404 01020036 AB:CD:EF, 32 bytes')).toEqual([]);
  });

  it('finds what a library that hides nothing would say', async () => {
    const said = await everythingSaid(() => Promise.reject(new Error('no', { cause: { password: CANARY.password } })));
    expect(secretsIn(said)).toContain('password');
  });
});

describe('no secret is in what the library says', () => {
  for (const [what, echo] of Object.entries(ECHOES)) {
    it(`when the device answers with ${what} that repeats what it was sent`, async () => {
      for (const logsIn of [true, false]) {
        await using device = await listenEcho(certificate, echo, logsIn);
        for (const way of Object.values(ways)) {
          const tls = { fingerprint256: certificate.fingerprint256 };
          expectNoSecret(await talkOf({ url: device.url, tls, ...way }));
        }
        expect(device.received()).toContain(Buffer.from(`admin:${CANARY.password}`).toString('base64'));
        expect(device.received()).toContain(CANARY.token);
      }
    });
  }

  it('when the connection fails', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const key = { cert: certificate.cert, key: pem };
    const proxy = `http://user:${encodeURIComponent(CANARY.proxyPassword)}@127.0.0.1:${port}`;
    for (const url of [`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`, 'https://127.0.0.1:9']) {
      for (const way of Object.values(ways)) {
        expectNoSecret(await talkOf({ url, ...way }));
        expectNoSecret(await talkOf({ url, ...way, proxy }));
        expectNoSecret(await talkOf({ url, ...way, tls: key }));
      }
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it('when a transport throws what it was given', async () => {
    const { session } = open((seen) => Object.assign(networkFailure('EPIPE'), { message: JSON.stringify(seen) }), {
      password: CANARY.password,
    });
    const said = await everythingSaid(async () => {
      const error: unknown = await session.request('GET', ['ltm', 'pool']).catch((reason: unknown) => reason);
      await session.close();
      throw error;
    });
    expectNoSecret(said);
  });

  it('when an option cannot be', () => {
    const wrong: SessionOptions[] = [
      { url: `https://admin:${encodeURIComponent(CANARY.password)}@192.0.2.10`, token: CANARY.token },
      { url: 'http://192.0.2.10', username: 'admin', password: CANARY.password },
      { url: 'https://192.0.2.10', username: 'ad:min', password: CANARY.password, auth: 'basic' },
      { url: 'https://192.0.2.10', token: `${CANARY.token}\n` },
      { url: 'https://192.0.2.10', token: CANARY.token, proxy: `no:${CANARY.proxyPassword}` },
      { url: 'https://192.0.2.10', password: CANARY.password },
    ];
    for (const options of wrong) {
      let said: readonly string[] = [];
      try {
        new Session(options);
      } catch (error) {
        said = everyWayOf(error);
      }
      expectNoSecret(said.join('\n'), 100);
    }
  });

  it('when the mock fails in each of its ways', async () => {
    const { password } = CANARY;
    await using device = await MockBigIp.start({ password, seed: { 'ltm/pool/~Common~web': {} } });
    const actions = ['drop', 'truncate', 'html', 'not-json', 'redirect', { status: 500, body: 'x' }] as const;
    for (const action of actions) {
      device.reset();
      device.fault({ match: () => true, do: action, times: 50, skip: 1 });
      const tls = { fingerprint256: device.fingerprint256 ?? '' };
      expectNoSecret(await talkOf({ url: device.url, username: device.username, password, tls }));
    }
    for (const { path } of device.journal) expect(secretsIn(decodeURIComponent(path))).not.toContain('password');
  });

  it('when all goes well, in a transaction and with objects that hold secrets', async () => {
    const { password } = CANARY;
    await using device = await MockBigIp.start({ password, seed: { 'auth/partition/k8s': {} } });
    const { url, username, fingerprint256 = '' } = device;
    const said = await everythingSaid(async () => {
      const bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
      await bigip.transaction(async (tx) => {
        await tx.ltm.rule.create({ name: 'x', partition: 'k8s', apiAnonymous: rule });
        await tx.ltm.pool.create({ name: 'x', partition: 'k8s' });
      });
      await bigip.close();
      return [bigip, ...everyWayOf(bigip)];
    });
    expect(said).toContain('committed');
    expectNoSecret(said);
  });
});

describe('no secret is in what the command says', () => {
  const folder = 'docs/examples/istio-ingressgateway';
  const input = ['service-after', 'endpointslices-after', 'nodes', 'configmap'].flatMap((name) => [
    '-f',
    `${folder}/${name}.yaml`,
  ]);

  const all = (args: readonly string[]) => ['apply', ...input, '--mode', 'cluster', '--partition', 'k8s', ...args];
  const envOf = (url: string) => ({ BIGIP_URL: url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: CANARY.password });

  /** Both streams of the command, and all of its debug output. */
  async function talkOfCommand(url: string, args: readonly string[]): Promise<string> {
    let status: number | null = null;
    const said = await everythingSaid(async () => {
      const ran = await run(all(args), { env: envOf(url) });
      status = ran.status;
      return [ran.stdout, ran.stderr];
    });
    expect(status, 'or it said a secret').not.toBeNull();
    return said;
  }

  /** Both streams of the built command, with all of its debug output in them. */
  async function talkOfBuilt(url: string, args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await runBuilt(all(args), { env: { ...envOf(url), DEBUG: 'bigip:*' } });
    return stdout + stderr;
  }

  it('when the device repeats what it was sent', async () => {
    const answers = [
      'a refusal of mcpd',
      'a refusal of restjavad with the body it was sent',
      'text where JSON was due',
    ];
    for (const answer of answers) {
      const echo = ECHOES[answer];
      if (echo === undefined) throw new TypeError(answer);
      for (const logsIn of [true, false]) {
        await using device = await listenEcho(certificate, echo, logsIn);
        const talk = answer === answers[0] ? talkOfBuilt : talkOfCommand;
        const said = await talk(device.url, ['--fingerprint', certificate.fingerprint256]);
        expect(said).toContain('bigip:request');
        expectNoSecret(said, 200);
        expect(device.received()).toContain('canary-S3cret');
      }
    }
  });

  it('when the device is a stranger, is not there, or all goes well', async () => {
    const { password } = CANARY;
    await using device = await MockBigIp.start({ password, seed: { 'auth/partition/k8s': {} } });
    const stranger = await talkOfCommand(device.url, []);
    expect(stranger.split(/\s/)).toContain(device.fingerprint256);
    expectNoSecret(stranger, 100);
    expectNoSecret(await talkOfCommand('https://127.0.0.1:9', []), 100);
    const good = await talkOfCommand(device.url, ['--fingerprint', device.fingerprint256 ?? '']);
    expect(good).toContain('bigip:transaction');
    expectNoSecret(good);
  });

  it('when all goes well in a process of its own', async () => {
    const { password } = CANARY;
    await using device = await MockBigIp.start({ password, seed: { 'auth/partition/k8s': {} } });
    const good = await talkOfBuilt(device.url, ['--fingerprint', device.fingerprint256 ?? '']);
    expect(good).toContain('bigip:transaction');
    expectNoSecret(good);
  });
});
