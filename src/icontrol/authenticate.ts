import { AuthenticationError, isBigIpError, TokenEndedError } from '../errors.ts';
import { type Credentials, RetiredTicket } from './credentials.ts';
import { type Call, nameOf, type Send } from './exchange.ts';
import { tellRetry } from './observe.ts';

function tokenEnded(call: Call, error: AuthenticationError): TokenEndedError {
  const { status, deviceMessage, request, outcome } = error;
  const within = call.transaction !== undefined || /\/transaction\/\d+$/.test(call.path);
  const what = within
    ? 'the token ended during the transaction, of which nothing was applied: begin it again'
    : 'the token has ended and nothing was done: begin again';
  const quote = deviceMessage === undefined ? '' : `: ${deviceMessage}`;
  const message = `${what} [${status} ${nameOf(call.summary)}]${quote}`;
  return new TokenEndedError(message, { status, deviceMessage, request, outcome, cause: error });
}

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
        const reply = await send(replay ? { ...call, attempt: call.attempt + 1 } : call, ticket);
        credentials.accepted(ticket);
        return reply;
      } catch (error) {
        if (error instanceof RetiredTicket) continue;
        if (replay && isBigIpError(error)) error.attempts = call.attempt + 1;
        if (!(error instanceof AuthenticationError)) throw error;
        const mayHelp = credentials.refused(ticket);
        if (replay || !mayHelp) throw error;
        if (call.once || call.transaction !== undefined)
          throw ticket.token === undefined ? error : tokenEnded(call, error);
        replay = true;
        tellRetry(call, error, { attempt: call.attempt, pause: 0 });
      } finally {
        ticket.done();
      }
    }
  };
}
