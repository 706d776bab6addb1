/** A Node as adapters see it. */
import type { CniNode } from '../../src/vxlan/cni.ts';

export function cniNode(
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  addresses: readonly string[] = ['192.168.1.11'],
): CniNode {
  return {
    name,
    annotation: (key) => annotations[key],
    nodeAddress: (family) => addresses.find((ip) => ip.includes(':') === (family === 6)),
  };
}
