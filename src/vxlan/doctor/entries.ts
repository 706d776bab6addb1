/** D7: the FDB against the Nodes. */
import type { ClusterFacts, ClusterNode } from '../cluster-facts.ts';
import type { FdbRecord } from '../device-facts.ts';
import { type Finding, finding } from '../finding.ts';
import { validateEndpoints } from '../validation/endpoints.ts';
import { validateCni, validateDuplicates, validateVteps } from '../validation/vteps.ts';
import { counted, type Judge } from './check.ts';
import { Owners } from './owners.ts';
import type { Patient } from './patient.ts';

class Fdb {
  readonly #records: readonly FdbRecord[];
  readonly #byMac: ReadonlyMap<string, FdbRecord>;
  readonly #byEndpoint: ReadonlyMap<string | undefined, FdbRecord>;
  readonly #macs: ReadonlySet<string>;
  /** Where BIG-IP learns the MAC addresses, a record says where to flood, and may have any name. */
  readonly #floodsTo: ReadonlySet<string>;
  readonly #patient: Patient;
  readonly #owners: Owners;

  constructor(records: readonly FdbRecord[], { nodes, cni }: ClusterFacts, patient: Patient) {
    this.#patient = patient;
    this.#owners = new Owners(patient, nodes);
    const vteps = nodes.flatMap(({ vtep }) => ('vtep' in vtep ? [vtep.vtep] : []));
    this.#records = records;
    this.#byMac = new Map(records.map((record) => [record.mac, record]));
    this.#byEndpoint = new Map(records.map((record) => [record.endpoint?.ip, record]));
    this.#macs = new Set(vteps.map(({ mac }) => mac));
    this.#floodsTo = new Set(cni.floodingType === 'multipoint' ? vteps.map(({ endpoint }) => endpoint) : []);
  }

  #isFlooded(endpoint: string): boolean {
    return this.#floodsTo.has(endpoint) && this.#byEndpoint.has(endpoint);
  }

  /** A record with the address of a Node and the MAC of none: what it had before. */
  #former(endpoint: string): FdbRecord | undefined {
    return this.#records.find((record) => record.endpoint?.ip === endpoint && !this.#macs.has(record.mac));
  }

  ofNode({ name, vtep, hasStatus }: ClusterNode): Finding | undefined {
    // One made by hand may stand for another BIG-IP, which needs no record here.
    if ('problem' in vtep || !hasStatus || this.#patient.ambiguous.has(name)) return undefined;
    const apply = this.#patient.apply('the Nodes');
    const { mac, endpoint } = vtep.vtep;
    if (this.#isFlooded(endpoint)) return undefined;
    const subject = `Node/${name}`;
    const record = this.#byMac.get(mac);
    if (record === undefined) {
      const former = this.#former(endpoint);
      if (former === undefined)
        return finding('MissingFdbRecord', subject, `Node ${name} (${mac} at ${endpoint}) has no FDB record`, apply);
      return finding(
        'VtepMacChanged',
        subject,
        `the FDB has ${former.mac} for ${endpoint}, but Node ${name} publishes ${mac} now`,
        apply,
      );
    }
    if (record.endpoint?.ip === endpoint) return undefined;
    return finding(
      'WrongFdbEndpoint',
      subject,
      `the FDB record of Node ${name} points at ${record.endpoint?.ip ?? 'no address'}, the Node is at ${endpoint}`,
      apply,
    );
  }

  leftover({ mac, endpoint }: FdbRecord, explained: ReadonlySet<string>): Finding | undefined {
    const patient = this.#patient;
    const own = patient.ownNode?.vtep;
    const local = patient.model.tunnel?.localAddress?.ip;
    const said = `the FDB record ${mac} -> ${endpoint?.ip ?? 'no address'}`;
    if ((own !== undefined && 'vtep' in own && own.vtep.mac === mac) || (local !== undefined && endpoint?.ip === local))
      return finding(
        'OwnFdbRecord',
        mac,
        `${said} points at this BIG-IP itself`,
        `delete it (net fdb tunnel ${patient.facts.tunnel})`,
      );
    if (this.#macs.has(mac) || explained.has(mac) || this.#isFlooded(endpoint?.ip ?? '')) return undefined;
    const unusable = patient.model.workers.some(
      ({ vtep, addresses }) => 'problem' in vtep && endpoint !== undefined && addresses.includes(endpoint.ip),
    );
    const shared = patient.model.workers.some(
      ({ name, addresses }) => patient.ambiguous.has(name) && endpoint !== undefined && addresses.includes(endpoint.ip),
    );
    if (unusable || shared || this.#owners.isElsewhere(mac)) return undefined;
    return finding('StaleFdbRecord', mac, `${said} belongs to no Node of the input`, this.#owners.removal(mac));
  }

  /** How many records are those of owners that have none of a Node of the input. */
  get elsewhere(): readonly string[] {
    return this.#owners.elsewhere(this.#records.filter(({ mac }) => !this.#macs.has(mac)));
  }

  /** MAC addresses of records that a Node had before. */
  formerOf(nodes: readonly ClusterNode[]): ReadonlySet<string> {
    return new Set(
      nodes.flatMap(({ vtep }) =>
        'vtep' in vtep && !this.#byMac.has(vtep.vtep.mac) ? (this.#former(vtep.vtep.endpoint)?.mac ?? []) : [],
      ),
    );
  }
}

/** D7. */
export function fdb(patient: Patient, judge: Judge): void {
  const { facts, model, cluster } = patient;
  const records = judge.need(facts.first.records);
  if (records !== undefined) judge.saw(counted(records.length, 'FDB record'));
  if (cluster === undefined) {
    judge.cannotKnow('no Nodes are in the input to compare with');
    return;
  }
  judge.saw(`${counted(model.workers.length, 'Node')} in the input`, `${cluster.cni.name}: ${cluster.detected.reason}`);
  judge.found(
    ...validateCni(model),
    ...validateVteps(model),
    ...validateDuplicates(model),
    ...validateEndpoints(model),
  );
  if (records === undefined) return;
  const table = new Fdb(records, cluster, patient);
  const explained = table.formerOf(model.workers);
  for (const node of model.workers) {
    const wrong = table.ofNode(node);
    if (wrong !== undefined) judge.found(wrong);
  }
  judge.saw(...table.elsewhere);
  const { unreadableNodes } = cluster;
  if (unreadableNodes.length > 0)
    judge.cannotKnow(`whose the other records are: Node ${unreadableNodes.join(', ')} cannot be read`);
  for (const record of records) {
    const left = table.leftover(record, explained);
    if (left !== undefined && (left.reason !== 'StaleFdbRecord' || unreadableNodes.length === 0)) judge.found(left);
  }
}
