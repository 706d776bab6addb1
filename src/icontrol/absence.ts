import { NotFoundError, NotReadyError, ValidationError } from '../errors.ts';
import type { Reply, Send } from './exchange.ts';
import type { Readiness } from './readiness.ts';

type Ending = { readonly reply: Reply } | { readonly error: unknown };

/** An empty collection: older versions leave `items` and `entries` out (facts: icontrol-rest 4.2). */
function isEmptyList({ body }: Reply): boolean {
  if (typeof body !== 'object' || body === null || !('kind' in body) || typeof body.kind !== 'string') return false;
  if (body.kind.endsWith('collectionstats')) return !('entries' in body);
  if (!body.kind.endsWith('collectionstate')) return false;
  return !('items' in body) || (Array.isArray(body.items) && body.items.length === 0);
}

/** A partition that is not there is a 400 to a write (facts: icontrol-rest 6.4). */
const NO_FOLDER = /requested folder \(.*\) was not found/i;

function saysAbsent(error: unknown): boolean {
  if (error instanceof NotFoundError) return true;
  return error instanceof ValidationError && NO_FOLDER.test(error.deviceMessage ?? '');
}

function conclude(ending: Ending): Reply {
  if ('error' in ending) throw ending.error;
  return ending.reply;
}

/**
 * A device that loads its configuration says 404 and empty lists of things that exist. So absence is believed only of a
 * device that was ready before the question and is ready after the answer; if it was not known before, the question is
 * asked a second time. What is said to a POST speaks of the parent, or is false: it is not asked twice.
 */
export function believing(send: Send, readiness: Readiness): Send {
  return async (call) => {
    const provenBefore = readiness.proven;
    let first: Ending;
    try {
      const reply = await send(call);
      if (!isEmptyList(reply)) return reply;
      first = { reply };
    } catch (error) {
      if (!saysAbsent(error)) throw error;
      first = { error };
    }
    if (call.transaction !== undefined || call.absence === 'believe') return conclude(first);
    if ((await readiness.check(call.signal)) === 'not-ready') {
      const { host, path } = call.summary;
      const message = `${host} is not ready, so its answer that nothing is at ${path} is not believed`;
      throw new NotReadyError(message, { request: call.summary, outcome: 'refused-for-now' });
    }
    return provenBefore || call.method === 'POST' ? conclude(first) : send(call);
  };
}
