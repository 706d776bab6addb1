import { BusyError, isBigIpError } from '../errors.ts';
import { RetiredTicket, type Ticket } from './credentials.ts';
import { type Call, isRead, type Reply, type Send } from './exchange.ts';
import { Gate } from './gate.ts';

/** After a wait the credentials may be known to be dead: then the request need not be sent to find out. */
function checkTicket(ticket: Ticket | undefined): void {
  if (ticket?.retired === true) throw new RetiredTicket('retired while waiting');
}

/** While a call waited for its turn it turned out that the device restarts. Nothing was sent. */
export class HeldCall extends Error {}

/**
 * At most as many requests at once as there are connections (`gate`), so that no deadline runs while one waits for a
 * socket. While `held` says so, whoever gets his turn gives it back.
 */
export function limitConnections(send: Send, gate: Gate, held: () => boolean = () => false): Send {
  return async (call, ticket) => {
    if (!gate.tryEnter()) await gate.enter(call.signal);
    try {
      checkTicket(ticket);
      if (held()) throw new HeldCall('the device restarts');
      return await send(call, ticket);
    } finally {
      gate.leave();
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
    return (call, ticket) =>
      isRead(call) || call.transaction !== undefined ? send(call, ticket) : this.#write(send, call, ticket);
  }

  async #write(send: Send, call: Call, ticket: Ticket | undefined): Promise<Reply> {
    await this.#gate.enter(call.signal);
    try {
      checkTicket(ticket);
      const reply = await send(call, ticket);
      this.#restore();
      return reply;
    } catch (error) {
      if (isBigIpError(error) && (error instanceof BusyError || error.status === 503)) this.#halve();
      throw error;
    } finally {
      this.#gate.leave();
    }
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
