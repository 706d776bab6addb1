/** Choosing the port of a Service: by number or name, and by protocol. */
import type { Service, ServicePort } from '../kubernetes/objects.ts';
import { listed } from '../values/words.ts';
import { type Refusal, refuse } from './notes.ts';

function protocolOf(port: ServicePort): string {
  return port.protocol ?? 'TCP';
}

/** `15020`, `53/UDP`. */
function spell(port: ServicePort): string {
  return protocolOf(port) === 'TCP' ? `${port.port}` : `${port.port}/${protocolOf(port)}`;
}

/** The first port of that protocol whose targetPort is asked for; one without a targetPort leads to its own number. */
export function portOfTarget(
  service: Service,
  asked: number | string,
  protocol: 'TCP' | 'UDP',
): ServicePort | undefined {
  return service.spec?.ports?.find(
    (port) => protocolOf(port) === protocol && String(port.targetPort ?? port.port) === String(asked),
  );
}

/** A port as an EndpointSlice has it: what the Service's port of that name leads to. */
export type PodPort = Pick<ServicePort, 'name'> & { readonly port?: number | null | undefined };

/** A Service's number is easily taken for that of the pod or of the Nodes. */
function confusion(ports: readonly ServicePort[], asked: number | string, podPorts: Iterable<PodPort>): string {
  const target = ports.find(({ targetPort }) => String(targetPort) === String(asked));
  if (target !== undefined)
    return `; ${asked} is the targetPort of its port ${spell(target)}, and the Service's own port is asked for`;
  const node = ports.find(({ nodePort }) => nodePort === Number(asked));
  if (node !== undefined)
    return `; ${asked} is the nodePort of its port ${spell(node)}, and the Service's own port is asked for`;
  for (const { name, port: number } of podPorts) {
    const led = number === Number(asked) ? ports.find((port) => (port.name ?? '') === (name ?? '')) : undefined;
    if (led !== undefined)
      return `; ${asked} is the port of the pods behind its port ${spell(led)}, and the Service's own port is asked for`;
  }
  return '';
}

/** By name, else by number: a number that is written as text is the name of a port only when a port is called so. */
function matcher(ports: readonly ServicePort[], asked: number | string): (port: ServicePort) => boolean {
  const named = typeof asked === 'string' && (!/^\d+$/.test(asked) || ports.some(({ name }) => name === asked));
  return named ? ({ name }) => name === asked : ({ port }) => port === Number(asked);
}

/**
 * The one port of that number (or name) and protocol. TCP and UDP may share a number; the ports of the refusal stand in
 * the order of the Service. `podPorts` are those of its slices, for a better word when there is no such port.
 */
export function choosePort(
  service: Service,
  name: string,
  asked: number | string,
  protocol: 'TCP' | 'UDP',
  podPorts: Iterable<PodPort> = [],
): ServicePort | Refusal {
  const ports = service.spec?.ports ?? [];
  const matches = matcher(ports, asked);
  const chosen = ports.find((port) => matches(port) && protocolOf(port) === protocol);
  if (chosen !== undefined) return chosen;
  const other = ports.find(matches);
  const have =
    ports.length === 0
      ? 'it has no ports'
      : `its port${ports.length === 1 ? ' is' : 's are'} ${listed(ports.map(spell))}`;
  const wrong =
    other === undefined ? `no port ${asked}` : `port ${asked} for ${protocolOf(other)} and not for ${protocol}`;
  return refuse(
    'ServicePortNotFound',
    `Service ${name} has ${wrong}; ${have}${other === undefined ? confusion(ports, asked, podPorts) : ''}`,
  );
}
