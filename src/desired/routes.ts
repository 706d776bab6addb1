/** Static routes to the pods of every Node, instead of a tunnel. */
import type { Entry } from '../state.ts';
import { markDescription } from '../values/mark.ts';
import { formatUri } from '../values/uri.ts';
import { podCidrsOf } from '../vxlan/cni-nodes.ts';
import { type RouteNode, staticRoutes } from '../vxlan/static-routes.ts';
import type { Inventory } from './inventory.ts';
import { cniNode, isBigIpNode } from './node-addresses.ts';
import type { Notes } from './notes.ts';
import type { RouteSettings, Settings } from './options.ts';

export interface Routes {
  readonly objects: readonly Entry[];
  /** Beginnings of the URIs of routes that stay as they are. */
  readonly heldPrefixes: readonly string[];
}

function routeNode(node: Inventory['nodes'][number], { cni }: Inventory, settings: Settings): RouteNode {
  return {
    ...cniNode(node, settings, cni),
    podCidrs: podCidrsOf(node, cni, 'flannel'),
    ciliumCidrs: cni.ciliumNodes.get(node.metadata.name)?.spec?.ipam?.podCIDRs ?? undefined,
  };
}

/** Kinds of which an object that cannot be read leaves open what any route should be. */
const decisive = {
  'pod-cidr': [],
  'ovn-kubernetes': [],
  cilium: ['CiliumNode'],
  calico: ['Node', 'BlockAffinity', 'CalicoNode'],
};

export function readRoutes(inventory: Inventory, settings: Settings, routes: RouteSettings, notes: Notes): Routes {
  const { source, partition, nodeCidr } = routes;
  const nodes = inventory.nodes.filter((node) => !isBigIpNode(node, settings, inventory.cni));
  const { objects, heldPrefixes, diagnostics } = staticRoutes(
    nodes.map((node) => routeNode(node, inventory, settings)),
    {
      source,
      partition,
      description: markDescription(settings.owner),
      blockAffinities: inventory.cni.blockAffinities.map(({ metadata, spec }) => ({
        name: metadata.name,
        node: spec.node,
        cidr: spec.cidr,
      })),
      ...(nodeCidr === undefined ? {} : { nodeCidr }),
    },
  );
  for (const { object, reason, message } of diagnostics)
    notes.add(object, reason === 'DuplicatePodNetwork' ? 'DuplicatePodNetwork' : 'NodeWithoutRoute', message);
  const all = formatUri(['net', 'route', `/${partition}`]);
  if (objects.length === 0) {
    const without = source === 'calico' ? 'no BlockAffinity of a Node' : 'no Node with a pod network';
    notes.add(
      `Partition/${partition}`,
      'RoutesUnknown',
      `${without} is in the input, so every static route to Nodes stays as it is`,
    );
    return { objects, heldPrefixes: [all] };
  }
  if (decisive[source].some((kind) => inventory.unreadableKinds.has(kind))) return { objects, heldPrefixes: [all] };
  const unreadable = inventory.unreadableNodes
    .filter(({ name }) => !settings.bigipNodes.has(name))
    .map(({ name }) => `${all}~k8s-${name}-`);
  return { objects, heldPrefixes: [...heldPrefixes, ...unreadable] };
}
