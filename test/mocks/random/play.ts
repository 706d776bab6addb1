import type { MockBigIp, Snapshot } from '../../../mocks/index.ts';
import { long } from './bodies.ts';
import { faultOf, Objects } from './invariants.ts';
import type { OnDevice, OnTransaction, Request, Step } from './steps.ts';

const basic = (user: string, password: string) => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` });
const accounts: Record<Request['as'], Record<string, string>> = {
  admin: basic('admin', 'admin'),
  manager: basic('manager', 'manager'),
  nobody: basic('nobody', 'wrong'),
};

/** Plays steps on a device and notes whatever must never happen. */
export class Player {
  readonly wrong: string[] = [];
  readonly statuses = new Map<number, number>();
  readonly #device: MockBigIp;
  readonly #journalSize: number;
  #ids: string[] = [];
  #before: Objects;
  #kept: Snapshot;

  constructor(device: MockBigIp, journalSize: number) {
    this.#device = device;
    this.#journalSize = journalSize;
    this.#before = new Objects(device);
    this.#kept = device.snapshot();
    this.#ids = [0, 1, 2].map(() => this.#open());
  }

  play(steps: readonly Step[]): void {
    for (const [at, step] of steps.entries()) {
      this.#one(step);
      if (at % 25 === 0 || at === steps.length - 1) this.#look();
      if (this.wrong.length > 0) return;
    }
  }

  #one(step: Step): void {
    if (step.what === 'request') this.#request(step);
    else if (step.what === 'transaction') this.#transaction(step);
    else this.#act(step);
  }

  #request({ method, path, body, transaction, as }: Request): void {
    const id = transaction === undefined ? undefined : this.#ids[transaction];
    const headers = { ...accounts[as], ...(id === undefined ? {} : { 'x-f5-rest-coordination-id': id }) };
    const quiet = (status: number) => status >= 400 || method === 'GET' || id !== undefined;
    this.#send(method, path, body?.replace(long, 'x'.repeat(70_000)), headers, quiet);
  }

  #transaction({ transaction, act, at }: OnTransaction): void {
    const id = this.#ids[transaction] ?? '';
    const [method, path, body]: [string, string, unknown?] = {
      commit: ['PATCH', '', { state: 'VALIDATING' }] as [string, string, unknown],
      validate: ['PATCH', '', { state: 'VALIDATING', validateOnly: true }] as [string, string, unknown],
      show: ['GET', ''] as [string, string],
      list: ['GET', '/commands'] as [string, string],
      reorder: ['PATCH', `/commands/${at}`, { evalOrder: 1 }] as [string, string, unknown],
      remove: ['DELETE', `/commands/${at}`] as [string, string],
      abandon: ['DELETE', ''] as [string, string],
      nonsense: ['PATCH', '', { state: at, evalOrder: 'x' }] as [string, string, unknown],
    }[act];
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const status = this.#send(method, `transaction/${id}${path}`, sent, accounts.admin, (answer) => {
      return act !== 'commit' || answer >= 400;
    });
    if (act === 'abandon' || (act === 'commit' && status !== 404)) this.#ids[transaction] = this.#open();
  }

  #act(step: OnDevice): void {
    const device = this.#device;
    if (step.what === 'fault') device.fault(step.fault);
    else if (step.what === 'time') device.clock.advance(step.seconds * 1000);
    else if (step.what === 'restart') device.restart(step.which);
    else if (step.what === 'failover') device.failover();
    else if (step.what === 'snapshot') this.#kept = device.snapshot();
    else if (step.what === 'restore') this.#restore();
    else if (step.what === 'reset') device.reset();
    else this.#send('POST', 'sys/config', '{"command":"save"}', accounts.admin, () => true);
    if (step.what === 'reset') this.#ids = this.#ids.map(() => this.#open());
    this.#before = new Objects(device);
  }

  #restore(): void {
    this.#device.restore(this.#kept);
    const left = new Set(new Objects(this.#device).uris);
    if (this.#kept.entries.some(({ uri }) => !left.has(uri)) || left.size !== this.#kept.entries.length)
      this.wrong.push('a snapshot was not restored');
  }

  /** Sends a request over the wire's side of the device; `quiet` tells after which status nothing may have changed. */
  #send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
    quiet: (status: number) => boolean,
  ): number | undefined {
    const { reply, cut } = this.#device
      .accept({ method, path: `/mgmt/tm/${path}`, headers, ...(body === undefined ? {} : { body }) })
      .perform();
    const after = new Objects(this.#device);
    const told = `${method} ${path.slice(0, 80)} ${body?.slice(0, 200) ?? ''}`;
    const disturbed = reply === undefined || cut !== undefined || this.#device.journal.at(-1)?.fault !== undefined;
    if (!disturbed) this.#judge(told, reply, after, quiet(reply.status));
    // What was saved comes back as it was.
    if (path !== 'sys/config')
      this.wrong.push(...after.generationsBack(this.#before).map((back) => `${told}: generation of ${back}`));
    this.#before = after;
    return disturbed ? undefined : reply.status;
  }

  #judge(told: string, reply: Parameters<typeof faultOf>[0], after: Objects, quiet: boolean): void {
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    const fault = faultOf(reply);
    if (fault !== undefined) this.wrong.push(`${told}: ${fault}`);
    if (!quiet) return;
    const changed = after.changedSince(this.#before);
    if (changed.length > 0) this.wrong.push(`${told}: ${reply.status}, and yet it changed ${changed.join(', ')}`);
  }

  /** What must hold at any time. */
  #look(): void {
    const { journal, unimplemented } = this.#device;
    this.wrong.push(...this.#before.dangling());
    if (journal.length > this.#journalSize) this.wrong.push(`${journal.length} requests in the journal`);
    if (unimplemented.size > 1000) this.wrong.push(`${unimplemented.size} gaps`);
  }

  /** A new transaction; while the device restarts there is none. */
  #open(): string {
    const request = { method: 'POST', path: '/mgmt/tm/transaction', headers: accounts.admin, body: '{}' };
    const { status, body } = this.#device.handle(request);
    return status === 200 ? String(JSON.parse(body).transId) : '0';
  }
}

/** What the device lists can be read, and reads as it is listed. */
export function unreadable(device: MockBigIp): string[] {
  const ask = (path: string) => {
    const reply = device.handle({ method: 'GET', path, headers: accounts.admin });
    return { status: reply.status, text: reply.body };
  };
  return device.list().flatMap((uri) => {
    const { status, text } = ask(`/mgmt/tm/${uri}`);
    const link = `"selfLink":"https://localhost/mgmt/tm/${uri}?ver=${device.version}"`;
    const list = ask(`/mgmt/tm/${uri.slice(0, uri.lastIndexOf('/'))}`).text;
    return status === 200 && text.includes(link) && list.includes(link) ? [] : [`${uri}: ${status}`];
  });
}
