import type { Json } from '../../json.ts';
import type { Kind, Properties, Property } from '../kind.ts';
import { choice, number, reference, sixteenBits, table, text } from '../property.ts';

interface TunnelType {
  readonly roots: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly properties: Properties;
}

/** Tunnel profiles that the factory brings, and their settings. */
const types: Readonly<Record<string, TunnelType>> = {
  vxlan: {
    roots: {
      vxlan: {},
      'vxlan-gpe': { encapsulationType: 'vxlan-gpe', floodingType: 'multipoint', port: 4790 },
      'vxlan-multipoint': { floodingType: 'multipoint' },
      'vxlan-ovsdb': { floodingType: 'replicator' },
      'vxlan-ovsdb-multipoint': { floodingType: 'multipoint' },
      'vxlan-ovsdb-no-flooding': { floodingType: 'none' },
    },
    properties: {
      encapsulationType: choice('vxlan', ['vxlan', 'vxlan-gpe']),
      floodingType: choice('multicast', ['none', 'multicast', 'multipoint', 'replicator']),
      port: number(4789, sixteenBits),
    },
  },
  geneve: {
    roots: { geneve: {} },
    properties: { floodingType: choice('multipoint', ['none', 'multipoint']), port: number(6081, sixteenBits) },
  },
  gre: {
    roots: { gre: {}, nvgre: { encapsulation: 'nvgre' } },
    properties: table({ encapsulation: 'standard', floodingType: 'none', rxCsum: 'disabled', txCsum: 'disabled' }),
  },
  ipip: {
    roots: {
      ipip: {},
      ip4ip4: { description: 'IPv4 in IPv4' },
      ip4ip6: { description: 'IPv4 in IPv6' },
      ip6ip4: { description: 'IPv6 in IPv4', proto: 'IPv6' },
      ip6ip6: { description: 'IPv6 in IPv6', proto: 'IPv6' },
      dslite: { defaultsFrom: '/Common/ip4ip6', description: 'Dual-stack lite IPv4 in IPv6', dsLite: 'enabled' },
    },
    properties: table({ dsLite: 'disabled', proto: 'IPv4' }),
  },
  ipsec: {
    roots: { ipsec: {} },
    properties: {
      trafficSelector: text('/Common/default-traffic-selector-interface', {
        leadsTo: 'net/ipsec/traffic-selector',
      }),
    },
  },
  etherip: { roots: { etherip: {} }, properties: {} },
  fec: {
    roots: { fec: {} },
    properties: table({
      decodeIdleTimeout: 1500,
      decodeMaxPackets: 512,
      decodeQueues: 32,
      encodeMaxDelay: 500,
      keepaliveInterval: 5,
      lzo: 'enabled',
      repairAdaptive: 'enabled',
      repairPackets: 15,
      sourceAdaptive: 'enabled',
      sourcePackets: 15,
      udpPort: 8288,
    }),
  },
  lw4o6: { roots: { lw4o6: {} }, properties: table({ allProtocolsPass: 'disabled', psidLength: 0 }) },
  map: {
    roots: { map: {} },
    properties: table({ eaBitsLength: 32, ip4Prefix: '0.0.0.0/8', ip6Prefix: '::/48', portOffset: 6 }),
  },
  ppp: {
    roots: { ppp: {} },
    properties: table({
      ipcp: 'enabled',
      ipv6cp: 'enabled',
      lcpEchoFailure: 4,
      lcpEchoInterval: 30,
      vj: 'disabled',
    }),
  },
  'tcp-forward': {
    roots: { 'tcp-forward': { description: 'TCP forwarding without encapsulation' } },
    properties: {},
  },
  v6rd: {
    roots: { v6rd: {} },
    properties: table({ ipv4prefix: 'any', ipv4prefixlen: 0, v6rdprefix: 'any6', v6rdprefixlen: 56 }),
  },
  wccp: {
    roots: { wccpgre: {} },
    properties: table({ rxCsum: 'disabled', txCsum: 'disabled', wccpVersion: '2' }),
  },
};

function tunnelProfile(type: string, { properties, roots }: TunnelType): Kind {
  const path = `net/tunnels/${type}`;
  const own: Properties = {
    appService: text(undefined, { readOnly: true }),
    defaultsFrom: reference([path], { fixed: true }),
    description: text(),
    ...properties,
  };
  const sorted = Object.entries(own).sort(([left], [right]): number => (left < right ? -1 : 1)) as [string, Property][];
  return {
    type: path,
    label: 'tunnel profile',
    naming: 'folder',
    properties: Object.fromEntries(sorted),
    inherits: `/Common/${Object.keys(roots)[0] ?? type}`,
    evidence: 'recorded',
    source: 'genieparser test_get_net_tunnels*.py (14.1.2.1)',
  };
}

/** The object types of tunnel profiles, VXLAN first. */
export const tunnelProfiles: readonly Kind[] = Object.entries(types).map(([type, data]) => tunnelProfile(type, data));

/** Every tunnel profile type, in the order in which a name is looked up. */
export const tunnelProfileTypes: readonly string[] = tunnelProfiles.map(({ type }) => type);

/** The tunnel profiles of the factory, by URI. */
export const factoryTunnelProfiles: Readonly<Record<string, Readonly<Record<string, Json>>>> = Object.fromEntries(
  Object.entries(types).flatMap(([type, { roots }]) =>
    Object.entries(roots).map(([name, settings]) => [`net/tunnels/${type}/~Common~${name}`, settings]),
  ),
);
