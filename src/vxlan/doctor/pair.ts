/** D12: a unit and its peer. Tunnels, FDB, ARP and the Node are each unit's own. */
import { isPair, knownOf } from '../device-facts.ts';
import { type Finding, finding } from '../finding.ts';
import { validatePair } from '../validation/pair.ts';
import type { Check, Judge } from './check.ts';
import type { Patient } from './patient.ts';

/** Another unit that was looked at, with its own D2 to D9. */
export interface Peer {
  readonly name: string;
  readonly patient: Patient;
  readonly checks: readonly Check[];
}

/** What is wrong with both units, and told of this one already, makes no difference between them. */
function isTold(finding: Finding, own: readonly Finding[]): boolean {
  return own.some(({ reason, subject }) => reason === finding.reason && subject === finding.subject);
}

function comparePeer(
  patient: Patient,
  { name, patient: other, checks }: Peer,
  own: readonly Finding[],
  judge: Judge,
): void {
  for (const { id, verdict, findings } of checks) {
    judge.saw(`${name} ${id}: ${verdict}`);
    const [worst] = findings.filter((found) => found.severity === 'broken' && !isTold(found, own));
    if (worst !== undefined)
      judge.found(finding('PeerDiffers', name, `on ${name} ${id} is broken: ${worst.message}`, worst.fix));
  }
  const [mine, theirs] = [patient.ownNode, other.ownNode];
  if (mine !== undefined && theirs !== undefined && mine.name === theirs.name)
    judge.found(
      finding(
        'PeersShareNode',
        `Node/${mine.name}`,
        `both units are Node ${mine.name}`,
        'each unit needs a Node of its own, with its own MAC, address and podCIDR',
      ),
    );
  const [local, remote] = [patient.model.tunnel?.localAddress?.ip, other.model.tunnel?.localAddress?.ip];
  if (local !== undefined && local === remote)
    judge.found(
      finding(
        'PeersShareNode',
        local,
        `both units have the local address ${local}`,
        'each unit needs a local address of its own that does not float',
      ),
    );
}

/** D12. */
export function pair(patient: Patient, judge: Judge, peers: readonly Peer[], own: readonly Finding[]): void {
  const { facts, model } = patient;
  const units = judge.need(facts.units);
  if (units === undefined) return;
  judge.saw(
    units.map(({ name, failoverState, self }) => `${name}${self ? ' (this one)' : ''} ${failoverState}`).join(', '),
  );
  if (isPair(facts) !== true) return;
  const status = judge.need(facts.syncStatus);
  if (status !== undefined) {
    judge.saw(`config sync: ${status}`);
    if (status !== 'In Sync' && status !== 'Standalone')
      judge.found(
        finding(
          'NotInSync',
          undefined,
          `the units are not in sync: ${status}`,
          'run config sync from the unit with the right configuration (cm config-sync)',
        ),
      );
  }
  const synced = judge.need(facts.tunnelConfigSync);
  if (synced !== undefined) judge.saw(`db iptunnel.configsync: ${synced}`);
  // That it floats is told by D4.
  const tunnel = { localAddress: model.tunnel?.localAddress, selfIps: knownOf(facts.selfIps), configSync: synced };
  judge.found(...validatePair(tunnel).filter(({ reason }) => reason === 'TunnelsSynced'));
  if (peers.length === 0)
    judge.cannotKnow('the other unit was not looked at; its FDB records and ARP entries are its own (--peer)');
  for (const peer of peers) comparePeer(patient, peer, own, judge);
}
