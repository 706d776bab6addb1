/**
 * What can still be said of an object that could not be read: enough to hold what depends on it, so that a broken object
 * never looks like a deleted one.
 */
import { isIP } from 'node:net';
import type { Kind } from './kinds.ts';

export interface Unreadable {
  readonly kind: string;
  /** `Kind/namespace/name`, as in diagnostics. */
  readonly object: string;
  readonly namespace: string;
  readonly name: string;
  /** EndpointSlice: the Service that it belongs to, when its label says so; empty when its labels cannot be read. */
  readonly service?: string;
  /** Node: every IP address that stands in its status or its annotations, whichever CNI wrote them. */
  readonly addresses: readonly string[];
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function nodeAddresses(value: unknown): string[] {
  const listed = fieldOf(fieldOf(value, 'status'), 'addresses');
  const annotations = fieldOf(fieldOf(value, 'metadata'), 'annotations');
  const candidates = [
    ...(Array.isArray(listed) ? listed.map((item) => fieldOf(item, 'address')) : []),
    ...(typeof annotations === 'object' && annotations !== null ? Object.values(annotations) : []),
  ];
  // Calico writes the length of its network behind its address.
  const bare = candidates.flatMap((item) => (typeof item === 'string' ? (item.trim().split('/')[0] ?? '') : []));
  return [...new Set(bare.filter((item) => isIP(item) !== 0))];
}

/** The name of an object as diagnostics write it, however broken the object is. */
export function describeObject(kind: Kind, value: unknown): { object: string; namespace: string; name: string } {
  const metadata = fieldOf(value, 'metadata');
  const name = textOf(fieldOf(metadata, 'name')) ?? '(without name)';
  const namespace = textOf(fieldOf(metadata, 'namespace')) ?? 'default';
  const label = kind.label ?? kind.kind;
  return { object: kind.namespaced ? `${label}/${namespace}/${name}` : `${label}/${name}`, namespace, name };
}

/** Without labels it belongs to no Service; with ones that are not understood it may belong to any of its namespace. */
function serviceOf(value: unknown): string | undefined {
  const labels = fieldOf(fieldOf(value, 'metadata'), 'labels') ?? undefined;
  if (labels === undefined) return undefined;
  if (typeof labels !== 'object' || Array.isArray(labels)) return '';
  const service = fieldOf(labels, 'kubernetes.io/service-name') ?? undefined;
  return typeof service === 'object' ? '' : service === undefined ? undefined : String(service);
}

export function unreadable(kind: Kind, value: unknown): Unreadable {
  const service = kind.list === 'endpointSlices' ? serviceOf(value) : undefined;
  return {
    kind: kind.label ?? kind.kind,
    ...describeObject(kind, value),
    ...(service === undefined ? {} : { service }),
    addresses: kind.list === 'nodes' ? nodeAddresses(value) : [],
  };
}
