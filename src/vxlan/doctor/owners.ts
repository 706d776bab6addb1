/** Whose an FDB record is, as the registries on the device say: several clusters may share one tunnel. */
import type { ClusterNode } from '../cluster-facts.ts';
import { type FdbRecord, knownOf } from '../device-facts.ts';
import { counted } from './check.ts';
import type { Patient } from './patient.ts';

export class Owners {
  readonly #byMac = new Map<string, Set<string>>();
  /** Owners that made a record of a Node of the input: they write for this cluster. */
  readonly #ours: ReadonlySet<string>;
  readonly #patient: Patient;

  constructor(patient: Patient, nodes: readonly ClusterNode[]) {
    this.#patient = patient;
    const prefix = `${patient.facts.tunnel}/`;
    for (const { owner, records } of knownOf(patient.facts.registered) ?? []) {
      for (const name of records) {
        if (!name.startsWith(prefix)) continue;
        const mac = name.slice(prefix.length).toLowerCase();
        this.#byMac.set(mac, new Set([...(this.#byMac.get(mac) ?? []), owner]));
      }
    }
    this.#ours = new Set(nodes.flatMap(({ vtep }) => ('vtep' in vtep ? [...this.#of(vtep.vtep.mac)] : [])));
  }

  #of(mac: string): ReadonlySet<string> {
    return this.#byMac.get(mac) ?? new Set();
  }

  /** A record of another cluster. Where nobody has registered a record of this one, it may as well be a leftover. */
  isElsewhere(mac: string): boolean {
    const owners = [...this.#of(mac)];
    return this.#ours.size > 0 && owners.length > 0 && !owners.some((owner) => this.#ours.has(owner));
  }

  elsewhere(records: readonly FdbRecord[]): readonly string[] {
    const counts = new Map<string, number>();
    for (const { mac } of records) {
      if (!this.isElsewhere(mac)) continue;
      const names = [...this.#of(mac)].sort().join(', ');
      counts.set(names, (counts.get(names) ?? 0) + 1);
    }
    return [...counts].map(([names, count]) => `${counted(count, 'record')} of owner ${names}`);
  }

  /** How a record that belongs to no Node goes: nobody deletes what was never registered, unless he adopts it. */
  removal(mac: string): string {
    const [owner] = [...this.#of(mac)].sort();
    if (owner === undefined)
      return `${this.#patient.apply('the Nodes')}, --adopt and --prune, or delete it, unless another cluster uses this tunnel: nobody has registered it`;
    const elsewhere = this.#ours.size === 0 ? `, unless owner ${owner} is another cluster's` : '';
    return `${this.#patient.apply('the Nodes')}, --owner ${owner} and --prune${elsewhere}`;
  }
}
