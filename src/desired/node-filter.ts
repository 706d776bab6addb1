/**
 * Which Nodes may be members in nodeport mode. As cloud providers do it, with the Ready condition of CIS 2.20
 * (facts: vxlan-and-members 9): cordoned and tainted Nodes stay, so that a drain does not cut connections.
 */

import { selects } from '../kubernetes/label-selector.ts';
import { labelOf, type Node } from '../kubernetes/objects.ts';
import type { Inventory } from './inventory.ts';
import { isBigIpNode } from './node-addresses.ts';
import type { Notes } from './notes.ts';
import type { Settings } from './options.ts';

const excludeLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';
/** Set on a Node that is about to be deleted, by cluster-autoscaler and karpenter. */
const deletionTaints = new Set(['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted', 'karpenter.sh/disruption']);
/** What Go's strconv.ParseBool takes for false. What it cannot parse excludes, as in cloud-provider. */
const goFalse = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Why a Node is no member; undefined when it may be one. */
export function exclusionOf(node: Node, settings: Settings): string | undefined {
  if (node.metadata.deletionTimestamp != null) return 'it is being deleted';
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready !== undefined && ready.status !== 'True') return `its condition Ready is ${ready.status}`;
  const excluded = labelOf(node, excludeLabel);
  if (excluded !== undefined && !goFalse.has(excluded)) return `it is labelled ${excludeLabel}`;
  const taint = node.spec?.taints?.find(({ key }) => deletionTaints.has(key ?? ''));
  if (taint !== undefined) return `it is about to be deleted (taint ${taint.key})`;
  if (!selects(settings.nodeSelector, node)) return 'the node selector does not select it';
  return undefined;
}

/** The Nodes that may be members, in the order of their names. Nodes that stand for a BIG-IP are never mentioned. */
export function memberNodes(inventory: Inventory, settings: Settings, notes: Notes): readonly Node[] {
  return inventory.nodes.filter((node) => {
    if (isBigIpNode(node, settings, inventory.cni)) return false;
    const why = exclusionOf(node, settings);
    if (why !== undefined)
      notes.add(`Node/${node.metadata.name}`, 'NodeExcluded', `Node ${node.metadata.name} is no member: ${why}`);
    return why === undefined;
  });
}
