/** The pool of a request. */
import type { Entry } from '../state.ts';
import { markMetadata } from './mark.ts';

/** `monitors` are full paths; all of them have to be up. */
export function poolEntry(uri: string, loadBalancingMode: string, monitors: readonly string[], owner: string): Entry {
  return {
    uri,
    type: 'ltm/pool',
    properties: {
      loadBalancingMode,
      monitor: monitors.length === 0 ? null : monitors.join(' and '),
      metadata: markMetadata(owner),
    },
  };
}
