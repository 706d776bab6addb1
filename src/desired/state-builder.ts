/** Gathers what the parts of a mapping say into one desired state. */
import type { DesiredState, Entry, Held } from '../state.ts';
import { allPrefixes, heldPrefixes, poolUri, type RequestNames, virtualUri } from './names.ts';
import { byText, type Notes } from './notes.ts';
import type { Settings } from './options.ts';
import type { Overlay } from './overlay.ts';

export class StateBuilder {
  readonly #objects: Entry[] = [];
  readonly #shared = new Map<string, Entry>();
  readonly #held = new Map<string, Held>();
  readonly #prefixes = new Set<string>();
  readonly #decided = new Set<string>();

  /** Entries that nobody else adds: their names come from one request, or one Node. */
  add(...entries: readonly Entry[]): void {
    this.#objects.push(...entries);
  }

  /**
   * An entry that several may add, of which there is to be one: a pod in two pools has one ARP entry. `key` tells it from
   * others that are added so.
   */
  addShared(key: string, entry: Entry): void {
    if (!this.#shared.has(key)) this.#shared.set(key, entry);
  }

  hold(...held: readonly Held[]): void {
    for (const item of held) if (!this.#held.has(item.uri)) this.#held.set(item.uri, item);
  }

  /** Holds all that a request may have: its virtual server, or its pool when that is all it asks for, and the rest. */
  holdRequest(folderUri: string, names: RequestNames, reason: string, poolAlone?: string): void {
    this.hold(
      poolAlone === undefined
        ? { uri: virtualUri(folderUri, names), type: 'ltm/virtual', reason }
        : { uri: poolUri(folderUri, poolAlone), type: 'ltm/pool', reason },
    );
    for (const prefix of heldPrefixes(folderUri, names)) this.#prefixes.add(prefix);
  }

  /** Holds all whose name begins like this: what an asker may have whose ports are not known. */
  holdAll(folderUri: string, beginning: string): void {
    for (const prefix of allPrefixes(folderUri, beginning)) this.#prefixes.add(prefix);
  }

  /** Holds all whose URI begins like one of these. */
  holdBeginnings(uris: readonly string[]): void {
    for (const uri of uris) this.#prefixes.add(uri);
  }

  /** What has a name with this beginning is there only as far as it is wanted, or held. */
  decide(folderUri: string, beginning: string): void {
    for (const prefix of allPrefixes(folderUri, beginning)) this.#decided.add(prefix);
  }

  build(
    settings: Settings,
    carried: Pick<Overlay, 'heldEndpoints' | 'podNetworks'> | undefined,
    notes: Notes,
  ): DesiredState {
    const { partition, owner, overlay, staticRoutes } = settings;
    const { heldEndpoints = [], podNetworks = [] } = carried ?? {};
    const objects = this.#objects.concat([...this.#shared.values()]);
    const had = new Set(this.#held.size === 0 ? [] : objects.map(({ uri }) => uri));
    return {
      version: 1,
      owner,
      scope: {
        partition,
        ...(overlay === undefined ? {} : { tunnel: overlay.tunnels[0].path }),
        ...(overlay?.tunnels[1] === undefined ? {} : { tunnelV6: overlay.tunnels[1].path }),
        ...(staticRoutes === undefined ? {} : { routes: staticRoutes.partition }),
        heldPrefixes: [...this.#prefixes].sort(byText),
        ...(this.#decided.size === 0 ? {} : { decidedPrefixes: [...this.#decided].sort(byText) }),
        heldEndpoints,
        ...(podNetworks.length === 0 ? {} : { podNetworks }),
      },
      objects,
      // What one holds and another has is had: the ARP entry of a pod in two pools.
      held: [...this.#held.values()].filter(({ uri }) => !had.has(uri)).sort((a, b) => byText(a.uri, b.uri)),
      diagnostics: notes.list(),
    };
  }
}
