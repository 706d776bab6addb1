/** The networks of the routes of a plan, and which of them an address is in. */
import type { Json } from '../state.ts';
import { parseRouteNetwork } from '../values/address-prefix.ts';
import { parseNetwork } from '../values/network.ts';
import { orNone } from '../values/value-error.ts';
import type { Change } from './types.ts';

/** One spelling for each network, without route domain and host bits; undefined for what is none. */
export function networkName(wire: Json | undefined): string | undefined {
  if (typeof wire !== 'string') return undefined;
  return orNone(() => {
    const { address, prefix } = parseRouteNetwork(wire);
    return named(address.ip, prefix);
  });
}

function named(ip: string, prefix: number): string {
  return `${parseNetwork(`${ip}/${prefix}`).block.base}/${prefix}`;
}

/** Networks by their length, so that an address is looked up once for each length that there is. */
export class RouteNetworks {
  readonly #names = new Set<string>();
  readonly #lengths = new Map<4 | 6, Set<number>>();

  /** Networks that a route of the plan leads to afterwards. */
  readonly #taken = new Set<string>();

  /** Of changes to routes. */
  constructor(changes: readonly Change[]) {
    for (const { before, after } of changes) {
      this.#add(networkName(before?.['network']));
      const taken = networkName(after?.['network']);
      this.#add(taken);
      if (taken !== undefined) this.#taken.add(taken);
    }
  }

  #add(name: string | undefined): void {
    if (name === undefined) return;
    this.#names.add(name);
    const family = name.includes(':') ? 6 : 4;
    const lengths = this.#lengths.get(family) ?? new Set();
    this.#lengths.set(family, lengths.add(Number(name.slice(name.lastIndexOf('/') + 1))));
  }

  isTaken(wire: Json | undefined): boolean {
    return this.#taken.has(networkName(wire) ?? '');
  }

  /** Names of the networks that hold an address. */
  around(ip: string): readonly string[] {
    const lengths = this.#lengths.get(ip.includes(':') ? 6 : 4) ?? [];
    return [...lengths].map((length) => named(ip, length)).filter((name) => this.#names.has(name));
  }
}
