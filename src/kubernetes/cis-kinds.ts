/** Objects by which CIS is asked, and which are not read here: whoever comes from CIS is told of them. */
import type { Diagnostic } from '../diagnostic.ts';
import { snapshotReasons } from './reasons.ts';

type Field = Readonly<Record<string, unknown>>;

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Field)[name] : undefined;
}

/** Other controllers have Ingresses and Routes too; those of CIS are told by its class or its annotations. */
function isForCis(value: Field): boolean {
  const annotations = fieldOf(value['metadata'], 'annotations');
  const names = typeof annotations === 'object' && annotations !== null ? Object.keys(annotations) : [];
  const ofF5 = names.some((name) => /^(?:virtual-server\.f5\.com|cis\.f5\.com)\//.test(name));
  const kind = [fieldOf(annotations, 'kubernetes.io/ingress.class'), fieldOf(value['spec'], 'ingressClassName')];
  return ofF5 || kind.includes('f5');
}

function isCisKind(value: Field, apiVersion: unknown, kind: unknown): boolean {
  const group = typeof apiVersion === 'string' ? (apiVersion.split('/')[0] ?? '') : '';
  if (typeof kind !== 'string') return false;
  if (group === 'cis.f5.com') return true;
  if (kind === 'Ingress') return ['networking.k8s.io', 'extensions'].includes(group) && isForCis(value);
  return kind === 'Route' && group === 'route.openshift.io' && isForCis(value);
}

/** Undefined for what is none; asked only of what is not read. */
export function ignoredOfCis(value: Field, apiVersion: unknown, kind: unknown): Diagnostic | undefined {
  if (!isCisKind(value, apiVersion, kind)) return undefined;
  const { name = '(without name)', namespace = 'default' } = (value['metadata'] ?? {}) as Field;
  const object = `${String(kind)}/${String(namespace)}/${String(name)}`;
  return {
    severity: snapshotReasons.CisKindIgnored.severity,
    object,
    reason: 'CisKindIgnored',
    message: `${object} (${String(apiVersion)}) is of a kind of CIS that is not read; nothing is published for it`,
  };
}
