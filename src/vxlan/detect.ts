/** Which CNI a cluster has, and by what it was told. */
import { type CniName, type CniNode, cniNames } from './cni.ts';
import { flannelAnnotations } from './flannel.ts';
import type { RouteSource } from './static-routes.ts';

/** A CNI with a tunnel for BIG-IP, or one that wants static routes instead. */
export type Detected =
  | { readonly kind: 'tunnel'; readonly cni: CniName; readonly reason: string }
  | { readonly kind: 'routes'; readonly source: RouteSource; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

interface Rule {
  readonly tells: (node: CniNode) => string | undefined;
  readonly found: (reason: string) => Detected;
}

function carries(...keys: readonly string[]): (node: CniNode) => string | undefined {
  return (node) => keys.find((key) => node.annotation(key) !== undefined);
}

/**
 * In this order: with Canal a Node has the annotations of flannel, which carries the packets, and of Calico, which does
 * not. A flannel backend without VXLAN wants routes.
 */
const rules: readonly Rule[] = [
  {
    tells: (node) => {
      const key = flannelAnnotations(node.flannelPrefix).type;
      return node.annotation(key) === 'vxlan' ? `${key}: vxlan` : undefined;
    },
    found: (reason) => ({ kind: 'tunnel', cni: 'flannel', reason }),
  },
  {
    tells: (node) => {
      const names = flannelAnnotations(node.flannelPrefix);
      // A Node made by hand says its MAC and no type.
      if (node.annotation(names.type) !== undefined) return undefined;
      return [names.data[4], names.data[6]].find((key) => node.annotation(key)?.includes('VtepMAC') === true);
    },
    found: (reason) => ({ kind: 'tunnel', cni: 'flannel', reason }),
  },
  {
    tells: (node) => {
      const key = flannelAnnotations(node.flannelPrefix).type;
      return node.annotation(key) === 'host-gw' ? `${key}: host-gw` : undefined;
    },
    found: (reason) => ({ kind: 'routes', source: 'pod-cidr', reason }),
  },
  {
    tells: carries('k8s.ovn.org/node-subnets'),
    found: (reason) => ({ kind: 'routes', source: 'ovn-kubernetes', reason }),
  },
  {
    tells: (node) =>
      (node.calico?.ipv4VXLANTunnelAddr ?? node.calico?.ipv6VXLANTunnelAddr) == null
        ? carries('projectcalico.org/IPv4VXLANTunnelAddr', 'projectcalico.org/IPv6VXLANTunnelAddr')(node)
        : 'a VXLAN tunnel address of Calico',
    found: (reason) => ({ kind: 'tunnel', cni: 'calico', reason }),
  },
  {
    tells: carries('network.cilium.io/ipv4-pod-cidr', 'io.cilium.network.ipv4-pod-cidr'),
    found: (reason) => ({ kind: 'tunnel', cni: 'cilium', reason }),
  },
  {
    tells: carries('projectcalico.org/IPv4Address'),
    found: (reason) => ({ kind: 'routes', source: 'calico', reason }),
  },
];

/** What CNIs have of their own in a cluster: only OpenShift SDN has HostSubnets, only Cilium CiliumNodes and VTEPs. */
export interface CniObjectCounts {
  readonly hostSubnets?: number;
  readonly ciliumNodes?: number;
  /** Whether Cilium's settings switch its VTEP integration on. */
  readonly ciliumVtep?: boolean;
}

/** Told by objects of a CNI's own, else by what Nodes carry; undefined as long as nothing tells, and nothing is guessed. */
export function detectCni(
  nodes: readonly CniNode[],
  { hostSubnets = 0, ciliumNodes = 0, ciliumVtep = false }: CniObjectCounts = {},
): Detected {
  if (hostSubnets > 0) return { kind: 'tunnel', cni: 'openshift-sdn', reason: 'the cluster has HostSubnets' };
  if (ciliumNodes > 0) return { kind: 'tunnel', cni: 'cilium', reason: 'the cluster has CiliumNodes' };
  if (ciliumVtep) return { kind: 'tunnel', cni: 'cilium', reason: 'cilium-config says enable-vtep: "true"' };
  for (const { tells, found } of rules) {
    for (const node of nodes) {
      const told = tells(node);
      if (told !== undefined) return found(`Node ${node.name} carries ${told}`);
    }
  }
  return { kind: 'unknown', reason: `no Node carries an annotation of ${cniNames.join(', ')} or OVN-Kubernetes` };
}

/** Why a cluster does not look like the CNI that it is said to have; undefined when nothing speaks against it. */
export function contradiction(detected: Detected, cni: CniName): string | undefined {
  if (detected.kind === 'unknown' || (detected.kind === 'tunnel' && detected.cni === cni)) return undefined;
  const looks = detected.kind === 'tunnel' ? detected.cni : `one that wants static routes (${detected.source})`;
  return `${detected.reason}, which looks like ${looks} and not like ${cni}`;
}
