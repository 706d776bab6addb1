/** V2, V3, V10, V11: VNI, port, MTU and names of the tunnel. */

import { bareName } from '../../values/full-path.ts';
import { encodeSegment } from '../../values/uri.ts';
import { BigIpValueError } from '../../values/value-error.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import type { SelfIp } from '../device-facts.ts';
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
  const sure = first ?? cluster?.flannel?.vni;
  const wanted = sure ?? (cluster === undefined ? undefined : cluster.cni.vni(systemOf(cluster)));
  if (tunnel === undefined || wanted === undefined || published.has(tunnel.key) || wanted === tunnel.key)
    return findings;
  const fix = `set the key of ${tunnel.path} to ${wanted} (net tunnels tunnel, key)`;
  return [
    ...findings,
    sure === undefined
      ? finding(
          'VniUnusual',
          tunnel.path,
          `the tunnel has VNI ${tunnel.key}; the default of ${cluster?.cni.name ?? 'the CNI'} is ${wanted}`,
          `${fix}, unless the CNI is configured otherwise`,
        )
      : finding('VniMismatch', tunnel.path, `the tunnel has VNI ${tunnel.key}, the Nodes use ${wanted}`, fix),
  ];
}

function systemOf({ nodes }: ClusterFacts): 'linux' | 'windows' {
  return nodes.some(({ system }) => system === 'windows') ? 'windows' : 'linux';
}

/** What the Nodes send to. `sure` is false when it is only the default of the CNI. */
function expectedPort({ cluster }: OverlayModel): { port: number; sure: boolean } | undefined {
  if (cluster === undefined) return undefined;
  const { flannel } = cluster;
  if (flannel !== undefined && (flannel.backendType ?? 'vxlan') === 'vxlan') return { port: flannel.port, sure: true };
  return { port: cluster.cni.port(systemOf(cluster)), sure: false };
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
          `${fix}, unless the CNI is configured otherwise${model.cluster?.cni.name === 'flannel' ? '; with the ConfigMap kube-flannel-cfg in the input this can be told' : ''}`,
        ),
      ];
}

/** Besides V3: a tunnel that floods where the CNI needs none, or the other way round. */
export function validateFlooding({ profile, cluster }: OverlayModel): readonly Finding[] {
  if (profile === undefined || cluster === undefined || profile.floodingType === cluster.cni.floodingType) return [];
  const { name, floodingType } = cluster.cni;
  return [
    finding(
      'FloodingTypeUnfit',
      profile.path,
      `flooding type ${profile.floodingType}; ${name} works with ${floodingType}`,
      `set floodingType of ${profile.path} to ${floodingType}`,
    ),
  ];
}

function underlayOf({ tunnel, selfIps }: OverlayModel): SelfIp | undefined {
  const local = tunnel?.localAddress;
  if (local === undefined) return undefined;
  return selfIps?.find(
    ({ address, prefix }) => address.routeDomain === local.routeDomain && holds(rangeOf(address.ip, prefix), local.ip),
  );
}

/** The largest packet that VXLAN carries over the VLAN of the local address. Undefined where that is not known. */
export function roomOfUnderlay(model: OverlayModel): number | undefined {
  const underlay = underlayOf(model);
  const mtu = underlay === undefined ? undefined : model.vlans?.[underlay.vlan];
  return mtu === undefined ? undefined : mtu - (model.tunnel?.localAddress?.family === 6 ? 70 : 50);
}

/** V10: what VXLAN adds: 50 bytes over IPv4, 70 over IPv6. What pods send is known where flannel states its MTU. */
export function validateMtu(model: OverlayModel): readonly Finding[] {
  const { tunnel, vlans, cluster } = model;
  if (tunnel?.localAddress === undefined) return [];
  const { family } = tunnel.localAddress;
  const underlay = underlayOf(model);
  const mtu = underlay === undefined ? undefined : vlans?.[underlay.vlan];
  const overhead = family === 6 ? 70 : 50;
  const stated = cluster?.flannel?.mtu;
  const podMtu = stated === undefined ? undefined : stated - overhead;
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
  // 0 stands for what the underlay leaves.
  const own = tunnel.mtu === 0 && mtu !== undefined ? mtu - overhead : tunnel.mtu;
  if (podMtu !== undefined && own > 0 && own < podMtu) {
    findings.push(
      finding(
        'MtuTooSmall',
        tunnel.path,
        `the tunnel has MTU ${own}, the pods send ${podMtu}`,
        `set the mtu of ${tunnel.path} to ${podMtu}, and see that the underlay carries ${podMtu + overhead}`,
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
    if (!bareName(path).startsWith('k8s')) return [];
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
