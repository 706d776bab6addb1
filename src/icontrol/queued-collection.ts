/** The verbs of a collection inside a transaction. Reads do not exist in it: they would not see what is queued. */
import type { AnyResource } from '../resources/define.ts';
import type { CallOptions, Requester } from './requester.ts';
import { type New, type Replacement, type Target, type Writable, type Write, Writes } from './write.ts';

/** Each promise resolves when the device has queued the command; whether it takes it is known after the commit. */
export class QueuedCollection<R extends AnyResource> {
  readonly #requester: Requester;
  readonly #writes: Writes<R>;

  constructor(requester: Requester, resource: R, segments: readonly string[]) {
    this.#requester = requester;
    this.#writes = new Writes(resource, segments);
  }

  create(object: New<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(() => this.#writes.create(object, options));
  }

  /** Given the object as it was read, only what differs is queued, and nothing when nothing does. */
  modify(target: Target<R>, properties: Writable<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(() => this.#writes.modify(target, properties, options));
  }

  replace(target: Target<R>, properties: Replacement<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(() => this.#writes.replace(target, properties, options));
  }

  delete(target: Target<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(() => this.#writes.delete(target, options));
  }

  #queue(write: () => Write | undefined): Promise<void> {
    const queued = this.#send(write);
    // The commit tells of every failure, also of one that nobody waited for.
    queued.catch(() => {});
    return queued;
  }

  async #send(make: () => Write | undefined): Promise<void> {
    const write = make();
    if (write === undefined) return;
    await this.#requester.request(write.method, write.segments, write.options);
  }
}
