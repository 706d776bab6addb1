/**
 * The fields that are read of Kubernetes objects, and no others: unknown fields never fail. `null` is what the API's
 * JSON and hand-written YAML have for an absent field. Schemas are built on first use.
 */
import { z } from 'zod';

export function once<T>(build: () => T): () => T {
  let built: T | undefined;
  return () => {
    built ??= build();
    return built;
  };
}

/**
 * Names of the kinds read here are DNS subdomains (Kubernetes: "Object Names and IDs"). Upper case, which only made-up
 * objects have, does no harm; anything that means something in a URI of BIG-IP would.
 */
const namePattern = /^[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?$/;
const longestName = 253;
export const nameSchema = once(() =>
  z.string().max(longestName).regex(namePattern, 'is not a name that Kubernetes takes'),
);
/** The same without a schema. */
export function isName(text: string): boolean {
  return text.length <= longestName && namePattern.test(text);
}
/** Clients with typed objects write an empty one where there is none. */
const namespaceSchema = once(() =>
  z
    .string()
    .max(longestName)
    .regex(new RegExp(`${namePattern.source}|^$`), 'is not a name that Kubernetes takes'),
);
const portNumber = () => z.int().min(0).max(65_535);
const protocol = () => z.enum(['TCP', 'UDP', 'SCTP']);

/** Label and annotation values are text; numbers and booleans of a manifest without quotes are taken as text. */
const texts = () => z.record(z.string(), z.unknown()).nullish();

export const metadata = once(() =>
  z.object({
    name: nameSchema(),
    namespace: namespaceSchema().nullish(),
    labels: texts(),
    annotations: texts(),
    /** Clients that parse times hand over a Date. */
    creationTimestamp: z.union([z.string(), z.date()]).nullish(),
  }),
);

export const serviceSchema = once(() =>
  z.object({
    metadata: metadata(),
    spec: z
      .object({
        type: z.string().nullish(),
        clusterIP: z.string().nullish(),
        ipFamilies: z.array(z.enum(['IPv4', 'IPv6'])).nullish(),
        externalTrafficPolicy: z.string().nullish(),
        loadBalancerClass: z.string().nullish(),
        loadBalancerSourceRanges: z.array(z.string()).nullish(),
        sessionAffinity: z.string().nullish(),
        sessionAffinityConfig: z
          .object({ clientIP: z.object({ timeoutSeconds: z.int().min(1).max(86_400).nullish() }).nullish() })
          .nullish(),
        ports: z
          .array(
            z.object({
              name: z.string().nullish(),
              port: portNumber(),
              protocol: protocol().nullish(),
              targetPort: z.union([z.string(), z.number()]).nullish(),
              nodePort: portNumber().nullish(),
            }),
          )
          .nullish(),
      })
      .nullish(),
  }),
);

/** What stands behind an address, mostly a Pod. */
const targetRef = () =>
  z.object({ kind: z.string().nullish(), namespace: z.string().nullish(), name: z.string().nullish() });

export const endpointSliceSchema = once(() =>
  z.object({
    metadata: metadata(),
    addressType: z.string(),
    endpoints: z
      .array(
        z.object({
          addresses: z.array(z.string()).nullish(),
          conditions: z
            .object({
              ready: z.boolean().nullish(),
              serving: z.boolean().nullish(),
              terminating: z.boolean().nullish(),
            })
            .nullish(),
          nodeName: z.string().nullish(),
          targetRef: targetRef().nullish(),
          /** discovery.k8s.io/v1beta1, up to Kubernetes 1.24: the node stands here. */
          topology: z.object({ 'kubernetes.io/hostname': z.string().nullish() }).nullish(),
        }),
      )
      .nullish(),
    ports: z
      .array(z.object({ name: z.string().nullish(), port: portNumber().nullish(), protocol: protocol().nullish() }))
      .nullish(),
  }),
);

export const endpointsSchema = once(() => {
  const address = z.object({ ip: z.string(), nodeName: z.string().nullish(), targetRef: targetRef().nullish() });
  return z.object({
    metadata: metadata(),
    subsets: z
      .array(
        z.object({
          addresses: z.array(address).nullish(),
          notReadyAddresses: z.array(address).nullish(),
          ports: z
            .array(z.object({ name: z.string().nullish(), port: portNumber(), protocol: protocol().nullish() }))
            .nullish(),
        }),
      )
      .nullish(),
  });
});

export const podSchema = once(() =>
  z.object({
    metadata: metadata(),
    spec: z.object({ nodeName: z.string().nullish(), hostNetwork: z.boolean().nullish() }).nullish(),
    status: z
      .object({
        phase: z.string().nullish(),
        podIP: z.string().nullish(),
        podIPs: z.array(z.object({ ip: z.string().nullish() })).nullish(),
      })
      .nullish(),
  }),
);

export const nodeSchema = once(() =>
  z.object({
    metadata: metadata().extend({ deletionTimestamp: z.union([z.string(), z.date()]).nullish() }),
    spec: z
      .object({
        podCIDR: z.string().nullish(),
        podCIDRs: z.array(z.string()).nullish(),
        taints: z.array(z.object({ key: z.string().nullish(), effect: z.string().nullish() })).nullish(),
      })
      .nullish(),
    status: z
      .object({
        addresses: z.array(z.object({ type: z.string(), address: z.string() })).nullish(),
        conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string().nullish() })).nullish(),
      })
      .nullish(),
  }),
);

