/** The pool of a request. */
import type { Entry } from '../state.ts';
import { formatMonitorRule } from '../values/monitor-rule.ts';
import { markMetadata } from './mark.ts';
import type { PublishRequest } from './request.ts';

function minimumOf({ minimumMonitors: minimum }: PublishRequest): { minimum?: number } {
  return minimum === undefined ? {} : { minimum };
}

/** `monitors` are full paths; all of them have to be up unless the request says how many. */
export function poolEntry(uri: string, request: PublishRequest, monitors: readonly string[], owner: string): Entry {
  return {
    uri,
    type: 'ltm/pool',
    properties: {
      loadBalancingMode: request.loadBalancingMode,
      monitor: monitors.length === 0 ? null : formatMonitorRule({ monitors, ...minimumOf(request) }),
      metadata: markMetadata(owner),
      ...request.poolFinish,
    },
  };
}
