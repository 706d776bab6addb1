/** The command on a terminal: it asks before it writes, and tells how far it is. */
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../../src/cli/demo/example.ts';
import type { Io } from '../../src/cli/io.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { reconcile } from '../../src/reconcile.ts';
import { password, poolUri } from './rig.ts';
import { after, cluster, overlay } from './run.ts';

/** What is written to it, and enough of a terminal for a line that moves. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly columns = 200;
  #text = '';

  constructor() {
    super();
    this.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8');
    });
  }

  get text(): string {
    return stripVTControlCharacters(this.#text);
  }

  cursorTo(): boolean {
    return true;
  }

  moveCursor(): boolean {
    return true;
  }

  clearLine(): boolean {
    return true;
  }

  setRawMode(): this {
    return this;
  }
}

const ours = ['--partition', 'k8s', '--owner', 'default', ...overlay];

class Screen {
  readonly #device: MockBigIp;
  readonly stdin = new Terminal();
  readonly stdout = new Terminal();
  readonly stderr = new Terminal();
  status: number | undefined;

  constructor(device: MockBigIp) {
    this.#device = device;
  }

  /** Types the answer as soon as the question is there. */
  async run(args: readonly string[], answer?: string): Promise<void> {
    const { url, fingerprint256 = '' } = this.#device;
    const env = { BIGIP_URL: url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password, TERM: 'xterm' };
    const io = { env, stdin: this.stdin, stdout: this.stdout, stderr: this.stderr } as unknown as Io;
    const program = buildProgram(io, (status) => {
      this.status = status;
    });
    if (answer !== undefined) this.stderr.on('data', () => this.#type(answer));
    await program.parseAsync(['node', 'bigip', ...args, '--fingerprint', fingerprint256]);
  }

  #typed = false;
  #type(answer: string): void {
    if (this.#typed || !this.stderr.text.includes('(y/N)')) return;
    this.#typed = true;
    this.stdin.write(answer);
  }
}

async function published() {
  const seed = exampleSeed(await exampleDevice());
  const device = await MockBigIp.start({ username: 'operator', password, seed });
  const { url, username, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  const names = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
  const options = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } } as const;
  await reconcile(bigip, await exampleSnapshot(...names), options);
  return device;
}

describe('bigip delete on a terminal', () => {
  it('shows what would go and asks; yes deletes it', async () => {
    await using device = await published();
    const screen = new Screen(device);
    await screen.run(['delete', ...ours], 'y\r');
    expect(screen.stdout.text).toMatch(/^Plan: \d+ to delete/);
    expect(screen.stderr.text).toContain('Delete all of this, which default has in k8s? (y/N)');
    expect(screen.status).toBe(0);
    expect(device.get(poolUri)).toBeUndefined();
  });

  it.each([['n\r'], ['\r'], ['yesterday\r'], ['\u0003'], ['\u0004']])('deletes nothing after %j', async (answer) => {
    await using device = await published();
    const screen = new Screen(device);
    await screen.run(['delete', ...ours], answer);
    expect(screen.stderr.text).toContain('nothing was deleted');
    expect(screen.status).toBe(1);
    expect(device.get(poolUri)).toBeDefined();
  });

  it('keeps JSON on stdout clean: what is asked about is shown on stderr', async () => {
    await using device = await published();
    const screen = new Screen(device);
    await screen.run(['delete', ...ours, '-o', 'json'], 'y\r');
    expect(screen.stderr.text).toContain('Plan:');
    expect(JSON.parse(screen.stdout.text)).toMatchObject({ saved: true });
  });

  it('does not ask when there is nothing to delete', async () => {
    await using device = await published();
    const screen = new Screen(device);
    await screen.run(['delete', '--partition', 'k8s', '--owner', 'blue']);
    expect(screen.stdout.text).toContain('Nothing to do.');
    expect(screen.status).toBe(0);
  });
});

describe('the progress on a terminal', () => {
  it('is one line on stderr that tells how far it is, and is gone at the end', async () => {
    await using device = await published();
    const screen = new Screen(device);
    device.delete(`${poolUri}/members/~k8s~10.244.2.41:32400`);
    await screen.run(['apply', ...after, ...cluster, ...overlay, '--wait', '0']);
    expect(screen.stderr.text).toContain('sending: ');
    expect(screen.stderr.text).toContain('saving the configuration');
    expect(screen.stderr.text).toContain('waiting for pool members: 2 of 2 available after 0 s');
    expect(screen.stdout.text).not.toContain('sending');
    expect(screen.status).toBe(0);
  });
});
