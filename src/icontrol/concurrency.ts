import { BusyError, isBigIpError } from '../errors.ts';
import { isRead, type Send } from './exchange.ts';
import { Gate } from './gate.ts';

/** At most as many requests at once as there are connections, so that no deadline runs while one waits for a socket. */
export function limitConnections(send: Send, connections: number): Send {
  const gate = new Gate(connections);
  return async (call) => {
    const leave = await gate.enter(call.signal);
    try {
      return await send(call);
    } finally {
      leave();
    }
  };
}

/** Writes in a row without a refusal before one more is let in. */
const WRITES_PER_STEP = 16;

/**
 * Writes outside a transaction, so many at once: mcpd takes one writer, and F5 publishes no limit. Halved when the
 * device says that it is busy or has another task, restored by one after {@link WRITES_PER_STEP} writes that went well.
 */
export class WriteLimit {
  readonly #gate: Gate;
  readonly #most: number;
  #wellDone = 0;

  constructor(most: number) {
    this.#most = most;
    this.#gate = new Gate(most);
  }

  /** How many writes may be under way at this moment. */
  get current(): number {
    return this.#gate.limit;
  }

  wrap(send: Send): Send {
    return async (call) => {
      if (isRead(call) || call.transaction !== undefined) return send(call);
      const leave = await this.#gate.enter(call.signal);
      try {
        const reply = await send(call);
        this.#restore();
        return reply;
      } catch (error) {
        if (isBigIpError(error) && (error instanceof BusyError || error.status === 503)) this.#halve();
        throw error;
      } finally {
        leave();
      }
    };
  }

  #halve(): void {
    this.#wellDone = 0;
    this.#gate.limit = Math.max(1, Math.floor(this.#gate.limit / 2));
  }

  #restore(): void {
    if (this.#gate.limit >= this.#most) return;
    this.#wellDone += 1;
    if (this.#wellDone < WRITES_PER_STEP) return;
    this.#wellDone = 0;
    this.#gate.limit += 1;
  }
}
