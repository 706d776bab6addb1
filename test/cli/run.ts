/**
 * Runs the built command as a person's shell does: another process, its own environment, nothing shared. Whatever a test
 * is about, it fails when a secret was in what the command said.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

export function run(args: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Promise<Ran> {
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
      const secrets = secretsIn(`${ran.stdout}\n${ran.stderr}`);
      if (secrets.length === 0) resolve(ran);
      else reject(new Error(`bigip ${args.join(' ')} said ${secrets.join(', ')}`));
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
