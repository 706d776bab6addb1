/** Choosing the port of a Service: by number or name, and by protocol. */
import type { Service, ServicePort } from '../kubernetes/objects.ts';
import { type Refusal, refuse } from './notes.ts';
import { listed } from './words.ts';

function protocolOf(port: ServicePort): string {
  return port.protocol ?? 'TCP';
}

/** `15020`, `53/UDP`. */
function spell(port: ServicePort): string {
  return protocolOf(port) === 'TCP' ? `${port.port}` : `${port.port}/${protocolOf(port)}`;
}

/** A Service's number is easily taken for that of the pod or of the Nodes. */
function confusion(ports: readonly ServicePort[], asked: number | string): string {
  const target = ports.find(({ targetPort }) => targetPort === asked);
  if (target !== undefined)
    return `; ${asked} is the targetPort of its port ${spell(target)}, and the Service's own port is asked for`;
  const node = ports.find(({ nodePort }) => nodePort === asked);
  if (node !== undefined)
    return `; ${asked} is the nodePort of its port ${spell(node)}, and the Service's own port is asked for`;
  return '';
}

/**
 * The one port of that number (or name) and protocol. TCP and UDP may share a number; the ports of the refusal stand in
 * the order of the Service.
 */
export function choosePort(
  service: Service,
  name: string,
  asked: number | string,
  protocol: 'TCP' | 'UDP',
): ServicePort | Refusal {
  const ports = service.spec?.ports ?? [];
  const matches = (port: ServicePort): boolean =>
    typeof asked === 'number' ? port.port === asked : port.name === asked;
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
    `Service ${name} has ${wrong}; ${have}${other === undefined ? confusion(ports, asked) : ''}`,
  );
}
