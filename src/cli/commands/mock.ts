/** `bigip mock`: a BIG-IP as from the factory, for tests in any language. Stops on SIGINT and SIGTERM. */
import { readFile } from 'node:fs/promises';
import { MockBigIp, type Objects } from '../../../mocks/index.ts';
import { type Io, print } from '../io.ts';
import { UsageError } from '../usage-error.ts';

export interface MockFlags {
  readonly port: number;
  readonly http: boolean;
  readonly seed?: string;
  readonly user: string;
  readonly password: string;
  readonly control: boolean;
  readonly output: 'text' | 'json';
}

async function readSeed(path: string): Promise<Objects> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the seed ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new UsageError(`the seed ${path} is not an object of URIs: {"auth/partition/k8s": {}}`);
  }
  return parsed as Objects;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

export async function mockCommand(flags: MockFlags, io: Io): Promise<number> {
  const seed = flags.seed === undefined ? undefined : await readSeed(flags.seed);
  const stopped = stopSignal();
  await using device = await MockBigIp.start({
    port: flags.port,
    protocol: flags.http ? 'http' : 'https',
    username: flags.user,
    password: flags.password,
    control: flags.control,
    ...(seed === undefined ? {} : { seed }),
  });
  const { url, username, password, fingerprint256 } = device;
  if (flags.output === 'json') {
    // One line, so that a script can read the first line and go on.
    print(io.stdout, JSON.stringify({ url, username, password, fingerprint256 }));
  } else {
    print(io.stdout, `Mock BIG-IP at ${url}, user ${username}, password ${password}. Ctrl-C stops it.`);
    if (fingerprint256 !== undefined) print(io.stdout, `Certificate SHA-256 ${fingerprint256}`);
  }
  await stopped;
  return 0;
}
