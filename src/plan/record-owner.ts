/** Who besides this owner has registered an FDB record: nobody else may change what he made. */
import type { ActualState } from '../state.ts';
import { bareName } from '../values/full-path.ts';
import { markOf } from '../values/mark.ts';
import { registeredNames, registryOwner } from '../values/registry.ts';
import type { Conflict } from './types.ts';

/** Another owner: his mark and his data group are absent where it is not known who he is. */
export interface Registrant {
  readonly mark?: string;
  readonly dataGroup?: string;
}

/** Says of a registered name which other owner has it, and whether this one has it as well. */
export class RecordOwners {
  readonly #own: ReadonlySet<string>;
  readonly #others: ReadonlySet<string>;
  readonly #dataGroups: Readonly<Record<string, string>>;

  constructor({ registries }: Pick<ActualState, 'registries'>) {
    this.#own = new Set(registeredNames(registries?.own?.properties['records']));
    this.#others = new Set(registries?.others);
    this.#dataGroups = registries?.dataGroups ?? {};
  }

  isOwn(name: string): boolean {
    return this.#own.has(name);
  }

  another(name: string): Registrant | undefined {
    if (!this.#others.has(name)) return undefined;
    const dataGroup = Object.hasOwn(this.#dataGroups, name) ? this.#dataGroups[name] : undefined;
    if (dataGroup === undefined) return {};
    const owner = registryOwner(bareName(dataGroup));
    return { dataGroup, ...(owner === undefined ? {} : { mark: markOf(owner) }) };
  }

  /** Undefined where this owner has registered it too. */
  anotherAlone(name: string): Registrant | undefined {
    return this.isOwn(name) ? undefined : this.another(name);
  }
}

/** `what` is registered: `it`, `the FDB record that it leads to`. */
export function ownedByRegistrant(
  { uri, type }: Pick<Conflict, 'uri' | 'type'>,
  { mark, dataGroup }: Registrant,
  what: string,
): Conflict {
  const where = dataGroup === undefined ? '' : ` (data group ${dataGroup})`;
  const who = mark ?? 'another owner of the tunnel';
  const message = `${who} has registered ${what}${where}; only that owner may change it`;
  return { uri, type, reason: 'OwnedByAnother', message, ...(mark === undefined ? {} : { holder: mark }) };
}
