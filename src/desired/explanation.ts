/** What `bigip explain` says: for every virtual server or pool the way from who asks to the record in the tunnel. */

/** One that could be a member, and what became of it. */
export interface Candidate {
  /** `endpoint`: an address of the Service; `node`: a Node of the cluster. */
  readonly kind: 'endpoint' | 'node';
  /** The address of an endpoint, the name of a Node. */
  readonly name: string;
  /** Where the endpoint stands: `EndpointSlice web-1`. */
  readonly source?: string;
  /** `namespace/name` of the Pods with the address. */
  readonly pods?: readonly string[];
  /** The Node that it is on. */
  readonly node?: string;
  readonly outcome: 'member' | 'draining' | 'held' | 'out';
  /** Why it is no member, or held: a sentence, or the end of one about it. */
  readonly why?: string;
  readonly member?: { readonly uri: string; readonly name: string; readonly ratio?: number };
  /** The static ARP entry, or why there is none. */
  readonly arp?: { readonly uri: string; readonly macAddress: string } | { readonly none: string };
  /** The FDB record of its Node's VTEP. */
  readonly fdb?: { readonly uri: string; readonly endpoint: string };
}

/** One Service behind a pool. */
export interface ServiceLink {
  /** `namespace/name`. */
  readonly service: string;
  /** The port that is asked for. */
  readonly asked: number | string;
  readonly weight?: number;
  /** The Service's port that was found. */
  readonly port?: {
    readonly port: number;
    readonly name: string;
    readonly protocol: string;
    readonly targetPort?: number | string;
    readonly nodePort?: number;
  };
  /** Why the Service has no members. */
  readonly problem?: { readonly reason: string; readonly message: string };
  readonly candidates: readonly Candidate[];
}

/** One virtual server, or pool alone, that somebody asks for. */
export interface Chain {
  /** Who asks: `ConfigMap/istio-system/web`. */
  readonly object: string;
  readonly outcome: 'published' | 'held';
  readonly reason?: string;
  readonly message?: string;
  readonly virtual?: { readonly uri: string; readonly destination: string };
  /** Why there is a pool and no virtual server. */
  readonly withoutVirtual?: string;
  readonly pool?: string;
  readonly services: readonly ServiceLink[];
}

export interface Explanation {
  readonly version: 1;
  /** What was asked about. */
  readonly what: string;
  readonly chains: readonly Chain[];
  /** Said when the input knows it, and nothing is published of it. */
  readonly note?: string;
}
