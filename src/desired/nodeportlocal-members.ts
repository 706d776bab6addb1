/** Members in nodeportlocal mode: for every pod behind a Service the port of its Node that leads to this pod. */
import type { Pod } from '../kubernetes/objects.ts';
import { listed } from '../values/words.ts';
import { clusterMembers, type MemberQuestion } from './cluster-members.ts';
import type { Inventory } from './inventory.ts';
import { better, inOrder, type Member, type PoolMembers } from './members.ts';
import { familyOf } from './node-addresses.ts';
import { type LocalPort, localPortOf, type NoLocalPort } from './node-local-port.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';

/** The way to an endpoint through its Node. Pods of the host's network share an address: any that says it will do. */
export function localPort(pods: readonly Pod[], port: number, protocol: string): LocalPort | NoLocalPort {
  let problem = 'its Pod is not in the input';
  let unknown = pods.length === 0;
  for (const pod of pods) {
    const found = localPortOf(pod, port, protocol);
    if ('ip' in found) return found;
    problem = `Pod ${pod.metadata.name} ${found.problem}`;
    unknown ||= found.unknown;
  }
  return { problem, unknown };
}

/**
 * Who is ready is the Service's own to say, so this goes out from the members of cluster mode. A pod that is not in the
 * input holds the pool: its member is not known. One that Antrea has not opened a port for is no member. One whose annotation
 * is not understood is none either, as long as others are: it never empties a pool.
 */
export function nodePortLocalMembers(
  inventory: Inventory,
  question: MemberQuestion,
  notes: Notes,
): PoolMembers | Refusal {
  const pods = clusterMembers(inventory, question, notes);
  if (isRefusal(pods) || pods.members.length === 0) return pods;
  const protocol = question.port.protocol ?? 'TCP';
  const members = new Map<string, Member>();
  const without: string[] = [];
  let unknown = false;
  for (const { address, port, state, node } of pods.members) {
    const candidates = inventory.podsByAddress.get(address.ip) ?? [];
    if (candidates.length === 0) {
      return refuse(
        'EndpointPodUnknown',
        `the Pod of endpoint ${address.ip} of Service ${question.key} is not in the input, so the port of its Node is not known`,
      );
    }
    const found = localPort(candidates, port, protocol);
    if ('problem' in found) {
      without.push(`${address.ip} (${found.problem})`);
      unknown ||= found.unknown;
      continue;
    }
    const member: Member = {
      address: { ip: found.ip, family: familyOf(found.ip) },
      port: found.port,
      state,
      ...(node === undefined ? {} : { node }),
    };
    const key = `${found.ip} ${found.port}`;
    members.set(key, better(members.get(key), member));
  }
  if (unknown && members.size === 0) {
    return refuse(
      'EndpointPodUnknown',
      `Service ${question.key}: the ports of its pods are not known: ${listed(without, 5)}`,
    );
  }
  if (without.length > 0) {
    notes.add(
      question.object,
      'PodWithoutNodePort',
      `Service ${question.key}: no port of a Node leads to ${listed(without, 5)}; is the Service annotated nodeportlocal.antrea.io/enabled: "true"?`,
    );
  }
  if (members.size > 0) return { members: inOrder(members), held: [] };
  return { members: [], held: [], none: `no Node has a port for any of the pods of Service ${question.key}` };
}
