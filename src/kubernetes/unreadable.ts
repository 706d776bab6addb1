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
  /** EndpointSlice: the Service that it belongs to, when its label says so. */
  readonly service?: string;
  /** Node: every IP address that stands in its status or its flannel annotations. */
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
    fieldOf(annotations, 'flannel.alpha.coreos.com/public-ip'),
  ];
  return [...new Set(candidates.filter((item): item is string => typeof item === 'string' && isIP(item) !== 0))];
}

/** The name of an object as diagnostics write it, however broken the object is. */
export function describeObject(kind: Kind, value: unknown): { object: string; namespace: string; name: string } {
  const metadata = fieldOf(value, 'metadata');
  const name = textOf(fieldOf(metadata, 'name')) ?? '(without name)';
  const namespace = textOf(fieldOf(metadata, 'namespace')) ?? 'default';
  return { object: kind.namespaced ? `${kind.kind}/${namespace}/${name}` : `${kind.kind}/${name}`, namespace, name };
}

export function unreadable(kind: Kind, value: unknown): Unreadable {
  const service = textOf(fieldOf(fieldOf(fieldOf(value, 'metadata'), 'labels'), 'kubernetes.io/service-name'));
  return {
    kind: kind.kind,
    ...describeObject(kind, value),
    ...(service === undefined ? {} : { service }),
    addresses: kind.kind === 'Node' ? nodeAddresses(value) : [],
  };
}
