import { type Duplex, duplexPair } from 'node:stream';

// Held here, so that a test that puts timers of its own in place of node's does not stop connections from breaking.
const nextTurn = setImmediate;

/** A connection within the process: both ends. When one breaks, the other is told. */
export function innerConnection(): [near: Duplex, far: Duplex] {
  const [near, far] = duplexPair();
  tell(near, far);
  tell(far, near);
  return [near, far];
}

/** When those are told whose other end has broken by now. */
export function allAreTold(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}

function tell(broken: Duplex, other: Duplex): void {
  broken.once('close', () => {
    if (broken.writableFinished) return;
    // As over a network, not in the same turn as the last bytes: a fetch that has not yet handed out its response would
    // never hear of it.
    nextTurn(() => {
      if (!other.destroyed) other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    });
  });
}
