import { type Duplex, duplexPair } from 'node:stream';

/** A connection within the process: both ends. When one breaks, the other is told. */
export function innerConnection(): [near: Duplex, far: Duplex] {
  const [near, far] = duplexPair();
  tell(near, far);
  tell(far, near);
  return [near, far];
}

function tell(broken: Duplex, other: Duplex): void {
  broken.once('close', () => {
    if (broken.writableFinished || other.destroyed) return;
    other.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  });
}
