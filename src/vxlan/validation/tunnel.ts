/** V2, V3, V10, V11: VNI, port, MTU and names of the tunnel. */

import { encodeSegment } from '../../values/uri.ts';
import { BigIpValueError } from '../../values/value-error.ts';
import { type Finding, finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { holds, rangeOf } from '../range.ts';

/** V2: the VNI that Nodes publish, else that of flannel's configuration, against the tunnel's key. */
export function validateVni({ tunnel, cluster, workers }: OverlayModel): readonly Finding[] {
  const published = new Map<number, string[]>();
  for (const { vni, name } of workers) {
    if (vni === undefined) continue;
    const names = published.get(vni);
    if (names === undefined) published.set(vni, [name]);
    else names.push(name);
  }
  const findings: Finding[] = [];
  if (published.size > 1) {
    const seen = [...published].map(([vni, names]) => `${vni} (${names.join(', ')})`).join(', ');
    findings.push(
      finding(
        'VniMixed',
        undefined,
        `Nodes publish different VNIs: ${seen}`,
        'one cluster has one VNI: see which Nodes were not restarted after it changed',
      ),
    );
  }
  const [first] = published.keys();
  const wanted = first ?? cluster?.flannel?.vni;
  if (tunnel === undefined || wanted === undefined || published.has(tunnel.key) || wanted === tunnel.key)
    return findings;
  return [
    ...findings,
    finding(
      'VniMismatch',
      tunnel.path,
      `the tunnel has VNI ${tunnel.key}, the Nodes use ${wanted}`,
      `set the key of ${tunnel.path} to ${wanted} (net tunnels tunnel, key)`,
    ),
  ];
}

/** What the Nodes send to. `sure` is false when it is only the default of the CNI. */
export function expectedPort({ cluster }: OverlayModel): { port: number; sure: boolean } | undefined {
  if (cluster === undefined) return undefined;
  if (cluster.flannel !== undefined) return { port: cluster.flannel.port, sure: true };
  const windows = cluster.nodes.some(({ system }) => system === 'windows');
  return { port: cluster.cni.port(windows ? 'windows' : 'linux'), sure: false };
}

/** V3: the port stands in no annotation; flannel's configuration tells it. */
export function validatePort(model: OverlayModel): readonly Finding[] {
  const { profile } = model;
  const expected = expectedPort(model);
  if (profile === undefined || expected === undefined || profile.port === expected.port) return [];
  const fix = `set the port of ${profile.path} to ${expected.port} (net tunnels vxlan, port)`;
  return expected.sure
    ? [
        finding(
          'PortMismatch',
          profile.path,
          `the profile has UDP port ${profile.port}, the Nodes send to ${expected.port}`,
          fix,
        ),
      ]
    : [
        finding(
          'PortUnusual',
          profile.path,
          `the profile has UDP port ${profile.port}; the default of ${model.cluster?.cni.name ?? 'the CNI'} is ${expected.port}`,
          `${fix}, unless the CNI is configured otherwise; with the ConfigMap kube-flannel-cfg in the input this can be told`,
        ),
      ];
}

/** V10: what VXLAN adds: 50 bytes over IPv4, 70 over IPv6. `podMtu` is what pods send, where it is known. */
export function validateMtu({ tunnel, selfIps, vlans }: OverlayModel, podMtu?: number): readonly Finding[] {
  if (tunnel?.localAddress === undefined || tunnel.mtu === 0) return [];
  const { ip, family, routeDomain } = tunnel.localAddress;
  const underlay = selfIps?.find(
    ({ address, prefix }) => address.routeDomain === routeDomain && holds(rangeOf(address.ip, prefix), ip),
  );
  const mtu = underlay === undefined ? undefined : vlans?.[underlay.vlan];
  const overhead = family === 6 ? 70 : 50;
  const findings: Finding[] = [];
  if (underlay !== undefined && mtu !== undefined && tunnel.mtu > mtu - overhead) {
    findings.push(
      finding(
        'MtuTooLarge',
        tunnel.path,
        `the tunnel has MTU ${tunnel.mtu}, but ${underlay.vlan} carries ${mtu}, and VXLAN takes ${overhead} of them`,
        `set the mtu of ${tunnel.path} to ${mtu - overhead}, or to 0 for the default`,
      ),
    );
  }
  if (podMtu !== undefined && tunnel.mtu < podMtu) {
    findings.push(
      finding(
        'MtuTooSmall',
        tunnel.path,
        `the tunnel has MTU ${tunnel.mtu}, the pods send ${podMtu}`,
        `set the mtu of ${tunnel.path} to ${podMtu}, if the underlay carries ${podMtu + overhead}`,
      ),
    );
  }
  return findings;
}

/** V11: names that BIG-IP cannot have, or that CIS would take for its own. */
export function validateNames(paths: readonly string[]): readonly Finding[] {
  return paths.flatMap((path) => {
    try {
      encodeSegment(path);
    } catch (error) {
      if (!(error instanceof BigIpValueError)) throw error;
      return [finding('NameInvalid', path, error.message, 'choose another name')];
    }
    if (!path.slice(path.lastIndexOf('/') + 1).startsWith('k8s')) return [];
    return [
      finding(
        'TunnelNameReserved',
        path,
        `${path} begins with k8s, which CIS takes for the mark of its own objects (k8s-bigip-ctlr 1508)`,
        'choose a name that does not begin with k8s',
      ),
    ];
  });
}
