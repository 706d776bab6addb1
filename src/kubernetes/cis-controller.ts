/** F5's own controller in the input: two that manage one partition undo each other's work. */

/** A Pod that runs k8s-bigip-ctlr, or a Deployment that does. */
export interface CisController {
  /** `Deployment/kube-system/k8s-bigip-ctlr` */
  readonly object: string;
  /** What `--bigip-partition` says, once or more; empty where it is not said here. */
  readonly partitions: readonly string[];
}

type Field = Readonly<Record<string, unknown>>;

function fieldOf(value: unknown, name: string): Field {
  const inner = typeof value === 'object' && value !== null ? (value as Field)[name] : undefined;
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Field) : {};
}

/** The image in the public registries, and in that of Red Hat. */
const image = /(?:^|\/)(?:k8s-bigip-ctlr|cntr-ingress-svcs)(?:[:@]|$)/;

/** `--bigip-partition=k8s`, or the same as two words. */
function partitionsIn(words: readonly unknown[]): readonly string[] {
  return words.flatMap((word, at) => {
    const [, said] = /^--bigip-partition(?:=(.*))?$/.exec(String(word)) ?? [word];
    if (said === word || !String(word).startsWith('--bigip-partition')) return [];
    const value = said ?? words[at + 1];
    return typeof value === 'string' && value !== '' ? [value.replace(/^["']|["']$/g, '')] : [];
  });
}

/** A Pod that has ended, or a Deployment that is scaled to nothing. */
function isStopped(value: Field, kind: unknown): boolean {
  if (kind === 'Deployment') return fieldOf(value, 'spec')['replicas'] === 0;
  const phase = fieldOf(value, 'status')['phase'];
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Undefined for everything else, and for what is stopped. */
export function asCisController(value: Field, apiVersion: unknown, kind: unknown): CisController | undefined {
  const isPod = kind === 'Pod' && apiVersion === 'v1';
  if (!isPod && !(kind === 'Deployment' && typeof apiVersion === 'string' && apiVersion.startsWith('apps/')))
    return undefined;
  if (isStopped(value, kind)) return undefined;
  const spec = isPod ? fieldOf(value, 'spec') : fieldOf(fieldOf(fieldOf(value, 'spec'), 'template'), 'spec');
  const containers = Array.isArray(spec['containers']) ? spec['containers'] : [];
  const own = containers.filter((container) => image.test(String(fieldOf({ container }, 'container')['image'] ?? '')));
  if (own.length === 0) return undefined;
  const { name = '(without name)', namespace = 'default' } = fieldOf(value, 'metadata');
  const partitions = own.flatMap((container) => {
    const { command, args } = fieldOf({ container }, 'container');
    return [command, args].flatMap((words) => (Array.isArray(words) ? partitionsIn(words) : []));
  });
  return { object: `${String(kind)}/${String(namespace)}/${String(name)}`, partitions };
}
