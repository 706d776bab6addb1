/** Which kinds are read, and how one object of the input is told apart from others and checked. */
import type { z } from 'zod';
import { blockAffinitySchema, calicoNodeSchema, ciliumNodeSchema, hostSubnetSchema } from './cni-objects.ts';
import {
  configMapSchema,
  endpointSliceSchema,
  endpointsSchema,
  nodeSchema,
  podSchema,
  secretSchema,
  serviceSchema,
  transportServerSchema,
} from './objects.ts';

export interface Kind {
  readonly kind: string;
  /** How diagnostics call it, where another kind of the same name is read too. Default: `kind`. */
  readonly label?: string;
  readonly apiVersions: readonly string[];
  readonly namespaced: boolean;
  /** Where objects of this kind are in a snapshot. */
  readonly list:
    | 'services'
    | 'endpointSlices'
    | 'endpoints'
    | 'pods'
    | 'nodes'
    | 'configMaps'
    | 'secrets'
    | 'transportServers'
    | 'hostSubnets'
    | 'ciliumNodes'
    | 'blockAffinities'
    | 'calicoNodes';
  readonly schema: () => z.ZodType;
}

const v1 = ['v1'];

export const kinds: readonly Kind[] = [
  { kind: 'Service', apiVersions: v1, namespaced: true, list: 'services', schema: serviceSchema },
  {
    kind: 'EndpointSlice',
    apiVersions: ['discovery.k8s.io/v1', 'discovery.k8s.io/v1beta1'],
    namespaced: true,
    list: 'endpointSlices',
    schema: endpointSliceSchema,
  },
  { kind: 'Endpoints', apiVersions: v1, namespaced: true, list: 'endpoints', schema: endpointsSchema },
  { kind: 'Pod', apiVersions: v1, namespaced: true, list: 'pods', schema: podSchema },
  { kind: 'Node', apiVersions: v1, namespaced: false, list: 'nodes', schema: nodeSchema },
  { kind: 'ConfigMap', apiVersions: v1, namespaced: true, list: 'configMaps', schema: configMapSchema },
  { kind: 'Secret', apiVersions: v1, namespaced: true, list: 'secrets', schema: secretSchema },
  {
    kind: 'TransportServer',
    apiVersions: ['cis.f5.com/v1'],
    namespaced: true,
    list: 'transportServers',
    schema: transportServerSchema,
  },
  {
    kind: 'HostSubnet',
    // OpenShift 3 had its kinds in v1, too.
    apiVersions: ['network.openshift.io/v1', 'v1'],
    namespaced: false,
    list: 'hostSubnets',
    schema: hostSubnetSchema,
  },
  {
    kind: 'CiliumNode',
    apiVersions: ['cilium.io/v2'],
    namespaced: false,
    list: 'ciliumNodes',
    schema: ciliumNodeSchema,
  },
  {
    kind: 'BlockAffinity',
    apiVersions: ['crd.projectcalico.org/v1', 'projectcalico.org/v3'],
    namespaced: false,
    list: 'blockAffinities',
    schema: blockAffinitySchema,
  },
  {
    kind: 'Node',
    label: 'CalicoNode',
    apiVersions: ['projectcalico.org/v3'],
    namespaced: false,
    list: 'calicoNodes',
    schema: calicoNodeSchema,
  },
];

const byVersionAndKind = new Map(
  kinds.flatMap((kind) => kind.apiVersions.map((version) => [`${version} ${kind.kind}`, kind])),
);

/** The kind of an object by its `apiVersion` and `kind`; undefined for what nobody asked for. */
export function kindOf(apiVersion: unknown, kind: unknown): Kind | undefined {
  return byVersionAndKind.get(`${String(apiVersion)} ${String(kind)}`);
}
