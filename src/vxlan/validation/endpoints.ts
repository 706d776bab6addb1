/** V7: where packets for a Node go. */
import type { Address } from '../../values/address.ts';
import { type Finding, finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { holds, isUnicast, rangeOf } from '../range.ts';

function isReachable({ selfIps, routes }: OverlayModel, ip: string, domain: number): boolean | undefined {
  if (selfIps === undefined || routes === undefined) return undefined;
  const onLink = selfIps.some(
    ({ address, prefix }) => address.routeDomain === domain && holds(rangeOf(address.ip, prefix), ip),
  );
  return (
    onLink ||
    routes.some(
      ({ network, routeDomain }) =>
        routeDomain === domain && (network === undefined || holds(rangeOf(network.ip, network.prefix), ip)),
    )
  );
}

/** V7: the endpoint of one Node. An endpoint without route domain is in that of the tunnel's partition. */
export function validateEndpoint(model: OverlayModel, name: string, endpoint: Address): readonly Finding[] {
  const local = model.tunnel?.localAddress;
  const subject = `Node/${name}`;
  const said = `the VTEP address ${endpoint.ip} of Node ${name}`;
  if (!isUnicast(endpoint))
    return [
      finding(
        'EndpointInvalid',
        subject,
        `${said} is no address of a single host`,
        'see what the CNI publishes; flannel takes another one from public-ip-overwrite',
      ),
    ];
  if (local === undefined) return [];
  if (endpoint.family !== local.family)
    return [
      finding(
        'EndpointOtherFamily',
        subject,
        `${said} is IPv${endpoint.family}, the local address ${local.ip} of the tunnel is IPv${local.family}`,
        'one tunnel has one family: make another tunnel for the other one',
      ),
    ];
  const domain = local.routeDomain ?? 0;
  if ((endpoint.routeDomain ?? domain) !== domain)
    return [
      finding(
        'EndpointRouteDomain',
        subject,
        `${said} is in route domain ${endpoint.routeDomain ?? 0}, the local address of the tunnel in ${domain}`,
        `write the record with %${domain}, or see the default route domain of the tunnel's partition`,
      ),
    ];
  if (endpoint.ip === local.ip)
    return [
      finding(
        'EndpointInvalid',
        subject,
        `${said} is the local address of the tunnel itself`,
        'a Node that stands for the BIG-IP gets no record: say its name (--bigip-node)',
      ),
    ];
  if (isReachable(model, endpoint.ip, domain) === false)
    return [
      finding(
        'EndpointUnreachable',
        subject,
        `${said} is on no network of a self IP, and no route leads to it from route domain ${domain}`,
        'add a route to the Nodes, or a self IP in their network',
      ),
    ];
  return [];
}

/** V7 of all Nodes. */
export function validateEndpoints(model: OverlayModel): readonly Finding[] {
  return model.workers.flatMap(({ name, vtep }) => {
    if ('problem' in vtep) return [];
    const { endpoint } = vtep.vtep;
    return validateEndpoint(model, name, { ip: endpoint, family: endpoint.includes(':') ? 6 : 4 });
  });
}
