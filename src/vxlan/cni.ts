/** Who published the VTEPs: one adapter for each CNI, and what a tunnel of theirs looks like on a BIG-IP. */
import type { CalicoNode } from '../kubernetes/cni-objects.ts';
import { calico } from './calico.ts';
import { cilium } from './cilium.ts';
import { flannel } from './flannel-adapter.ts';
import { openshiftSdn } from './openshift-sdn.ts';
import type { VtepReading } from './vtep.ts';

export type CniName = 'flannel' | 'calico' | 'cilium' | 'openshift-sdn';

/** What an adapter reads of a Node. */
export interface CniNode {
  readonly name: string;
  /** The value of an annotation, undefined when absent. */
  readonly annotation: (key: string) => string | undefined;
  /** Address of the Node itself, of the type that was chosen (InternalIP), in a family. */
  readonly nodeAddress: (family: 4 | 6) => string | undefined;
  /** Windows has other defaults of VNI and port. Default linux. */
  readonly system?: 'linux' | 'windows';
  /** Prefix of flannel's annotations, where it was configured. */
  readonly flannelPrefix?: string | undefined;
  /** OpenShift SDN: the address in the HostSubnet of the Node, which is an IPv4 one in its canonical spelling. */
  readonly hostIp?: string | undefined;
  /** What Calico's own Node says, where the input has it. */
  readonly calico?: CalicoNode['spec'] | undefined;
}

export interface CniAdapter {
  readonly name: CniName;
  /** True where the way back from the pods to the BIG-IP is not documented, or no device was seen with it. */
  readonly experimental: boolean;
  /** The VNI that the CNI uses unless it is told otherwise. */
  readonly vni: (system: 'linux' | 'windows') => number;
  /** UDP. */
  readonly port: (system: 'linux' | 'windows') => number;
  /** `none`: every pod needs a static ARP entry. `multipoint`: BIG-IP asks for MAC addresses through the tunnel. */
  readonly floodingType: 'none' | 'multipoint';
  /** Whether a pod's address always lies in the networks of its Node. Calico lends addresses of one Node to another. */
  readonly addressesByNode: boolean;
  /** The VTEP of a Node, or why it has none that can be used. Never a made-up MAC where the CNI has a real one. */
  readonly readVtep: (node: CniNode, family?: 4 | 6) => VtepReading;
  /** The VTEP address alone: also of a Node whose VTEP cannot be used. */
  readonly publicAddress: (node: CniNode, family?: 4 | 6) => string | undefined;
  /** The VNI that a Node publishes, where it does. */
  readonly publishedVni: (node: CniNode, family?: 4 | 6) => number | undefined;
}

export const cniNames = ['flannel', 'calico', 'cilium', 'openshift-sdn'] as const;

/** The adapter of a CNI. */
export function adapterOf(name: CniName): CniAdapter {
  switch (name) {
    case 'flannel':
      return flannel;
    case 'calico':
      return calico;
    case 'cilium':
      return cilium;
    case 'openshift-sdn':
      return openshiftSdn;
  }
}
