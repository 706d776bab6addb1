import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MockBigIp } from '../../mocks/index.ts';
import type { Body } from '../mocks/speak.ts';

const runner = fileURLToPath(new URL('runner.mjs', import.meta.url));

/** What a client threw, as its callers see it. */
export class ForeignError extends Error {
  /** `error.code` of cloud-libs: the HTTP status; of conx-core: axios's word. */
  readonly code: string | number | undefined;
  /** `error.response.status` of axios. */
  readonly status: number | undefined;
  /** `error.response.data` of axios; `error.recommendedAction` of cloud-libs. */
  readonly data: Body | undefined;

  constructor({ message, code, status, data }: PlainError) {
    super(message);
    this.name = 'ForeignError';
    this.code = code;
    this.status = status;
    this.data = data;
  }
}

interface PlainError {
  readonly message: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly data?: Body;
}

interface Reply {
  readonly id: number;
  readonly value?: Body;
  readonly error?: PlainError;
}

interface Waiting {
  readonly resolve: (value: Body) => void;
  readonly reject: (error: Error) => void;
}

/** One of F5's own clients, unchanged, in a process of its own. */
export class ForeignClient {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    child.on('message', (reply: Reply) => this.#settle(reply));
    child.on('exit', (code) => this.#end(new Error(`the client's process ended with ${code}`)));
  }

  /** Starts the process. It trusts the device's certificate and no other of its own making. */
  static async start(
    library: 'conx-core' | 'cloud-libs',
    device: MockBigIp,
    options: object = {},
  ): Promise<ForeignClient> {
    const folder = await mkdtemp(join(tmpdir(), 'foreign-client-'));
    const authority = join(folder, 'device.pem');
    await writeFile(authority, device.certificate ?? '');
    const { hostname: host, port } = new URL(device.url);
    const { username, password } = device;
    const settings = JSON.stringify({ host, port: Number(port), username, password, ...options });
    const child = fork(runner, [library, settings], {
      cwd: folder,
      execArgv: [],
      env: { NODE_EXTRA_CA_CERTS: authority },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const client = new ForeignClient(child, folder);
    await client.#wait(0);
    return client;
  }

  /** Calls a method of the client, named by its path: `cluster.sync`. */
  call(method: string, ...args: readonly unknown[]): Promise<Body> {
    return this.#send({ call: `client.${method}`, args });
  }

  /** Reads from the process: `client.token`, `events`, `env.NODE_TLS_REJECT_UNAUTHORIZED`. */
  read(path: string): Promise<Body> {
    return this.#send({ read: path });
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #send(message: object): Promise<Body> {
    const id = ++this.#last;
    const reply = this.#wait(id);
    this.#child.send({ id, ...message });
    return reply;
  }

  #wait(id: number): Promise<Body> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle({ id, value, error }: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value ?? {});
    else waiting?.reject(new ForeignError(error));
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
