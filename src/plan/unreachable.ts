/** Members that no plan can help: the device looks for them where they are not. */
import type { Diagnostic } from '../diagnostic.ts';
import type { DesiredState } from '../state.ts';
import { type Network, networkContains } from '../values/network.ts';
import { isNeighbour } from '../values/overlay-types.ts';
import { memberIp, neighbourIp } from './overlay.ts';

/** Whether a member gets no neighbour entry, so that the networks of the overlay self IPs matter. */
export function hasMemberOutside({ diagnostics }: DesiredState): boolean {
  return diagnostics.some(({ reason }) => reason === 'MemberOutsidePodNetwork');
}

/** Members without a neighbour entry that the device looks for behind the tunnel all the same: it does not reach them. */
export function unreachableMembers({ objects }: DesiredState, networks: readonly Network[]): Diagnostic[] {
  const had = new Set(objects.flatMap((entry) => (isNeighbour(entry.type) ? (neighbourIp(entry) ?? []) : [])));
  const members = objects.flatMap((entry) => (entry.type === 'ltm/pool/members' ? (memberIp(entry) ?? []) : []));
  const lost = [...new Set(members)].filter(
    (ip) => !had.has(ip) && networks.some((network) => networkContains(network, ip)),
  );
  return lost.map((ip) => ({
    severity: 'warning',
    object: `Member/${ip}`,
    reason: 'MemberUnreachable',
    message: `member ${ip} is in the network of the overlay self IP and gets no neighbour entry, so BIG-IP does not reach it; see whether the podCIDR of its Node was changed, and make its pods anew`,
  }));
}
