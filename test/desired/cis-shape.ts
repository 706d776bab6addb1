/** A desired state as CIS writes its own: what it hands to its driver for one partition. */
import type { DesiredState, Entry } from '../../src/state.ts';
import { formatAddressPort } from '../../src/values/address-port.ts';
import { parseDestination } from '../../src/values/destination.ts';
import { parseMemberName } from '../../src/values/member-name.ts';
import { uriName } from '../../src/values/uri.ts';

interface Named {
  readonly name: string;
  readonly [property: string]: unknown;
}

export interface CisResources {
  readonly virtualServers?: readonly Named[] | null;
  readonly pools?:
    | readonly (Named & {
        readonly members?: readonly CisMember[] | null;
        readonly monitors?: readonly string[] | null;
      })[]
    | null;
  readonly monitors?: readonly Named[] | null;
  readonly iapps?: readonly Named[] | null;
}

export interface CisMember {
  readonly address: string;
  readonly port: number;
  readonly session?: string;
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function byName<T extends Named>(items: readonly T[] | null | undefined): T[] {
  return [...(items ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const memberKey = ({ address, port }: CisMember): string => `${address}:${port}`;

/** Order counts for nothing in CIS's output, and null is an empty list. */
export function normalised(resources: CisResources | undefined) {
  return {
    virtualServers: byName(resources?.virtualServers),
    pools: byName(resources?.pools).map(({ name, members, monitors, ...rest }) => ({
      name,
      ...rest,
      members: [...(members ?? [])]
        .map((member) => ({ ...member, key: memberKey(member) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
      monitors: [...(monitors ?? [])].sort(),
    })),
    monitors: byName(resources?.monitors),
    iapps: byName(resources?.iapps),
  };
}

function virtualOf({ uri, properties }: Entry): Named {
  const { destination, pool, ipProtocol, sourceAddressTranslation, profiles } = properties;
  const { folder, ...rest } = parseDestination(String(destination));
  return {
    name: lastPart(uriName(uri)),
    pool,
    destination: `${folder ?? ''}/${formatAddressPort(rest)}`,
    enabled: true,
    ipProtocol,
    sourceAddressTranslation,
    profiles: (profiles as readonly { name: string; context: string }[]).map(({ name, context }) => {
      const [, partition] = name.split('/');
      return { name: lastPart(name), partition, context };
    }),
  } as Named;
}

function poolOf({ uri, properties }: Entry, state: DesiredState) {
  const members = state.objects.filter(
    (entry) => entry.type === 'ltm/pool/members' && entry.uri.startsWith(`${uri}/members/`),
  );
  return {
    name: lastPart(uriName(uri)),
    loadBalancingMode: properties['loadBalancingMode'],
    members: members.map((member) => {
      const { node, port } = parseMemberName(lastPart(uriName(member.uri)));
      return { address: node, port, session: String(member.initial?.['session'] ?? member.properties['session']) };
    }),
    monitors: properties['monitor'] === null ? [] : String(properties['monitor']).split(' and '),
  };
}

function monitorOf({ uri, type, properties }: Entry): Named {
  const { interval, timeout, send, recv } = properties;
  const shown = { name: lastPart(uriName(uri)), type: lastPart(type), interval, timeout, send, recv };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)) as unknown as Named;
}

export function asCis(state: DesiredState): CisResources {
  const of = (type: string): Entry[] => state.objects.filter((entry) => entry.type === type);
  return {
    virtualServers: of('ltm/virtual').map(virtualOf),
    pools: of('ltm/pool').map((pool) => poolOf(pool, state)),
    monitors: state.objects.filter(({ type }) => type.startsWith('ltm/monitor/')).map(monitorOf),
  };
}
