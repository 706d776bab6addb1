/** Health monitors in the words of CIS 2: of the annotation `cis.f5.com/health` and of custom resources. */
import { z } from 'zod';
import { defaultInterval, defaultTimeout, readMonitor } from './monitor-request.ts';
import { isRefusal, type Refusal, refuse } from './notes.ts';
import type { HealthMonitor } from './request.ts';

const seconds = () => z.int().min(1).max(86_400);
/** CIS calls a monitor that is there already by name and `reference: bigip`. */
export const cisMonitorSchema = () =>
  z.looseObject({
    type: z.string().optional(),
    interval: seconds().optional(),
    timeout: seconds().optional(),
    send: z.string().optional(),
    recv: z.string().optional(),
    targetPort: z.int().min(0).max(65_535).optional(),
    name: z.string().optional(),
    reference: z.string().optional(),
  });
export type CisMonitor = z.infer<ReturnType<typeof cisMonitorSchema>>;

export interface CisMonitors {
  readonly made: readonly HealthMonitor[];
  /** Full paths of monitors that are there. */
  readonly foreign: readonly string[];
  /** Sentences about monitors whose interval is not less than their timeout. */
  readonly lowered: readonly string[];
}

const protocols: ReadonlySet<string> = new Set(['http', 'tcp', 'udp']);
function isProtocol(type: string): type is HealthMonitor['protocol'] {
  return protocols.has(type);
}

const fullPath = /^(?:\/[^/\s]+){2,}$/;

/** A name alone means one that is there; beside times it is only what CIS calls the one that it makes. */
function isThere({ reference, name, type, interval, timeout }: CisMonitor): boolean {
  return reference === 'bigip' || (name !== undefined && [type, interval, timeout].every((said) => said === undefined));
}

/** `otherwise` is the type of a monitor that does not say its own. */
export function readCisMonitors(
  asked: readonly CisMonitor[],
  otherwise: HealthMonitor['protocol'],
  path: string,
): CisMonitors | Refusal {
  const made: HealthMonitor[] = [];
  const foreign: string[] = [];
  const lowered: string[] = [];
  for (const [index, monitor] of asked.entries()) {
    const at = `${path}.${index}`;
    if (isThere(monitor)) {
      if (!fullPath.test(monitor.name ?? ''))
        return refuse(
          'InvalidMonitor',
          `health monitor ${index} names ${JSON.stringify(monitor.name)}, not a full path such as /Common/tcp`,
          at,
        );
      foreign.push(monitor.name ?? '');
      continue;
    }
    const type = monitor.type ?? otherwise;
    if (!isProtocol(type))
      return refuse(
        'InvalidMonitor',
        `health monitor ${index} is of type ${JSON.stringify(type)}; http, tcp and udp are made, others have to be on the BIG-IP and named with "reference": "bigip"`,
        at,
      );
    const { send, recv, targetPort } = monitor;
    const { timeout = defaultTimeout, interval = defaultInterval } = monitor;
    // What BIG-IP 13 and later do with it themselves; AS3, and so CIS 2, hands it on (f5-cccl 207, k8s-bigip-ctlr 2278).
    const lower = interval >= timeout && timeout > 1 ? timeout - 1 : interval;
    if (lower < interval) {
      lowered.push(
        `health monitor ${index} (${type}) has interval ${interval} and timeout ${timeout}; the interval has to be less, so ${lower} is taken`,
      );
    }
    const read = readMonitor(
      { protocol: type, interval: lower, timeout, send: send || undefined, recv: recv || undefined },
      index,
      at,
    );
    if (isRefusal(read)) return read;
    made.push({ ...read, targetPort: targetPort === 0 ? undefined : targetPort });
  }
  return { made, foreign, lowered };
}
