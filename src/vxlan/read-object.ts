/** Single objects of a device as facts. What has no address, or one that is none, is left out. */
import type { Item } from '../icontrol/items.ts';
import type { Statistics } from '../icontrol/stats.ts';
import { type Address, parseWireAddress } from '../values/address.ts';
import { type AddressPrefix, parseAddressPrefix } from '../values/address-prefix.ts';
import { bareName, partitionOf } from '../values/full-path.ts';
import { parseMac } from '../values/mac.ts';
import { orNone } from '../values/value-error.ts';
import type {
  ArpState,
  FdbRecord,
  Member,
  Pool,
  Route,
  SelfIp,
  StaticArp,
  TunnelObject,
  TunnelStats,
  Unit,
  Virtual,
  VxlanProfile,
} from './device-facts.ts';
import { isRecord } from './record.ts';

function text(item: Item, key: string): string {
  const value = item[key];
  return typeof value === 'string' ? value : '';
}

function number(item: Item, key: string): number {
  const value = item[key];
  return typeof value === 'number' ? value : 0;
}

function pathOf(item: Item): string {
  return text(item, 'fullPath') || text(item, 'name');
}

/** What an address without `%` means in each partition. */
export class Spaces {
  readonly #domains = new Map<string, number>();

  constructor(partitions: readonly Item[]) {
    for (const { name, defaultRouteDomain } of partitions) {
      if (typeof name === 'string' && typeof defaultRouteDomain === 'number')
        this.#domains.set(name, defaultRouteDomain);
    }
  }

  /** Default route domain by partition, of those that say one. */
  get domains(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#domains);
  }

