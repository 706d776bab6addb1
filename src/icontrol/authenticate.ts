import { AuthenticationError } from '../errors.ts';
import { type Credentials, RetiredTicket } from './credentials.ts';
import type { Send } from './exchange.ts';

/**
 * Sends with credentials. A 401 in mid-run (the token expired, was evicted, or restjavad restarted) is answered with one
 * new login and one replay; the 401 said that nothing was done, so that is safe for writes too. A second one is final.
 * A transaction lives with the token that opened it: its requests are not replayed, whoever opened it begins anew. Nor is
 * what must be sent once, such as a commit.
 */
export function authenticating(send: Send, credentials: Credentials): Send {
  return async (call) => {
    for (let replay = false; ; ) {
      // A login that fails here is no 401 of this call, and leaves the loop.
      const ticket = await credentials.ticket(call.signal);
      try {
        const reply = await send(call, ticket);
        credentials.accepted(ticket);
        return reply;
      } catch (error) {
        if (error instanceof RetiredTicket) continue;
        if (!(error instanceof AuthenticationError)) throw error;
        const mayHelp = credentials.refused(ticket);
        if (replay || !mayHelp || call.once || call.transaction !== undefined) throw error;
        replay = true;
      } finally {
        ticket.done();
      }
    }
  };
}
