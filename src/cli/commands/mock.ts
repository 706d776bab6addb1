/** `bigip mock`: a BIG-IP as from the factory, for tests in any language. Stops on SIGINT and SIGTERM. */

import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { MockBigIp, type MockOptions, type Objects } from '../../../mocks/index.ts';
import { whyUnreadable } from '../file-error.ts';
import { type Io, print } from '../io.ts';
import type { MockFlags } from '../mock-options.ts';
import { UsageError } from '../usage-error.ts';

async function readSeed(path: string): Promise<Objects> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the seed ${path}: ${whyUnreadable(error)}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new UsageError(`the seed ${path} is not an object of URIs: {"auth/partition/k8s": {}}`);
  }
  return parsed as Objects;
}

/** Whether the mock claims to answer as this version does: 13.1 to 17.x (docs/mock.md). */
function isClaimed(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 18 && (major > 13 || (major === 13 && minor >= 1));
}

/** A signal; or the end of the standard input, which comes with the end of whoever holds its other side. */
function stopSignal(stdin: Io['stdin'] | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      stdin?.off('end', stop).pause();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    stdin?.once('end', stop).resume();
  });
}

function chassisOf(port: number): string {
  const own = port === 0 ? randomUUID().slice(-12) : port.toString(16).padStart(12, '0');
  return `564d4d7e-0000-0000-${own}`;
}

async function optionsOf(flags: MockFlags): Promise<MockOptions> {
  const seed = flags.seed === undefined ? undefined : await readSeed(flags.seed);
  return {
    host: flags.host,
    port: flags.port,
    protocol: flags.http ? 'http' : 'https',
    username: flags.user,
    password: flags.password,
    control: flags.control,
    latency: flags.latency,
    latencyTime: flags.virtualLatency ? 'virtual' : 'real',
    ...(seed === undefined ? {} : { seed }),
    ...(flags.tmosVersion === undefined ? {} : { version: flags.tmosVersion }),
    // Two mocks are two machines, and one that is started again on its port is the same; those with a host name are told by it.
    ...(flags.hostname === undefined ? { chassisId: chassisOf(flags.port) } : { hostname: flags.hostname }),
    ...(flags.journal === undefined ? {} : { journalSize: flags.journal }),
  };
}

/** One device, or the two of a pair. */
async function start(options: MockOptions, pair: boolean): Promise<readonly [MockBigIp, MockBigIp?]> {
  if (!pair) return [await MockBigIp.start(options)];
  const { hostname: _, chassisId: __, ...other } = options;
  const { port = 0 } = options;
  return MockBigIp.pair(options, { ...other, port: port === 0 ? 0 : port + 1 });
}

function tellPeople(io: Io, [device, peer]: readonly [MockBigIp, MockBigIp?], { control }: MockFlags): void {
  const { url, username, password, fingerprint256 } = device;
  print(io.stdout, `Mock BIG-IP at ${url}, user ${username}, password ${password}. Ctrl-C stops it.`);
  if (peer !== undefined) print(io.stdout, `The other unit of the pair is at ${peer.url}.`);
  if (fingerprint256 !== undefined) print(io.stdout, `Certificate SHA-256 ${fingerprint256}`);
  if (control) print(io.stdout, `Faults, clock and seed at ${url}/__mock`);
}

export async function mockCommand(flags: MockFlags, io: Io): Promise<number> {
  if (flags.certificate !== undefined && flags.http) throw new UsageError('--certificate: there is none with --http');
  if (flags.tmosVersion !== undefined && !isClaimed(flags.tmosVersion)) {
    const claim = 'answers by the rules of the nearest version that it knows (13.1 to 17.x)';
    print(io.stderr, `warning: that TMOS ${flags.tmosVersion} answers so is not claimed: the mock ${claim}`);
  }
  const stopped = stopSignal(flags.stopWithStdin ? io.stdin : undefined);
  const units = await start(await optionsOf(flags), flags.pair);
  const [device, peer] = units;
  try {
    if (flags.frozen) for (const unit of units) unit?.clock.freeze();
    const { url, username, password, fingerprint256, certificate } = device;
    if (flags.certificate !== undefined) await writeFile(flags.certificate, certificate ?? '');
    if (flags.output === 'json') {
      // One line, so that a script can read the first line and go on.
      const other = peer === undefined ? {} : { peer: { url: peer.url } };
      print(io.stdout, JSON.stringify({ url, username, password, fingerprint256, certificate, ...other }));
    } else tellPeople(io, units, flags);
    await stopped;
  } finally {
    await Promise.all(units.map((unit) => unit?.close()));
  }
  return 0;
}
