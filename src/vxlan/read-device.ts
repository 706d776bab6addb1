/** BIG-IP -> facts. Only GETs are sent; what one of them cannot tell is told as unknown, and the others go on. */
import { callOptions } from '../icontrol/call-options.ts';
import { type Item, isItem } from '../icontrol/items.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { statisticsIn } from '../icontrol/stats.ts';
import { registeredNames, registryOwner, registryType } from '../values/registry.ts';
import type { Answer, ArpState, DeviceFacts, Registered, Sample } from './device-facts.ts';
import { knownOf } from './device-facts.ts';
import {
  arpStatesIn,
  readArp,
  readMember,
  readPool,
  readProfile,
  readRecord,
  readRoute,
  readSelf,
  readSnatPool,
  readTunnelObject,
  readUnit,
  readVirtual,
  readVirtualAddress,
  Spaces,
  tunnelStatsIn,
} from './read-object.ts';
import { Reader } from './reader.ts';
import { isOlder } from './release.ts';

export interface ReadDeviceOptions extends CallOptions {
  /**
   * Milliseconds between two looks at what moves: counters, FDB records, ARP. Default 5000; 0 looks once, and what takes
   * two looks is then not known.
   */
  readonly watch?: number;
}

/** 13.1 lists no static ARP entries, whatever there are; 14.1 does (facts: icontrol-rest 8.9). */
function listed(release: Answer<string>, arps: Sample['arps']): Sample['arps'] {
  const version = knownOf(release) ?? '';
  if (!isOlder(version, 14, 0) || knownOf(arps)?.length !== 0) return arps;
  return { unknown: `BIG-IP ${version} lists no static ARP entries, also where there are some` };
}

async function readSample(reader: Reader, tunnel: string, spaces: Spaces, release: Answer<string>): Promise<Sample> {
  const partition = tunnel.split('/')[1] ?? 'Common';
  const [stats, records, arps] = await Promise.all([
    reader.ask('the statistics of the tunnel', async () =>
      tunnelStatsIn(
        statisticsIn(await reader.body(['net', 'tunnels', 'tunnel', tunnel, 'stats'], { options: 'all-properties' }), [
          'net',
          'tunnels',
          'tunnel',
        ]),
      ),
    ),
    reader.ask('the FDB records of the tunnel', async () => {
      const items = await reader.items(['net', 'fdb', 'tunnel', tunnel, 'records']);
      return items.flatMap((item) => readRecord(item, spaces, partition) ?? []);
    }),
    reader.ask('the static ARP entries', async () => {
      const items = [...(await reader.items(['net', 'arp'])), ...(await reader.items(['net', 'ndp']))];
      return items.flatMap((item) => readArp(item, spaces) ?? []);
    }),
  ]);
  return { stats, records, arps: listed(release, arps) };
}

/** What addresses mean in each partition. Rejects where the device does not tell. */
export async function readPartitionSpaces(requester: Requester, options: CallOptions = {}): Promise<Spaces> {
  return new Spaces(await new Reader(requester, options).items(['auth', 'partition']));
}

async function readSpaces(reader: Reader): Promise<Spaces> {
  const partitions = await reader.ask('auth/partition', () => reader.items(['auth', 'partition']));
  return new Spaces(knownOf(partitions) ?? []);
}

function version(reader: Reader): Promise<Answer<string>> {
  return reader.ask('sys/version', async () => {
    const [found] = statisticsIn(await reader.body(['sys', 'version']), ['sys', 'version']);
    return found?.texts['Version'] ?? '';
  });
}

/** Every text of a body, however deep: the shape of a licence differs by version. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isItem(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : [];
}

function readSnatPools(reader: Reader, spaces: Spaces): Promise<DeviceFacts['snatPools']> {
  return reader.ask('ltm/snatpool', async () => {
    const pools = await reader.items(['ltm', 'snatpool']);
    return Object.fromEntries(pools.map((item) => readSnatPool(item, spaces)));
  });
}

/**
 * Reads all that the checks ask for. Throws ConnectError, TlsError and AuthenticationError: then nothing can be said.
 * The device is looked at twice, `watch` milliseconds apart.
 */
