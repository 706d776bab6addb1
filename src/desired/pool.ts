/** The pool of a request. */
import type { Entry } from '../state.ts';
import { markMetadata } from './mark.ts';
import type { PublishRequest } from './request.ts';

/** `monitors` are full paths; all of them have to be up. */
export function poolEntry(uri: string, request: PublishRequest, monitors: readonly string[], owner: string): Entry {
  return {
    uri,
    type: 'ltm/pool',
    properties: {
      loadBalancingMode: request.loadBalancingMode,
      monitor: monitors.length === 0 ? null : monitors.join(' and '),
      metadata: markMetadata(owner),
      ...request.poolFinish,
    },
  };
}
