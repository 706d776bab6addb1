/** D8, D9: static ARP against pods, and whether every member can be reached. */
import type { Address } from '../../values/address.ts';
import { bareName } from '../../values/full-path.ts';
import type { StaticArp } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { overlayDomain } from '../overlay-model.ts';
import type { PodPlace } from '../validation/pods.ts';
import { counted, type Judge } from './check.ts';
import type { Patient } from './patient.ts';

const pods = 'the Nodes and Pods or EndpointSlices';

/** The first of many. */
function shortList(texts: readonly string[]): string {
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : '';
  return `${texts.slice(0, 3).join(', ')}${more}`;
}

/** `/Common/k8s-10.244.1.36`: the mark of entries that follow pods. */
function isOurs({ path }: StaticArp): boolean {
  return bareName(path).startsWith('k8s-');
}

function nameOf({ ip, routeDomain }: Address): string {
  return `${ip}%${routeDomain ?? 0}`;
}

/** Where an entry of this overlay says that a pod is. A tunnel that floods is not in need of one, and may have any. */
function judgePod(entry: StaticArp, place: PodPlace | undefined, patient: Patient, judge: Judge): void {
  if (place?.kind !== 'overlay' || place.mac === entry.mac || patient.needsArp === false) return;
  if (patient.ambiguous.has(place.node.name)) return;
  judge.found(
    finding(
      'StaleArp',
      entry.path,
      `${entry.path} has ${entry.mac}, but ${entry.address.ip} is on Node ${place.node.name}, whose VTEP is ${place.mac}`,
      patient.apply(pods),
    ),
  );
}

/** An entry that draws a Node out of the underlay. */
function judgeNode({ path, address, mac }: StaticArp, judge: Judge): void {
  judge.found(
    finding(
      'NodeAddressArp',
      path,
      `${path} says that ${address.ip}, the address of a Node, is at ${mac}`,
      `delete ${path}: a Node is in the underlay, and not behind the tunnel`,
    ),
  );
}

/** Those that nobody uses. Entries of other overlays in the same partition are used by their own members. */
function judgeOrphans(entries: readonly StaticArp[], patient: Patient, judge: Judge): void {
  const { facts, model } = patient;
  const pools = judge.need(facts.pools);
  if (pools === undefined) return;
  const used = new Set(pools.flatMap(({ members }) => members.map(({ address }) => nameOf(address))));
  const folder = facts.tunnel.slice(0, facts.tunnel.lastIndexOf('/') + 1);
  const family = model.tunnel?.localAddress?.family ?? 4;
  for (const { path, address } of entries) {
    if (!path.startsWith(`${folder}k8s-`) || address.family !== family || used.has(nameOf(address))) continue;
    judge.found(
      finding(
        'OrphanArp',
        path,
        `no pool member uses ${path}`,
        `delete it, or ${patient.apply(pods)}, unless another controller owns it`,
      ),
    );
  }
}

function judgeEntries(entries: readonly StaticArp[], patient: Patient, judge: Judge): void {
  const { places, model } = patient;
  const inside = entries.filter(({ address }) => patient.isInOverlay(address));
  judge.saw(`${counted(inside.length, 'static ARP entry', 'static ARP entries')} for pods`);
  if (places === undefined && inside.length > 0)
    judge.cannotKnow('without Nodes in the input it is not known whose MAC addresses these are');
  for (const entry of inside) judgePod(entry, places?.place(entry.address.ip), patient, judge);
  const domains = new Set([overlayDomain(model), model.tunnel?.localAddress?.routeDomain]);
  const isNode = ({ address: { ip, routeDomain } }: StaticArp): boolean =>
    places?.isNode(ip) === true && domains.has(routeDomain);
  for (const entry of entries)
    if (isNode(entry) && (isOurs(entry) || patient.macs.has(entry.mac))) judgeNode(entry, judge);
  judgeOrphans(
    entries.filter((entry) => !isNode(entry)),
    patient,
    judge,
  );
  if (places === undefined) return;
  const lost = inside
    .map(({ address }) => address.ip)
    .filter((ip) => places.nodeOf(ip) === undefined && !places.isNode(ip));
  if (lost.length > 0)
    judge.cannotKnow(`neither an EndpointSlice nor a Pod of the input says the Node of ${shortList(lost)}`);
}

/** D8. */
export function arp(patient: Patient, judge: Judge): void {
  const { facts, members, needsArp } = patient;
  if (patient.membersUnknown !== undefined) judge.cannotKnow(patient.membersUnknown);
  const entries = judge.need(facts.first.arps);
  judge.need(facts.pools);
  if (entries !== undefined) judgeEntries(entries, patient, judge);
  const states = judge.need(facts.arpStates);
  const wanted = new Set(members?.map(({ member }) => member.address.ip));
  for (const { ip, status } of states ?? []) {
    if (status.includes('incomplete') && wanted.has(ip))
      judge.found(
        finding(
          'ArpIncomplete',
          ip,
          `BIG-IP has no MAC address for member ${ip} (incomplete)`,
          needsArp === false
            ? 'the tunnel asks by flooding, and nobody answered: see that the pod runs, and that every Node has an FDB record'
            : `${patient.apply(pods)}: with flooding type none every pod needs a static entry`,
        ),
      );
  }
}

/** D9. */
export function reachable(patient: Patient, judge: Judge): void {
  const { facts, members, places, needsArp } = patient;
  const entries = judge.need(facts.first.arps);
  const records = judge.need(facts.first.records);
  if (patient.membersUnknown !== undefined) judge.cannotKnow(patient.membersUnknown);
  if (patient.model.selfIps === undefined)
    judge.cannotKnow('without its self IPs it is not known which members are pods');
  if (judge.need(facts.pools) === undefined || members === undefined || patient.model.selfIps === undefined) return;
  const addresses = [...new Map(members.map(({ member }) => [member.address.ip, member.address])).values()];
  judge.saw(`${counted(addresses.length, 'member address', 'member addresses')} in the overlay`);
  if (places === undefined && addresses.length > 0)
    judge.cannotKnow('without Nodes in the input it is not known whether the Nodes behind the records exist');
  if (needsArp === undefined && addresses.length > 0)
    judge.cannotKnow('without its profile it is not known whether the tunnel floods');
  if (entries === undefined || records === undefined) return;
  const arps = new Map(entries.map((entry) => [nameOf(entry.address), entry]));
  const macs = new Set(records.map(({ mac }) => mac));
  for (const address of addresses) {
    const { ip } = address;
    const place = places?.place(ip);
    if (place?.kind === 'unknown' && place.finding !== undefined) judge.found(place.finding);
    const entry = arps.get(nameOf(address));
    if (entry === undefined) {
      // Of a Node whose VTEP another one has as well nothing is written, and that is told.
      if (needsArp !== true || (place?.kind === 'overlay' && patient.ambiguous.has(place.node.name))) continue;
      const outside = place?.kind === 'unknown' ? place.finding : undefined;
      judge.found(
        finding(
          'MissingArp',
          ip,
          `member ${ip} has no static ARP entry, and the tunnel floods nothing${outside === undefined ? '' : '; none is made for it, as told above'}`,
          outside?.fix ?? patient.apply(pods),
        ),
      );
    } else if (needsArp !== false && !macs.has(entry.mac))
      judge.found(
        finding(
          'ArpWithoutFdb',
          ip,
          `member ${ip} is at ${entry.mac}, for which the tunnel has no FDB record`,
          patient.apply(pods),
        ),
      );
  }
}
