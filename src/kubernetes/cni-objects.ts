/** Objects by which CNIs say what no Node says: the fields that are read of them. */
import { z } from 'zod';
import { metadata, once } from './objects.ts';

/** OpenShift SDN: which pods are behind which host (`network.openshift.io`). Its fields stand at the top. */
export const hostSubnetSchema = once(() =>
  z.object({
    metadata: metadata(),
    host: z.string().min(1),
    hostIP: z.string(),
    /** Absent until the SDN has assigned it. */
    subnet: z.string().nullish(),
  }),
);

/** Cilium with an IPAM of its own (cluster-pool): the networks of a Node's pods, which are then not its podCIDRs. */
export const ciliumNodeSchema = once(() =>
  z.object({
    metadata: metadata(),
    spec: z.object({ ipam: z.object({ podCIDRs: z.array(z.string()).nullish() }).nullish() }).nullish(),
  }),
);

/** Calico: a block of addresses that a Node has, one of several. */
export const blockAffinitySchema = once(() =>
  z.object({
    metadata: metadata(),
    spec: z.object({
      cidr: z.string(),
      node: z.string(),
      /** `confirmed`, `pending` or `pendingDeletion`. */
      state: z.string().nullish(),
      /** A word, or in `projectcalico.org/v3` a truth value. */
      deleted: z.union([z.string(), z.boolean()]).nullish(),
    }),
  }),
);

/** A Node as `calicoctl get nodes` has it: with etcd as its datastore Calico writes no annotations. */
export const calicoNodeSchema = once(() =>
  z.object({
    metadata: metadata(),
    spec: z
      .object({
        ipv4VXLANTunnelAddr: z.string().nullish(),
        ipv6VXLANTunnelAddr: z.string().nullish(),
        vxlanTunnelMACAddr: z.string().nullish(),
        vxlanTunnelMACAddrV6: z.string().nullish(),
        bgp: z.object({ ipv4Address: z.string().nullish(), ipv6Address: z.string().nullish() }).nullish(),
      })
      .nullish(),
  }),
);

export type HostSubnet = z.infer<ReturnType<typeof hostSubnetSchema>>;
export type CiliumNode = z.infer<ReturnType<typeof ciliumNodeSchema>>;
export type BlockAffinity = z.infer<ReturnType<typeof blockAffinitySchema>>;
export type CalicoNode = z.infer<ReturnType<typeof calicoNodeSchema>>;
