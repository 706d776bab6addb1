/** D8, D9: static ARP against pods, and whether every member can be reached. */
import type { StaticArp } from '../device-facts.ts';
import { finding } from '../finding.ts';
import type { PodPlace } from '../validation/endpoints.ts';
import { counted, type Judge } from './check.ts';
import type { Patient } from './patient.ts';

const apply = 'run `bigip apply` with the Nodes and Pods or EndpointSlices in the input';

/** `/Common/k8s-10.244.1.36`: the mark of entries that follow pods. */
function isOurs({ path }: StaticArp): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('k8s-');
}

function judgeEntry(entry: StaticArp, place: PodPlace | undefined, patient: Patient, judge: Judge): void {
  const { ip } = entry.address;
  if (place?.kind === 'host' && (isOurs(entry) || patient.macs.has(entry.mac)))
    judge.found(
      finding(
        'NodeAddressArp',
        entry.path,
        `${entry.path} says that ${ip}, the address of a Node, is at ${entry.mac}`,
        `delete ${entry.path}: a Node is in the underlay, and not behind the tunnel`,
      ),
    );
  if (place?.kind === 'overlay' && place.mac !== entry.mac)
    judge.found(
      finding(
        'StaleArp',
        entry.path,
        `${entry.path} has ${entry.mac}, but ${ip} is on Node ${place.node.name}, whose VTEP is ${place.mac}`,
        apply,
      ),
    );
}

/** D8. */
export function arp(patient: Patient, judge: Judge): void {
  const { facts, places, members } = patient;
  const entries = judge.need(facts.first.arps);
  judge.need(facts.pools);
  if (entries !== undefined) {
    const inside = entries.filter((entry) => isOurs(entry) || patient.isInOverlay(entry.address));
    judge.saw(`${counted(inside.length, 'static ARP entry', 'static ARP entries')} for pods`);
    if (places === undefined && inside.length > 0)
      judge.cannotKnow('without Nodes in the input it is not known whose MAC addresses these are');
    const used = members === undefined ? undefined : new Set(members.map(({ member }) => member.address.ip));
    for (const entry of inside) {
      const place = places?.place(entry.address.ip);
      judgeEntry(entry, place, patient, judge);
      if (isOurs(entry) && used !== undefined && place?.kind !== 'host' && !used.has(entry.address.ip))
        judge.found(
          finding(
            'OrphanArp',
            entry.path,
            `no pool member uses ${entry.path}`,
            'delete it, or run `bigip apply`, unless another controller owns it',
          ),
        );
    }
    if (
      places !== undefined &&
      inside.some(({ address }) => places.nodeOf(address.ip) === undefined && !places.isNode(address.ip))
    )
      judge.cannotKnow('for some addresses neither an EndpointSlice nor a Pod of the input says the Node');
  }
  const states = judge.need(facts.arpStates);
  const wanted = new Set(members?.map(({ member }) => member.address.ip));
  for (const { ip, status } of states ?? []) {
    if (status.includes('incomplete') && wanted.has(ip))
      judge.found(
        finding(
          'ArpIncomplete',
          ip,
          `BIG-IP has no MAC address for member ${ip} (incomplete)`,
          `${apply}: with flooding type none every pod needs a static entry`,
        ),
      );
  }
}

/** D9. */
export function reachable(patient: Patient, judge: Judge): void {
  const { facts, members, places, needsArp } = patient;
  const entries = judge.need(facts.first.arps);
  const records = judge.need(facts.first.records);
  if (judge.need(facts.pools) === undefined || members === undefined) return;
  if (
    patient.model.selfIps === undefined ||
    (patient.model.network === undefined && patient.model.selfIps.every(({ vlan }) => vlan !== facts.tunnel))
  ) {
    judge.cannotKnow('without an overlay self IP or a pod network it is not known which members are pods');
    return;
  }
  const addresses = [...new Map(members.map(({ member }) => [member.address.ip, member.address])).values()];
  judge.saw(`${counted(addresses.length, 'member address', 'member addresses')} in the overlay`);
  if (places === undefined && addresses.length > 0)
    judge.cannotKnow('without Nodes in the input it is not known whether the Nodes behind the records exist');
  if (needsArp === undefined && addresses.length > 0)
    judge.cannotKnow('without its profile it is not known whether the tunnel floods');
  if (entries === undefined || records === undefined) return;
  const arps = new Map(entries.map((entry) => [`${entry.address.ip}%${entry.address.routeDomain ?? 0}`, entry]));
  const macs = new Set(records.map(({ mac }) => mac));
  for (const address of addresses) {
    const { ip } = address;
    const place = places?.place(ip);
    if (place?.kind === 'unknown' && place.finding !== undefined) judge.found(place.finding);
    const entry = arps.get(`${ip}%${address.routeDomain ?? 0}`);
    if (entry === undefined) {
      if (needsArp === true)
        judge.found(
          finding('MissingArp', ip, `member ${ip} has no static ARP entry, and the tunnel floods nothing`, apply),
        );
    } else if (!macs.has(entry.mac))
      judge.found(
        finding('ArpWithoutFdb', ip, `member ${ip} is at ${entry.mac}, for which the tunnel has no FDB record`, apply),
      );
  }
}
