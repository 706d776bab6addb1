/**
 * Runs the command, in the process of the test (`run`) or as a person's shell does: the built one, in another process, with
 * its own environment and nothing shared (`runBuilt`). Whatever a test is about, it fails when a secret was in what the
 * command said.
 */
import { spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../src/cli/command.ts';
import type { Io } from '../../src/cli/io.ts';
import { secretsIn } from '../canary/canary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const examples = 'docs/examples/istio-ingressgateway';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What is written to it. No terminal. */
class Paper extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function withoutSecrets(args: readonly string[], ran: Ran): Ran {
  const secrets = secretsIn(`${ran.stdout}\n${ran.stderr}`);
  if (secrets.length === 0) return ran;
  throw new Error(`bigip ${args.join(' ')} said ${secrets.join(', ')}`);
}

/** The command of `src`, with its own environment and streams: starting a process costs more than most of what it does. */
export async function run(args: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ran> {
  const [stdout, stderr] = [new Paper(), new Paper()];
  const input = Readable.from(stdin === '' ? [] : [Buffer.from(stdin)], { objectMode: false });
  const status = await runCommand(args, { env, stdin: input, stdout, stderr } as unknown as Io);
  return withoutSecrets(args, { status, stdout: stdout.text, stderr: stderr.text });
}

/** The built command: for what only a process shows, such as pipes, signals, DEBUG, and that the bundle is whole. */
export function runBuilt(args: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/bundle/bigip.js', ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      const ran = { status, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') };
      try {
        resolve(withoutSecrets(args, ran));
      } catch (error) {
        reject(error);
      }
    });
    child.stdin.end(stdin);
  });
}

/** `-f` for several files of the example. */
export function files(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => ['-f', `${examples}/${name}`]);
}

export const before = files('service-before.yaml', 'endpointslices-before.yaml', 'nodes.yaml', 'configmap.yaml');
export const after = files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml');
export const cluster = ['--mode', 'cluster', '--partition', 'k8s'];
export const overlay = ['--tunnel', '/Common/flannel_vxlan'];
