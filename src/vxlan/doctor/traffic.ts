/** D10, D15: what passes through the tunnel, and what monitors say against what Kubernetes says. */
import type { DeviceFacts, Sample } from '../device-facts.ts';
import { knownOf } from '../device-facts.ts';
import { finding } from '../finding.ts';
import { counted, type Judge } from './check.ts';
import type { Patient } from './patient.ts';

const packets = ['UcastPkts', 'MulticastPkts', 'BroadcastPkts'] as const;

function sum(counters: Readonly<Record<string, bigint>>, direction: 'In' | 'Out'): bigint | undefined {
  const found = packets.map((kind) => counters[`hc${direction}${kind}`]).filter((value) => value !== undefined);
  return found.length === 0 ? undefined : found.reduce((total, value) => total + value, 0n);
}

/** FDB records and ARP entries as texts, to be compared. */
function textsOf({ records, arps }: Sample): ReadonlySet<string> | undefined {
  const [fdb, arp] = [knownOf(records), knownOf(arps)];
  if (fdb === undefined || arp === undefined) return undefined;
  return new Set([
    ...fdb.map(({ mac, endpoint }) => `${mac} -> ${endpoint?.ip ?? ''}`),
    ...arp.map(({ path, mac }) => `${path} ${mac}`),
  ]);
}

function watchEntries({ first, second }: DeviceFacts, judge: Judge): void {
  const [before, after] = [textsOf(first), second === undefined ? undefined : textsOf(second)];
  if (before === undefined || after === undefined) return;
  const changed = [
    ...[...before].filter((text) => !after.has(text)),
    ...[...after].filter((text) => !before.has(text)),
  ];
  if (changed.length === 0) return;
  const shown = changed.slice(0, 3).join(', ');
  judge.found(
    finding(
      'EntriesFlap',
      undefined,
      `${counted(changed.length, 'FDB record or ARP entry', 'FDB records or ARP entries')} changed while the doctor watched: ${shown}`,
      'see which controllers write to this tunnel and its partition: CIS deletes all k8s* ARP entries and replaces all FDB records at every restart (k8s-bigip-ctlr 804, 2077)',
    ),
  );
}

/** D10. */
export function counters({ facts, model }: Patient, judge: Judge): void {
  if (model.tunnel === undefined && knownOf(facts.tunnels) !== undefined) {
    judge.cannotKnow('there is no tunnel to look at');
    return;
  }
  watchEntries(facts, judge);
  const first = judge.need(facts.first.stats)?.counters;
  if (facts.second === undefined) {
    judge.cannotKnow('the counters were read once only (--watch)');
    return;
  }
  const second = judge.need(facts.second.stats)?.counters;
  if (first === undefined || second === undefined) return;
  const [outNow, inNow] = [sum(second, 'Out'), sum(second, 'In')];
  const [outThen, inThen] = [sum(first, 'Out'), sum(first, 'In')];
  if (outNow === undefined || inNow === undefined || outThen === undefined || inThen === undefined) {
    judge.cannotKnow('this version does not count the packets of a tunnel');
    return;
  }
  const [out, back] = [outNow - outThen, inNow - inThen];
  judge.saw(`packets out ${outNow} (+${out}), in ${inNow} (+${back})`);
  if (out > 0n && back === 0n)
    judge.found(
      finding(
        'NoReturnTraffic',
        facts.tunnel,
        `${out} packets left through the tunnel and none came back`,
        'see that UDP passes between the Nodes and the local address, that port and VNI are those of the Nodes, and that the Node of this BIG-IP exists with its MAC and address',
      ),
    );
  const grown = (name: string): bigint => (second[name] ?? 0n) - (first[name] ?? 0n);
  if (grown('inUnknownProtos') > 0n)
    judge.found(
      finding(
        'UnknownVni',
        facts.tunnel,
        `${grown('inUnknownProtos')} packets were dropped because of an unknown protocol`,
        `see that the key of the tunnel (${model.tunnel?.key ?? 'unknown'}) is the VNI of the Nodes`,
      ),
    );
  const troubled = ['inErrors', 'outErrors', 'inDiscards', 'outDiscards'].filter((name) => grown(name) > 0n);
  if (troubled.length > 0)
    judge.found(
      finding(
        'TunnelErrors',
        facts.tunnel,
        `counters grow: ${troubled.map((name) => `${name} +${grown(name)}`).join(', ')}`,
        'see the MTU of the underlay, and routes to the Nodes',
      ),
    );
  if (out === 0n && judge.findings.length === 0)
    judge.cannotKnow('no packet left through the tunnel while it was watched');
}

/** D15. */
export function monitors(patient: Patient, judge: Judge): void {
  const { facts, members, cluster } = patient;
  if (patient.membersUnknown !== undefined) judge.cannotKnow(patient.membersUnknown);
  if (judge.need(facts.pools) === undefined || members === undefined) return;
  const count = (state: string): number => members.filter(({ member }) => member.state === state).length;
  judge.saw(
    `${counted(members.length, 'member')} in the overlay: ${count('up')} up, ${count('down')} down, ${count('unchecked')} without monitor`,
  );
  if (cluster === undefined || cluster.endpoints.size === 0) {
    judge.cannotKnow('no EndpointSlices are in the input to compare with');
    return;
  }
  for (const { pool, member } of members) {
    const endpoint = cluster.endpoints.get(member.address.ip);
    const subject = `${pool.path} ${member.name}`;
    if (endpoint === undefined) continue;
    if (endpoint.ready && member.state === 'down')
      judge.found(
        finding(
          'MemberDownButReady',
          subject,
          `${member.name} of ${pool.path} is down, and Kubernetes says that it is ready`,
          'the findings of D2 to D10 say why; else see the monitor itself',
        ),
      );
    if (
      !endpoint.ready &&
      member.state !== 'down' &&
      member.state !== 'user-down' &&
      member.session !== 'user-disabled'
    )
      judge.found(
        finding(
          'MemberUpButNotReady',
          subject,
          `${member.name} of ${pool.path} takes traffic, and Kubernetes says that it is not ready`,
          patient.apply('the EndpointSlices'),
        ),
      );
  }
  if (members.some(({ member }) => member.state === 'unchecked'))
    judge.cannotKnow('members without monitor are taken for up, whatever they are');
}
