/** The doctor of an overlay: fifteen checks side by side over facts that were read, each with evidence and a fix. */
import type { ClusterFacts } from '../cluster-facts.ts';
import type { DeviceFacts } from '../device-facts.ts';
import type { Finding } from '../finding.ts';
import type { ModelOptions } from '../overlay-model.ts';
import { bigIpNode, overlaySelf } from './addresses.ts';
import { type Check, type CheckId, Judge, type Verdict } from './check.ts';
import { localAddress, profile, release, tunnel } from './device.ts';
import { fdb } from './entries.ts';
import { arp, reachable } from './neighbours.ts';
import { others, overlaps } from './networks.ts';
import { type Peer, pair } from './pair.ts';
import { Patient } from './patient.ts';
import { snat } from './snat.ts';
import { counters, monitors } from './traffic.ts';

export type { Check, CheckId, Verdict } from './check.ts';

/** What the doctor says: plain JSON. */
export interface Diagnosis {
  readonly version: 1;
  /** Full path. */
  readonly tunnel: string;
  /** The worst of all checks; `unknown` only when nothing worse was found. */
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
}

interface Test {
  readonly title: string;
  readonly run: (patient: Patient, judge: Judge, peers: readonly Peer[], own: readonly Finding[]) => void;
}

const tests: Readonly<Record<CheckId, Test>> = {
  D1: { title: 'release and licence', run: release },
  D2: { title: 'VXLAN profile', run: profile },
  D3: { title: 'tunnel', run: tunnel },
  D4: { title: 'local address', run: localAddress },
  D5: { title: 'overlay self IP', run: overlaySelf },
  D6: { title: 'the BIG-IP as a Node', run: bigIpNode },
  D7: { title: 'FDB records', run: fdb },
  D8: { title: 'static ARP', run: arp },
  D9: { title: 'every member reachable', run: reachable },
  D10: { title: 'traffic through the tunnel', run: counters },
  D11: { title: 'networks', run: overlaps },
  D12: { title: 'the pair', run: pair },
  D13: { title: 'source addresses', run: snat },
  D14: { title: 'other users of the tunnel', run: others },
  D15: { title: 'monitors and Kubernetes', run: monitors },
};

/** What one unit can be asked about by itself. */
const ofEachUnit: ReadonlySet<string> = new Set(['D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9']);

function examine(patient: Patient, wanted: (id: string) => boolean, peers: readonly Peer[]): Check[] {
  const found: Finding[] = [];
  return Object.entries(tests).flatMap(([id, { title, run }]) => {
    if (!wanted(id)) return [];
    const judge = new Judge();
    run(patient, judge, peers, found);
    found.push(...judge.findings);
    const { verdict, evidence, findings, unknown } = judge;
    // The keys of the table are the ids.
    return [{ id: id as CheckId, title, verdict, evidence, findings, unknown }];
  });
}

const badness: Readonly<Record<Verdict, number>> = { ok: 0, unknown: 1, warning: 2, broken: 3 };

export interface DiagnoseOptions extends ModelOptions {
  /** The other units of a pair, by name. */
  readonly peers?: Readonly<Record<string, DeviceFacts>>;
}

/** Judges what was read of a device and, where there is any, of a cluster. Pure. */
export function diagnose(
  facts: DeviceFacts,
  cluster: ClusterFacts | undefined,
  options: DiagnoseOptions = {},
): Diagnosis {
  const peers = Object.entries(options.peers ?? {}).map(([name, other]): Peer => {
    const patient = new Patient(other, cluster, options);
    return { name, patient, checks: examine(patient, (id) => ofEachUnit.has(id), []) };
  });
  const checks = examine(new Patient(facts, cluster, options), () => true, peers);
  const verdict = checks.reduce<Verdict>(
    (worst, check) => (badness[check.verdict] > badness[worst] ? check.verdict : worst),
    'ok',
  );
  return { version: 1, tunnel: facts.tunnel, verdict, checks };
}
