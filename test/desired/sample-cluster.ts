/** Objects of a small cluster, with only what a test wants to be different. */
import { desiredState, type MappingOptions } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { DesiredState } from '../../src/state.ts';

export type Manifest = Readonly<Record<string, unknown>>;

export interface ConfigMapParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Manifest;
  readonly annotations?: Manifest;
  readonly creationTimestamp?: string;
  readonly schema?: unknown;
  /** Text takes the place of everything below. */
  readonly text?: unknown;
  readonly backend?: Manifest;
  readonly frontend?: Manifest;
}

export function configMap(parts: ConfigMapParts = {}): Manifest {
  const data = {
    virtualServer: {
      backend: { serviceName: 'web', servicePort: 80, ...parts.backend },
      frontend: { partition: 'k8s', virtualAddress: { bindAddr: '10.1.10.5', port: 8000 }, ...parts.frontend },
    },
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: parts.name ?? 'vs',
      namespace: parts.namespace ?? 'default',
      labels: { f5type: 'virtual-server', ...parts.labels },
      annotations: parts.annotations,
      creationTimestamp: parts.creationTimestamp,
    },
    data: {
      schema: 'schema' in parts ? parts.schema : 'f5schemadb://bigip-virtual-server_v0.1.7.json',
      data: 'text' in parts ? parts.text : JSON.stringify(data),
    },
  };
}

export function service(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default', ...metadata },
    spec: { type: 'ClusterIP', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }], ...spec },
  };
}

export interface EndpointParts {
  readonly ip: string;
  readonly node?: string | undefined;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

export function slice(
  endpoints: readonly EndpointParts[] | null,
  more: Manifest = {},
  metadata: Manifest = {},
): Manifest {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' }, ...metadata },
    addressType: 'IPv4',
    endpoints:
      endpoints?.map(({ ip, node, ...conditions }) => ({ addresses: [ip], nodeName: node, conditions })) ?? null,
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    ...more,
  };
}

export interface NodeParts {
  readonly mac?: string;
  readonly publicIp?: string;
  readonly annotations?: Manifest;
  readonly labels?: Manifest;
  readonly spec?: Manifest;
  readonly addresses?: readonly (readonly [string, string])[];
  readonly ready?: string;
}

/** `node(1)` is `node1`, 192.168.1.11, pods in 10.244.1.0/24, VTEP 5e:00:00:00:00:01. */
export function node(number: number, parts: NodeParts = {}): Manifest {
  const address = `192.168.1.${10 + number}`;
  const mac = parts.mac ?? `5e:00:00:00:00:0${number}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node${number}`,
      labels: parts.labels,
      annotations: parts.annotations ?? {
        'flannel.alpha.coreos.com/backend-data': JSON.stringify({ VNI: 1, VtepMAC: mac }),
        'flannel.alpha.coreos.com/backend-type': 'vxlan',
        'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
        'flannel.alpha.coreos.com/public-ip': parts.publicIp ?? address,
      },
    },
    spec: { podCIDR: `10.244.${number}.0/24`, podCIDRs: [`10.244.${number}.0/24`], ...parts.spec },
    status: {
      addresses: (parts.addresses ?? [['InternalIP', address]]).map(([type, text]) => ({ type, address: text })),
      conditions: [{ type: 'Ready', status: parts.ready ?? 'True' }],
    },
  };
}

/** `dualNode(1)` has IPv6 pods in fd00:10:244:1::/64 too, and for them the VTEP 5e:00:00:00:06:01 at fd00:1::11. */
export function dualNode(
  number: number,
  parts: NodeParts & { readonly macV6?: string; readonly only6?: boolean } = {},
): Manifest {
  const plain = node(number, parts) as { metadata: { annotations: Manifest } };
  const prefix = 'flannel.alpha.coreos.com/';
  const v6 = {
    [`${prefix}backend-v6-data`]: JSON.stringify({ VNI: 1, VtepMAC: parts.macV6 ?? `5e:00:00:00:06:0${number}` }),
    [`${prefix}public-ipv6`]: `fd00:1::1${number}`,
  };
  const both = parts.only6 !== true;
  return {
    ...plain,
    metadata: { ...plain.metadata, annotations: both ? { ...plain.metadata.annotations, ...v6 } : v6 },
    spec: { podCIDRs: [...(both ? [`10.244.${number}.0/24`] : []), `fd00:10:244:${number}::/64`] },
  };
}

export function pod(name: string, spec: Manifest, status: Manifest): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec, status };
}

export const overlay = { tunnel: '/Common/flannel_vxlan' } as const;

export function map(objects: readonly Manifest[], options: Partial<MappingOptions> = {}): DesiredState {
  // Through JSON, as from kubectl: what is undefined is absent.
  const plain = JSON.parse(JSON.stringify(objects)) as unknown[];
  return desiredState(snapshotOf(plain), { mode: 'cluster', partition: 'k8s', ...options });
}

/** `10.244.1.5:8080`, and `10.244.1.5:8080 draining`. */
export function membersOf(state: DesiredState): string[] {
  return state.objects
    .filter(({ type }) => type === 'ltm/pool/members')
    .map(({ uri, properties }) => {
      const name = decodeURIComponent(uri.slice(uri.lastIndexOf('~') + 1));
      return properties['session'] === 'user-disabled' ? `${name} draining` : name;
    });
}

export function reasonsOf(state: DesiredState): string[] {
  return state.diagnostics.map(({ reason }) => reason);
}

export function uris(state: DesiredState, type: string): string[] {
  return state.objects.filter((entry) => entry.type === type).map(({ uri }) => uri);
}
