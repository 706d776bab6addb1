/** The snapshot: what the input says about a cluster, as the fields that are read. */
import type { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';
import { asCisController, type CisController } from './cis-controller.ts';
import { ignoredOfCis } from './cis-kinds.ts';
import type { BlockAffinity, CalicoNode, CiliumNode, HostSubnet } from './cni-objects.ts';
import { type Kind, kindOf, kinds } from './kinds.ts';
import type {
  ConfigMap,
  EndpointSlice,
  Endpoints,
  Metadata,
  Node,
  Pod,
  Secret,
  Service,
  TransportServer,
} from './objects.ts';
import { asPublishList, type PublishList } from './publish-list.ts';
import { snapshotReasons } from './reasons.ts';
import { describeObject, type Unreadable, unreadable } from './unreadable.ts';

export interface Snapshot {
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly endpoints: readonly Endpoints[];
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly configMaps: readonly ConfigMap[];
  /** That they exist, and nothing of what is in them. */
  readonly secrets: readonly Secret[];
  /** Custom resources of CIS, `cis.f5.com/v1`. */
  readonly transportServers: readonly TransportServer[];
  /** OpenShift SDN's. */
  readonly hostSubnets: readonly HostSubnet[];
  readonly ciliumNodes: readonly CiliumNode[];
  /** Calico's blocks of addresses. */
  readonly blockAffinities: readonly BlockAffinity[];
  /** Calico's own Nodes, `projectcalico.org/v3`. */
  readonly calicoNodes: readonly CalicoNode[];
  /** `publish:` lists, as they stand in the input: what is in them is checked by those who map them. */
  readonly publishLists: readonly PublishList[];
  /** F5's own controller, as far as Pods or Deployments of the input run it. */
  readonly cisControllers: readonly CisController[];
  /** Objects of a kind that is read which could not be read. What depends on them is held. */
  readonly unreadable: readonly Unreadable[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many objects of a kind that is read there were, readable or not. 0: the input is not about a cluster. */
  readonly recognised: number;
}

export interface SnapshotOptions {
  /** Where the objects come from, a file name for instance; stands in messages. */
  readonly source?: string;
}

interface Found {
  readonly list: Kind['list'] | 'unreadable';
  readonly value: unknown;
  /** `Kind/namespace/name`; undefined when it has no name, so that it is never taken for another object. */
  readonly object: string;
  readonly named: boolean;
}

type Field = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How deep lists may lie in lists. Those of kubectl lie in one; what is deeper is no manifest, and is not read. */
const deepest = 8;

/**
 * The objects of a List, else the object itself. The items of a typed list (`ServiceList`) say neither apiVersion nor
 * kind, so the list says it for them.
 */
function* flatten(value: unknown, depth = 0): Generator<{ value: Field; apiVersion: unknown; kind: unknown }> {
  if (Array.isArray(value)) {
    if (depth <= deepest) for (const item of value) yield* flatten(item, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  const { apiVersion, kind, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items) || depth > deepest) {
    yield { value, apiVersion, kind };
    return;
  }
  const itemKind = kind === 'List' ? undefined : kind.slice(0, -'List'.length);
  for (const item of items) {
    const typed = isObject(item) && itemKind !== undefined;
    const own = typed ? { apiVersion: item['apiVersion'] ?? apiVersion, kind: item['kind'] ?? itemKind } : {};
    yield* flatten(typed ? { ...item, ...own } : item, depth + 1);
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function invalid(kind: Kind, value: Field, error: z.ZodError, options: SnapshotOptions): Diagnostic {
  const { object } = describeObject(kind, value);
  const [first] = error.issues;
  const path = pathText(first?.path ?? []);
  const where = options.source === undefined ? '' : ` (in ${options.source})`;
  const more = error.issues.length > 1 ? `, and ${error.issues.length - 1} more` : '';
  const message = `${object}${where} cannot be read: ${path === '' ? 'the object' : path}: ${first?.message ?? 'invalid'}${more}`;
  return { severity: snapshotReasons.InvalidObject.severity, object, reason: 'InvalidObject', message, path };
}

function assemble(
  found: readonly Found[],
  { publishLists, cisControllers }: Pick<Snapshot, 'publishLists' | 'cisControllers'>,
  diagnostics: readonly Diagnostic[],
  recognised: number,
): Snapshot {
  const last = new Map<string, Found>();
  const repeated = new Set<string>();
  for (const [index, item] of found.entries()) {
    const key = item.named ? item.object : `#${index}`;
    if (last.has(key)) {
      repeated.add(item.object);
      // Deleted first, so that the order of the snapshot is that of the objects that count.
      last.delete(key);
    }
    last.set(key, item);
  }
  const of = <T>(list: Found['list']): T[] =>
    [...last.values()].flatMap((item) => (item.list === list ? [item.value as T] : []));
  const duplicates = [...repeated].map(
    (object): Diagnostic => ({
      severity: snapshotReasons.DuplicateObject.severity,
      object,
      reason: 'DuplicateObject',
      message: `${object} is in the input more than once; the last one counts`,
    }),
  );
  return {
    services: of('services'),
    endpointSlices: of('endpointSlices'),
    endpoints: of('endpoints'),
    pods: of('pods'),
    nodes: of('nodes'),
    configMaps: of('configMaps'),
    secrets: of('secrets'),
    transportServers: of('transportServers'),
    hostSubnets: of('hostSubnets'),
    ciliumNodes: of('ciliumNodes'),
    blockAffinities: of('blockAffinities'),
    calicoNodes: of('calicoNodes'),
    publishLists,
    cisControllers: [...new Map(cisControllers.map((controller) => [controller.object, controller])).values()],
    unreadable: of('unreadable'),
    diagnostics: [...diagnostics, ...duplicates],
    recognised,
  };
}

/**
 * A snapshot from objects of any client: `kubectl get -o json`, typed or untyped lists, single objects. Kinds that
 * nobody asked for are ignored; an object that cannot be read is a diagnostic, and the others go on.
 */
export function snapshotOf(objects: Iterable<unknown>, options: SnapshotOptions = {}): Snapshot {
  const found: Found[] = [];
  const publishLists: PublishList[] = [];
  const cisControllers: CisController[] = [];
  const diagnostics: Diagnostic[] = [];
  let recognised = 0;
  for (const given of objects) {
    for (const { value, apiVersion, kind: name } of flatten(given)) {
      const list = asPublishList(value, apiVersion, name, options.source ?? '(input)');
      if (list !== undefined) {
        recognised += 1;
        publishLists.push(list);
        continue;
      }
      const controller = asCisController(value, apiVersion, name);
      if (controller !== undefined) cisControllers.push(controller);
      const kind = kindOf(apiVersion, name);
      if (kind === undefined) {
        const ofCis = ignoredOfCis(value, apiVersion, name);
        if (ofCis !== undefined) diagnostics.push(ofCis);
        continue;
      }
      recognised += 1;
      const read = kind.schema().safeParse(value);
      const { object, name: objectName } = describeObject(kind, value);
      const named = objectName !== '(without name)';
      if (read.success) {
        found.push({ list: kind.list, value: read.data, object, named });
      } else {
        found.push({ list: 'unreadable', value: unreadable(kind, value), object, named });
        diagnostics.push(invalid(kind, value, read.error, options));
      }
    }
  }
  return assemble(found, { publishLists, cisControllers }, diagnostics, recognised);
}

/** One snapshot of several inputs. The same object in two of them: the last one counts, and a diagnostic says so. */
export function mergeSnapshots(parts: readonly Snapshot[]): Snapshot {
  const found = parts.flatMap((part): Found[] => [
    ...kinds.flatMap((kind) =>
      part[kind.list].map((value: { readonly metadata: Pick<Metadata, 'name' | 'namespace'> }): Found => {
        return { list: kind.list, value, object: describeObject(kind, value).object, named: true };
      }),
    ),
    ...part.unreadable.map((value): Found => {
      return { list: 'unreadable', value, object: value.object, named: value.name !== '(without name)' };
    }),
  ]);
  const diagnostics = parts.flatMap((part) => part.diagnostics);
  return assemble(
    found,
    {
      publishLists: parts.flatMap((part) => part.publishLists),
      cisControllers: parts.flatMap((part) => part.cisControllers),
    },
    diagnostics,
    parts.reduce((sum, part) => sum + part.recognised, 0),
  );
}
