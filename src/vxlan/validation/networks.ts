/** V5: who else has a part of the pod network. */
import { type Finding, finding } from '../finding.ts';
import { type OverlayModel, overlayDomain, overlayRanges } from '../overlay-model.ts';
import {
  addressNumber,
  covers,
  edgesOf,
  holds,
  overlaps,
  type Range,
  rangeOf,
  readNetwork,
  readRange,
} from '../range.ts';

function shown(range: Range): string {
  return edgesOf(range).join('-');
}

/** Nodes of the input whose podCIDRs lie outside the stated pod network, and those that do not; of its family alone. */
function judgedByNetwork({ network, workers }: OverlayModel): { readonly inside: number; readonly outside: number } {
  const stated = network === undefined ? undefined : readRange(network);
  const counts = { inside: 0, outside: 0 };
  if (stated === undefined) return counts;
  for (const { podRanges } of workers) {
    const judged = podRanges.filter(({ family }) => family === stated.family);
    if (judged.length > 0) counts[judged.some((range) => covers(stated, range)) ? 'inside' : 'outside'] += 1;
  }
  return counts;
}

/** False where the pod network that was stated is that of no Node: then it is another cluster's, and says nothing. */
export function networkFits(model: OverlayModel): boolean {
  const { inside, outside } = judgedByNetwork(model);
  return inside > 0 || outside === 0;
}

/** Whether the overlay self IP has to lie in the stated pod network: Cilium has a network of its own for it. */
export function networkIsOfCluster(model: OverlayModel): boolean {
  const cni = model.cluster?.cni.name;
  return (cni === 'flannel' || cni === 'openshift-sdn') && networkFits(model);
}

/** PodCIDRs as they are written, and against the pod network. */
export function validatePodCidrs(model: OverlayModel): readonly Finding[] {
  const fits = networkFits(model);
  const ranges = model.network === undefined || !fits ? [] : overlayRanges(model);
  const other = fits
    ? []
    : [
        finding(
          'PodCidrOutsideNetwork',
          undefined,
          `no podCIDR of a Node lies in the pod network ${model.network ?? ''}`,
          'see whether the pod network (--pod-network, podNetwork, the ConfigMap kube-flannel-cfg) is that of this cluster',
        ),
      ];
  return [...other, ...written(model, ranges)];
}

function written(model: OverlayModel, ranges: readonly Range[]): readonly Finding[] {
  return (model.cluster?.nodes ?? []).flatMap(({ name, podCidrs }) =>
    podCidrs.flatMap((text): Finding[] => {
      const network = readNetwork(text);
      const subject = `Node/${name}`;
      if (network === undefined)
        return [
          finding(
            'PodCidrInvalid',
            subject,
            `the podCIDR ${JSON.stringify(text)} of Node ${name} is not a network`,
            'make the Node anew with a podCIDR such as 10.244.7.0/24',
          ),
        ];
      const range = rangeOf(network.ip, network.prefix);
      const findings: Finding[] = [];
      if (addressNumber(network.ip) !== range.first)
        findings.push(
          finding(
            'PodCidrHostBits',
            subject,
            `the podCIDR ${text} of Node ${name} has host bits: it means ${shown(range)}`,
            'write the address of the network itself, without host bits (flannel 1122)',
          ),
        );
      const judged = ranges.filter(({ family }) => family === range.family);
      if (judged.length > 0 && !judged.some((outer) => covers(outer, range)))
        findings.push(
          finding(
            'PodCidrOutsideNetwork',
            subject,
            `the podCIDR ${text} of Node ${name} is outside the pod network ${model.network ?? ''}`,
            'make the Node anew with a podCIDR inside the pod network',
          ),
        );
      return findings;
    }),
  );
}

/** Self IPs, routes and virtual addresses of the BIG-IP that take a part of the pod network. */
export function validateOverlaps(model: OverlayModel): readonly Finding[] {
  const ranges = overlayRanges(model);
  const domain = overlayDomain(model);
  const hit = (range: Range): boolean => ranges.some((overlay) => overlaps(overlay, range));
  const selfs = (model.selfIps ?? []).flatMap(({ path, address, prefix, vlan }) => {
    if (vlan === model.tunnelPath || address.routeDomain !== domain || !hit(rangeOf(address.ip, prefix))) return [];
    return [
      finding(
        'OverlappingSelf',
        path,
        `self IP ${path} (${address.ip}/${prefix} on ${vlan}) has a part of the pod network, which BIG-IP then looks for on ${vlan}`,
        `give ${path} another address, or the overlay a route domain of its own`,
      ),
    ];
  });
  const routes = (model.routes ?? []).flatMap(({ path, network, through, routeDomain }) => {
    if (network === undefined || through === model.tunnelPath || routeDomain !== domain) return [];
    const range = rangeOf(network.ip, network.prefix);
    // A wider route stands back behind the more specific network of the self IP.
    if (!ranges.some((overlay) => overlaps(overlay, range) && range.prefix > overlay.prefix)) return [];
    return [
      finding(
        'OverlappingRoute',
        path,
        `route ${path} leads ${network.ip}/${network.prefix}, a part of the pod network, past the tunnel`,
        `delete ${path}; pods are reached through ${model.tunnelPath}`,
      ),
    ];
  });
  const virtuals = (model.virtualAddresses ?? []).flatMap(({ ip, routeDomain }) => {
    if (routeDomain !== domain || !ranges.some((range) => holds(range, ip))) return [];
    return [
      finding(
        'OverlappingVirtualAddress',
        ip,
        `the virtual address ${ip} lies in the pod network, where a pod may get it`,
        'publish on an address outside the pod network',
      ),
    ];
  });
  return [...selfs, ...routes, ...virtuals];
}

/** The pod network against the underlay of the tunnel, and the network of Services. */
export function validatePodNetwork(model: OverlayModel): readonly Finding[] {
  const ranges = overlayRanges(model);
  const local = model.tunnel?.localAddress;
  const findings: Finding[] = [];
  if (
    local !== undefined &&
    local.routeDomain === overlayDomain(model) &&
    ranges.some((range) => holds(range, local.ip))
  ) {
    findings.push(
      finding(
        'OverlappingUnderlay',
        model.tunnelPath,
        `the local address ${local.ip} of the tunnel lies in the pod network itself`,
        'the underlay and the pod network have to be apart: take a local address outside the pod network',
      ),
    );
  }
  const services = model.serviceNetwork === undefined ? undefined : readRange(model.serviceNetwork);
  if (services !== undefined && ranges.some((range) => overlaps(range, services))) {
    findings.push(
      finding(
        'OverlappingServices',
        undefined,
        `the pod network and the network of Services ${model.serviceNetwork ?? ''} overlap`,
        'the two have to be apart; see --service-cluster-ip-range and the pod network of the cluster',
      ),
    );
  }
  return findings;
}
