/** A VTEP: the end of a VXLAN tunnel on one Kubernetes Node. */
export interface Vtep {
  /** Lower case with colons: the name of its FDB record. */
  readonly mac: string;
  /** Address of the underlay, where frames for this MAC are sent; that of a Node has no route domain. */
  readonly endpoint: string;
  /** False when the CNI did not publish the address, and the Node's own was taken. */
  readonly published: boolean;
}

/** What a Node says of its VTEP, or why there is none that can be used. */
export type VtepReading = { readonly vtep: Vtep } | { readonly problem: string };