  /** The address with its route domain said. */
  place(address: Address, partition: string): Address {
    return { ...address, routeDomain: address.routeDomain ?? this.#domains.get(partition) ?? 0 };
  }

  address(wire: string, partition: string): Address | undefined {
    const address = orNone(() => parseWireAddress(wire));
    return address === undefined ? undefined : this.place(address, partition);
  }

  prefix(wire: string, partition: string): AddressPrefix | undefined {
    const parsed = orNone(() => parseAddressPrefix(wire));
    return parsed === undefined ? undefined : { ...parsed, address: this.place(parsed.address, partition) };
  }
}

function metadataIn(item: Item): Readonly<Record<string, string>> {
  const list = item['metadata'];
  const rows = Array.isArray(list) ? list.filter(isRecord) : [];
  return Object.fromEntries(
    rows.flatMap(({ name, value }) =>
      typeof name === 'string' ? [[name, typeof value === 'string' ? value : '']] : [],
    ),
  );
}

export function readProfile(item: Item): VxlanProfile {
  return { path: pathOf(item), port: number(item, 'port'), floodingType: text(item, 'floodingType') };
}

export function readTunnelObject(item: Item, spaces: Spaces): TunnelObject {
  const path = pathOf(item);
  const wire = text(item, 'localAddress');
  const local = wire === '' || wire.startsWith('any') ? undefined : spaces.address(wire, partitionOf(path));
  return {
    path,
    profile: text(item, 'profile'),
    key: number(item, 'key'),
    localAddress: local,
    mtu: number(item, 'mtu'),
  };
}

export function readSelf(item: Item, spaces: Spaces): SelfIp | undefined {
  const path = pathOf(item);
  const parsed = spaces.prefix(text(item, 'address'), partitionOf(path));
  if (parsed === undefined) return undefined;
  return {
    path,
    address: parsed.address,
    prefix: parsed.prefix,
    vlan: text(item, 'vlan'),
    floating: text(item, 'floating') === 'enabled',
    trafficGroup: text(item, 'trafficGroup'),
  };
}

export function readRoute(item: Item, spaces: Spaces): Route | undefined {
  const path = pathOf(item);
  const wire = text(item, 'network');
  const whole = /^(?:default|default-inet6)(%\d+)?$/.exec(wire);
  const partition = partitionOf(path);
  const base = { path, through: text(item, 'tmInterface') || undefined, description: text(item, 'description') };
  if (whole !== null) {
    const place = spaces.address(`0.0.0.0${whole[1] ?? ''}`, partition);
    return { ...base, network: undefined, routeDomain: place?.routeDomain ?? 0 };
  }
  const parsed = spaces.prefix(wire, partition);
  if (parsed === undefined) return undefined;
  const { address, prefix } = parsed;
  return { ...base, network: { ip: address.ip, prefix }, routeDomain: address.routeDomain ?? 0 };
}

/** The tunnel's partition says what an endpoint without `%` means. */
export function readRecord(item: Item, spaces: Spaces, partition: string): FdbRecord | undefined {
  const mac = orNone(() => parseMac(item['name']));
  if (mac === undefined) return undefined;
  return { mac, endpoint: spaces.address(text(item, 'endpoint'), partition) };
}

export function readArp(item: Item, spaces: Spaces): StaticArp | undefined {
  const path = pathOf(item);
  const address = spaces.address(text(item, 'ipAddress'), partitionOf(path));
  const mac = orNone(() => parseMac(item['macAddress']));
  return address === undefined || mac === undefined ? undefined : { path, address, mac };
}

export function readMember(item: Item, spaces: Spaces): Member | undefined {
  const path = pathOf(item);
  const address = spaces.address(text(item, 'address'), partitionOf(path));
  if (address === undefined || address.ip === '::') return undefined;
  const name = bareName(path);
  const port = /[:.]([^:.]+)$/.exec(name)?.[1] ?? '';
  return { name, address, port, state: text(item, 'state'), session: text(item, 'session') };
}

export function readPool(item: Item, member: (item: Item) => Member | undefined): Pool {
  const reference = item['membersReference'];
  const items = isRecord(reference) && Array.isArray(reference['items']) ? reference['items'] : [];
  const members = items.flatMap((one) => (isRecord(one) ? (member(one as Item) ?? []) : []));
  return { path: pathOf(item), members, metadata: metadataIn(item) };
}

export function readVirtual(item: Item): Virtual {
  const translation = item['sourceAddressTranslation'];
  const { type, pool } = isRecord(translation) ? translation : {};
  return {
    path: pathOf(item),
    pool: text(item, 'pool') || undefined,
    snat: typeof type === 'string' ? type : 'none',
    snatPool: typeof pool === 'string' ? pool : undefined,
    metadata: metadataIn(item),
  };
}

export function readVirtualAddress(item: Item, spaces: Spaces): Address | undefined {
  const address = spaces.address(text(item, 'address'), partitionOf(pathOf(item)));
  // One that stands for every address is in every network.
  return address === undefined || address.ip === '0.0.0.0' || address.ip === '::' ? undefined : address;
}

/** Members are full paths of snat-translations, which are named by their address. */
export function readSnatPool(item: Item, spaces: Spaces): readonly [string, readonly Address[]] {
  const members = Array.isArray(item['members']) ? item['members'] : [];
  const addresses = members.flatMap((member) => {
    if (typeof member !== 'string') return [];
    return spaces.address(bareName(member), partitionOf(member)) ?? [];
  });
  return [pathOf(item), addresses];
}

export function readUnit(item: Item): Unit {
  return {
    name: text(item, 'hostname') || text(item, 'name'),
    self: text(item, 'selfDevice') === 'true',
    failoverState: text(item, 'failoverState'),
  };
}

/** The only entry: its key differs by version. */
export function tunnelStatsIn([found]: readonly Statistics[]): TunnelStats {
  const mac = orNone(() => parseMac(found?.texts['macAddr']));
  const counters = Object.entries(found?.counters ?? {}).map(([name, value]): [string, bigint] => [
    name,
    BigInt(value),
  ]);
  return { mac, counters: Object.fromEntries(counters) };
}

/**
 * The names are those that scripts read (`ipAddress`, `macAddress`, `status`); no answer was ever recorded, so whatever
 * holds an address is taken. Of an incomplete entry older versions say so where the MAC address stands.
 */
export function arpStatesIn(found: readonly Statistics[]): readonly ArpState[] {
  return found.flatMap(({ texts }) => {
    const values = Object.values(texts);
    const ip = values.map((value) => orNone(() => parseWireAddress(value))?.ip).find((value) => value !== undefined);
    const status = values.find((value) => /incomplete/i.test(value)) ?? texts['status'] ?? texts['macAddress'];
    return ip === undefined || status === undefined ? [] : [{ ip, status: status.toLowerCase() }];
  });
}
