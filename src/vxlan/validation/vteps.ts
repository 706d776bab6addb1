/** V1, V4: the VTEPs of the Nodes, and their pod networks. */
import type { ClusterNode } from '../cluster-facts.ts';
import { contradiction } from '../detect.ts';
import { type Finding, finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { overlappingPairs, type Range } from '../range.ts';
import type { FindingReason } from '../reasons.ts';

/** What the objects of the cluster tell against the CNI that was given. */
export function validateCni({ cluster }: OverlayModel): readonly Finding[] {
  const backend = cluster?.flannel?.backendType ?? 'vxlan';
  const other =
    backend === 'vxlan'
      ? []
      : [
          finding(
            'FlannelBackend',
            undefined,
            `the configuration of flannel says the backend ${JSON.stringify(backend)}, which sends without VXLAN`,
            'see that kube-flannel-cfg is that of this cluster; where host-gw is meant, routes do without a tunnel (bigip plan --static-routes pod-cidr)',
          ),
        ];
  const against = cluster === undefined ? undefined : contradiction(cluster.detected, cluster.cni.name);
  if (against === undefined) return other;
  return [...other, finding('OtherCni', undefined, against, 'name the CNI that there is (--cni, cni in overlay.yaml)')];
}

/** V1: a Node whose VTEP cannot be used gets no record, and the others go on. */
export function validateVteps({ workers }: OverlayModel): readonly Finding[] {
  return workers.flatMap(({ name, vtep }) =>
    'problem' in vtep
      ? [
          finding(
            'NodeWithoutVtep',
            `Node/${name}`,
            `Node ${name} has no usable VTEP: ${vtep.problem}`,
            'see why the CNI does not publish it; its pods are not reached through the tunnel until it does',
          ),
        ]
      : [],
  );
}

function duplicates(
  nodes: readonly ClusterNode[],
  reason: FindingReason,
  what: string,
  keyOf: (node: ClusterNode) => string | undefined,
): readonly Finding[] {
  const groups = new Map<string, string[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    if (key === undefined) continue;
    const names = groups.get(key);
    if (names === undefined) groups.set(key, [node.name]);
    else names.push(node.name);
  }
  return [...groups].flatMap(([key, names]) =>
    names.length < 2
      ? []
      : [
          finding(
            reason,
            key,
            `Nodes ${names.join(' and ')} have the same ${what} ${key}`,
            'each Node, those that stand for a BIG-IP included, needs one of its own; see which of them is the right one',
          ),
        ],
  );
}

function overlappingPodCidrs(nodes: readonly ClusterNode[]): readonly Finding[] {
  const owned = nodes.flatMap((node) => node.podRanges.map((range) => ({ node, range })));
  return overlappingPairs(owned, ({ range }): Range => range)
    .filter(([a, b]) => a.node.name !== b.node.name)
    .map(([a, b]) =>
      finding(
        'OverlappingPodCidr',
        `Node/${b.node.name}`,
        `the podCIDRs of Nodes ${a.node.name} (${a.node.podCidrs.join(', ')}) and ${b.node.name} (${b.node.podCidrs.join(', ')}) overlap`,
        'a podCIDR cannot change: make the Node anew with a free one, high in the pod network, where the cluster does not hand it out',
      ),
    );
}

/** V4: within one cluster. Tunnels of several clusters on one BIG-IP show the same MAC, and that is right. */
export function validateDuplicates({ cluster }: OverlayModel): readonly Finding[] {
  const nodes = cluster?.nodes ?? [];
  return [
    ...duplicates(nodes, 'DuplicateVtepMac', 'VTEP MAC address', ({ vtep }) =>
      'vtep' in vtep ? vtep.vtep.mac : undefined,
    ),
    ...duplicates(nodes, 'DuplicateVtepAddress', 'VTEP address', ({ vtep }) =>
      'vtep' in vtep ? vtep.vtep.endpoint : undefined,
    ),
    ...overlappingPodCidrs(nodes),
  ];
}
