/** A BIG-IP as the plan sees it: takes changes and returns them in its own spelling. */

import type { Change, Plan } from '../../src/plan/types.ts';
import type { ActualState, Entry, Json, Properties } from '../../src/state.ts';
import { registryType, registryUri } from '../../src/values/registry.ts';

type Spelling = (properties: Properties, routeDomain: number) => Properties;

const routed = (wire: Json | undefined, routeDomain: number): Json =>
  typeof wire === 'string' && !wire.includes('%') ? `${wire}%${routeDomain}` : (wire ?? null);

const byName = (items: Json | undefined): Json =>
  Array.isArray(items)
    ? [...items].sort((a, b) => (String(Object(a).name) < String(Object(b).name) ? -1 : 1))
    : (items ?? null);

const profile = (wire: Json): Json => {
  const { name: sent, fullPath, context } = wire as { name: string; fullPath?: string; context: string };
  const name = fullPath ?? sent;
  const bare = name.slice(name.lastIndexOf('/') + 1);
  return {
    kind: 'x',
    name: bare,
    partition: 'Common',
    fullPath: name,
    generation: 1,
    context,
    nameReference: { link: name },
  };
};

/** A pool is returned with its link. */
function linked(translation: Json | undefined): Json {
  const { type = 'none', pool } = (translation ?? {}) as Properties;
  return pool === undefined || pool === 'none'
    ? { type }
    : { type, pool, poolReference: { link: 'https://localhost/x' } };
}

/** What a BIG-IP makes of the properties of each type. */
const spellings: Readonly<Record<string, Spelling>> = {
  'ltm/virtual': ({ profiles, metadata, sourceAddressTranslation, ...rest }) => ({
    addressStatus: 'yes',
    enabled: true,
    mask: '255.255.255.255',
    source: '0.0.0.0/0',
    vlansDisabled: true,
    ...rest,
    sourceAddressTranslation: linked(sourceAddressTranslation),
    profiles: Array.isArray(profiles) ? [...profiles].reverse().map(profile) : (profiles ?? null),
    metadata: byName(metadata),
  }),
  'ltm/pool': ({ monitor, metadata, ...rest }) => ({
    allowNat: 'yes',
    slowRampTime: 10,
    ...rest,
    metadata: byName(metadata),
    monitor: typeof monitor === 'string' ? `${monitor.split(' and ').reverse().join(' and ')} ` : (monitor ?? null),
  }),
  'ltm/pool/members': ({ address, session, state, metadata, ...rest }, routeDomain) => ({
    connectionLimit: 0,
    ephemeral: 'false',
    monitor: 'default',
    ratio: 1,
    ...rest,
    address: routed(address, routeDomain),
    metadata: byName(metadata),
    session: session === 'user-disabled' ? session : 'monitor-enabled',
    state: state === 'user-down' ? state : 'up',
  }),
  'net/arp': ({ ipAddress, macAddress }) => ({
    ipAddress: routed(ipAddress, 0),
    macAddress: String(macAddress).toUpperCase(),
  }),
  'net/fdb/tunnel/records': ({ endpoint }) => ({ endpoint: routed(endpoint, 0) }),
  'ltm/monitor/tcp': (rest) => ({ adaptive: 'disabled', destination: '*:*', ...rest }),
};

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === 'none' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** What is sent as `none` inside an object goes from it. */
function inner(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => key === 'type' || item !== 'none'));
}

export class ModelDevice {
  readonly #objects = new Map<string, Entry>();
  readonly #routeDomain: number;
  membersElsewhere: readonly string[] = [];
  registeredElsewhere: readonly string[] = [];

  constructor(objects: readonly Entry[] = [], routeDomain = 0) {
    this.#routeDomain = routeDomain;
    for (const { uri, type, properties, initial } of objects) this.#put(uri, type, { ...initial, ...properties });
  }

  get state(): ActualState {
    const own = this.#objects.get(registryUri('k8s', 'default'));
    return {
      objects: [...this.#objects.values()].filter(({ type }) => type !== registryType),
      routeDomains: { Common: 0, k8s: this.#routeDomain },
      membersElsewhere: this.membersElsewhere,
      registries: { ...(own === undefined ? {} : { own }), others: this.registeredElsewhere },
    };
  }

  get(uri: string): Properties | undefined {
    return this.#objects.get(uri)?.properties;
  }

  /** As an operator does it. */
  set(uri: string, properties: Properties): void {
    const found = this.#objects.get(uri);
    if (found === undefined) throw new Error(`${uri} is not there`);
    this.#objects.set(uri, { ...found, properties: { ...found.properties, ...properties } });
  }

  put({ uri, type, properties, initial }: Entry): void {
    this.#put(uri, type, { ...initial, ...properties });
  }

  remove(uri: string): void {
    for (const other of [...this.#objects.keys()]) {
      if (other === uri || other.startsWith(`${uri}/members/`)) this.#objects.delete(other);
    }
  }

  /** As an operator does it. */
  drop(uri: string, key: string): void {
    const found = this.#objects.get(uri);
    if (found === undefined) throw new Error(`${uri} is not there`);
    const properties = Object.fromEntries(Object.entries(found.properties).filter(([name]) => name !== key));
    this.#objects.set(uri, { ...found, properties });
  }

  /** As CIS spells its members. */
  respellMembers(): void {
    for (const [uri, entry] of [...this.#objects]) {
      const spelt = uri.replace(/(members\/~k8s~[\d.]+):/, '$1%250:');
      this.#objects.delete(uri);
      this.#objects.set(spelt, { ...entry, uri: spelt });
    }
  }

  apply({ changes }: Plan): void {
    for (const change of changes) this.#applyOne(change);
  }

  #applyOne({ action, uri, type, after = {} }: Change): void {
    if (action === 'create' && this.#objects.has(uri)) throw new Error(`${uri} exists already`);
    if (action !== 'create' && !this.#objects.has(uri)) {
      // A pool takes its members along.
      if (action === 'delete' && type === 'ltm/pool/members') return;
      throw new Error(`${uri} is not there`);
    }
    if (action === 'delete') {
      for (const other of [...this.#objects.keys()]) {
        if (other === uri || other.startsWith(`${uri}/members/`)) this.#objects.delete(other);
      }
      return;
    }
    this.#checkDestination(uri, type, after);
    this.#put(uri, type, action === 'modify' ? { ...this.get(uri), ...after } : after);
  }

  #checkDestination(uri: string, type: string, { destination, ipProtocol }: Properties): void {
    if (type !== 'ltm/virtual' || destination === undefined) return;
    for (const other of this.#objects.values()) {
      if (other.type !== type || other.uri === uri) continue;
      const same = other.properties['destination'] === destination && other.properties['ipProtocol'] === ipProtocol;
      if (same) throw new Error(`${uri} illegally shares destination with ${other.uri}`);
    }
  }

  #put(uri: string, type: string, properties: Properties): void {
    const spelt = spellings[type]?.(properties, this.#routeDomain) ?? properties;
    const kept = Object.entries(spelt).filter(([, value]) => !isEmpty(value));
    this.#objects.set(uri, {
      uri,
      type,
      properties: Object.fromEntries(kept.map(([key, value]) => [key, inner(value)])),
    });
  }
}