/** What `data` has to be is for the one who reads it to say: a ConfigMap is never lost for what stands in it. */
export const configMapSchema = once(() => z.object({ metadata: metadata(), data: z.unknown().optional() }));

/** Only that a Secret exists is read: its annotations may repeat what is in it. */
export const secretSchema = once(() =>
  z.object({ metadata: z.object({ name: nameSchema(), namespace: namespaceSchema().nullish() }) }),
);

/** As with a ConfigMap, what `spec` has to be is for the one who reads it to say. */
export const transportServerSchema = once(() => z.object({ metadata: metadata(), spec: z.unknown().optional() }));

export type Metadata = z.infer<ReturnType<typeof metadata>>;
export type Service = z.infer<ReturnType<typeof serviceSchema>>;
export type ServicePort = NonNullable<NonNullable<NonNullable<Service['spec']>['ports']>[number]>;
export type EndpointSlice = z.infer<ReturnType<typeof endpointSliceSchema>>;
export type Endpoints = z.infer<ReturnType<typeof endpointsSchema>>;
export type Pod = z.infer<ReturnType<typeof podSchema>>;
export type Node = z.infer<ReturnType<typeof nodeSchema>>;
export type ConfigMap = z.infer<ReturnType<typeof configMapSchema>>;
export type Secret = z.infer<ReturnType<typeof secretSchema>>;
export type TransportServer = z.infer<ReturnType<typeof transportServerSchema>>;

interface Named {
  readonly metadata: Pick<Metadata, 'name' | 'namespace'>;
}

/** An object without namespace is in `default`, as `kubectl apply` would put it. */
export function namespaceOf(object: Named): string {
  return object.metadata.namespace || 'default';
}

/** `namespace/name`, the key of a namespaced object. */
export function keyOf(object: Named): string {
  return `${namespaceOf(object)}/${object.metadata.name}`;
}

/** When an object was made, in milliseconds; undefined when it does not say. */
export function createdAt(object: { readonly metadata: Pick<Metadata, 'creationTimestamp'> }): number | undefined {
  const time = new Date(object.metadata.creationTimestamp ?? '').getTime();
  return Number.isNaN(time) ? undefined : time;
}

function textOf(texts: Metadata['labels'], key: string): string | undefined {
  const value = texts != null && Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The value of a label; undefined when there is no such label. */
export function labelOf(object: { readonly metadata: Metadata }, key: string): string | undefined {
  return textOf(object.metadata.labels, key);
}

/** The value of an annotation; undefined when there is no such annotation. */
export function annotationOf(object: { readonly metadata: Metadata }, key: string): string | undefined {
  return textOf(object.metadata.annotations, key);
}