export async function readDeviceFacts(
  requester: Requester,
  tunnel: string,
  options: ReadDeviceOptions = {},
): Promise<DeviceFacts> {
  const { watch = 5000, signal } = options;
  const reader = new Reader(requester, callOptions(options));
  // First and alone: who cannot be reached is asked once.
  const release = await version(reader);
  const spaces = await readSpaces(reader);
  const [first, ...facts] = await Promise.all([
    readSample(reader, tunnel, spaces, release),
    ...readRest(reader, spaces),
  ] as const);
  const readLater = async (): Promise<Sample> => {
    await pause(requester.clock, watch, signal, 'given up between the two looks at the device');
    return readSample(reader, tunnel, spaces, release);
  };
  const second = watch > 0 ? await readLater() : undefined;
  const [
    licence,
    profiles,
    tunnels,
    selfIps,
    vlans,
    routes,
    virtualAddresses,
    virtuals,
    pools,
    snatPools,
    arpStates,
    registered,
    ...pair
  ] = facts;
  const [units, syncStatus, tunnelConfigSync] = pair;
  return {
    tunnel,
    version: release,
    licence,
    profiles,
    tunnels,
    selfIps,
    vlans,
    routes,
    virtualAddresses,
    virtuals,
    pools,
    snatPools,
    arpStates,
    registered,
    units,
    syncStatus,
    tunnelConfigSync,
    first,
    second,
  };
}

/** The ARP table, and that of IPv6 as far as it is told: a device without IPv6 may not have one. */
async function readNeighbourStates(reader: Reader): Promise<Answer<readonly ArpState[]>> {
  const table = (word: 'arp' | 'ndp') =>
    reader.ask(`net/${word}/stats`, async () =>
      arpStatesIn(statisticsIn(await reader.bodyOnce(['net', word, 'stats']), ['net', word])),
    );
  const [arp, ndp] = await Promise.all([table('arp'), table('ndp')]);
  return 'known' in arp ? { known: [...arp.known, ...(knownOf(ndp) ?? [])] } : arp;
}

function readRegistered({ name, records }: Item): Registered | undefined {
  const owner = registryOwner(name);
  return owner === undefined ? undefined : { owner, records: registeredNames(records) };
}

function readRest(reader: Reader, spaces: Spaces) {
  return [
    reader.ask('sys/license', async () => textsIn(await reader.bodyOnce(['sys', 'license']))),
    reader.list('net/tunnels/vxlan', readProfile),
    reader.list('net/tunnels/tunnel', (item) => readTunnelObject(item, spaces)),
    reader.list('net/self', (item) => readSelf(item, spaces)),
    reader.ask('net/vlan', async () => {
      const vlans = await reader.items(['net', 'vlan']);
      return Object.fromEntries(
        vlans.map(({ fullPath, mtu }) => [String(fullPath), typeof mtu === 'number' ? mtu : 1500]),
      );
    }),
    reader.list('net/route', (item) => readRoute(item, spaces)),
    reader.list('ltm/virtual-address', (item) => readVirtualAddress(item, spaces)),
    reader.list('ltm/virtual', readVirtual),
    reader.list('ltm/pool', (item) => readPool(item, (member) => readMember(member, spaces)), true),
    readSnatPools(reader, spaces),
    readNeighbourStates(reader),
    reader.list(registryType, readRegistered),
    reader.list('cm/device', readUnit),
    reader.ask('cm/sync-status', async () => {
      const [found] = statisticsIn(await reader.body(['cm', 'sync-status']), ['cm', 'sync-status']);
      return found?.texts['status'] ?? '';
    }),
    reader.ask('sys/db/iptunnel.configsync', async () => {
      const body = await reader.body(['sys', 'db', 'iptunnel.configsync']);
      return isItem(body) && typeof body['value'] === 'string' ? body['value'] : '';
    }),
  ] as const;
}

/** Full paths of the VXLAN tunnels of a device. */
export async function listVxlanTunnels(requester: Requester, options: CallOptions = {}): Promise<readonly string[]> {
  const reader = new Reader(requester, options);
  const profiles = await reader.items(['net', 'tunnels', 'vxlan']);
  const paths = new Set(profiles.map(({ fullPath }) => fullPath));
  const tunnels = await reader.items(['net', 'tunnels', 'tunnel']);
  return tunnels
    .filter(({ profile }) => typeof profile === 'string' && paths.has(profile))
    .flatMap(({ fullPath }) => (typeof fullPath === 'string' ? [fullPath] : []))
    .sort();
}
