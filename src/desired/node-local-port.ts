/**
 * NodePortLocal of Antrea: a pod's annotation says on which port of its Node it is reached (facts: cis 2.4,
 * vxlan-and-members 5).
 */
import { z } from 'zod';
import { annotationOf, type Pod } from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';

const nodePortLocalAnnotation = 'nodeportlocal.antrea.io';

const schema = () =>
  z.array(
    z.object({
      podPort: z.int().min(1).max(65_535),
      nodeIP: z.string(),
      nodePort: z.int().min(1).max(65_535),
      protocol: z.string().optional(),
      /** Up to Antrea 1.7 one entry stood for several protocols. */
      protocols: z.array(z.string()).optional(),
    }),
  );
let built: ReturnType<typeof schema> | undefined;

export interface LocalPort {
  readonly ip: string;
  readonly port: number;
}

/** Why a port of a pod has no port of a Node: the end of a sentence about the pod. */
export interface NoLocalPort {
  readonly problem: string;
  /** Whether it may have one all the same: what was published is not understood. */
  readonly unknown: boolean;
}

const none = (problem: string): NoLocalPort => ({ problem, unknown: false });
const unknown = (problem: string): NoLocalPort => ({ problem, unknown: true });

/** Where a port of a pod is reached, or why that is not known. */
export function localPortOf(pod: Pod, port: number, protocol: string): LocalPort | NoLocalPort {
  const text = annotationOf(pod, nodePortLocalAnnotation);
  if (text === undefined) return none(`has no annotation ${nodePortLocalAnnotation}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unknown(`has an annotation ${nodePortLocalAnnotation} that is not JSON`);
  }
  built ??= schema();
  const read = built.safeParse(json);
  if (!read.success) return unknown(`has an annotation ${nodePortLocalAnnotation} that is not understood`);
  const entry = read.data.find(
    (candidate) =>
      candidate.podPort === port &&
      [...(candidate.protocols ?? []), candidate.protocol ?? (candidate.protocols === undefined ? 'tcp' : '')]
        .map((name) => name.toUpperCase())
        .includes(protocol),
  );
  if (entry === undefined)
    return none(`says nothing of its port ${port}/${protocol} in the annotation ${nodePortLocalAnnotation}`);
  const ip = canonicalIp(entry.nodeIP);
  if (ip === undefined) return unknown(`has the nodeIP ${JSON.stringify(entry.nodeIP)}, which is not an IP address`);
  return { ip, port: entry.nodePort };
}
