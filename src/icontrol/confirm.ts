import { AlreadyExistsError, type BigIpError, isBigIpError, NotFoundError, OutcomeUnknownError } from '../errors.ts';
import { type Call, isRead, nameOf, type Reply, type Resolve, type Send } from './exchange.ts';

function unknown(call: Call, cause: unknown, seen = ''): OutcomeUnknownError {
  const found = seen === '' ? '' : ` Reading back shows that ${seen}.`;
  const message = `the answer to ${nameOf(call.summary)} was lost, so it may have been applied; read back before sending again.${found}`;
  return new OutcomeUnknownError(message, { request: call.summary, cause });
}

/** A reply when the change is there; otherwise the failure, which is now known to have changed nothing. */
async function readBack(call: Call, failure: BigIpError, resolve: Resolve): Promise<Reply> {
  let answer: Awaited<ReturnType<Resolve>>;
  try {
    answer = await resolve({ signal: call.signal });
  } catch (error) {
    throw unknown(call, new AggregateError([failure, error], 'reading back failed too'));
  }
  if (answer !== 'absent') {
    if (!('differs' in answer)) return answer;
    // What the device refused for good it did not do: what is there is somebody else's.
    throw failure.outcome === 'refused' ? failure : unknown(call, failure, answer.differs);
  }
  if (failure.outcome === 'maybe-applied') failure.outcome = 'refused-for-now';
  throw failure;
}

/** The device contradicts us in a way that an earlier attempt of ours, which was applied after all, would explain. */
function mayBeOurOwnDoing({ method, doubt }: Call, error: BigIpError): boolean {
  if (method === 'POST' && error instanceof AlreadyExistsError) return doubt !== 'none';
  if (method === 'DELETE' && error instanceof NotFoundError) return doubt !== 'none';
  // Old versions answer 404 to the POST of a pool member that they created (facts: icontrol-rest 5.18).
  return method === 'POST' && error instanceof NotFoundError;
}

/**
 * A command of a transaction. One that was refused for a reason that passes may be in the queue all the same, and nothing
 * stops the device from queueing it twice: it is looked for first. After a lost answer it may still be on its way, so the
 * transaction has to be given up.
 */
function afterCommand(call: Call, error: BigIpError): Promise<Reply> {
  if (error.outcome === 'maybe-applied' && call.onMaybe !== 'retry') throw unknown(call, error);
  if (error.outcome !== 'refused-for-now' || call.resolve === undefined) throw error;
  return readBack(call, error, call.resolve);
}

/**
 * A write whose answer was lost is never sent again on suspicion. With `resolve` it is read back: found ends the call
 * well, absent allows another attempt. Without it the call fails with {@link OutcomeUnknownError}, unless the caller
 * said with `onMaybe: 'retry'` that sending twice does no harm.
 */
export function confirming(send: Send): Send {
  const write: Send = async (call) => {
    try {
      return await send(call);
    } catch (error) {
      if (!isBigIpError(error) || call.signal.aborted) throw error;
      if (call.transaction !== undefined) return afterCommand(call, error);
      if (error.outcome === 'maybe-applied') {
        if (call.resolve !== undefined) return readBack(call, error, call.resolve);
        throw call.onMaybe === 'retry' ? error : unknown(call, error);
      }
      if (!mayBeOurOwnDoing(call, error)) throw error;
      if (call.resolve !== undefined) return readBack(call, error, call.resolve);
      if (call.method === 'DELETE' && call.doubt === 'maybe') return { status: 200, body: undefined, headers: {} };
      throw error;
    }
  };
  return (call) => (isRead(call) ? send(call) : write(call));
}
