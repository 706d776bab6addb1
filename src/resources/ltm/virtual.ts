import {
  addressPrefix,
  destination,
  enabledDisabled,
  flag,
  integer,
  link,
  list,
  mask,
  metadata,
  open,
  optional,
  policies,
  profiles,
  reference,
  references,
  sourceAddressTranslation,
  text,
  trueFalse,
  words,
  yesNo,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { virtualPolicy, virtualProfile } from './virtual-children.ts';

/**
 * A virtual server: the address and port that clients connect to.
 *
 * Of `enabled`/`disabled` and `vlansEnabled`/`vlansDisabled` exactly one is present, and true; writing `enabled: false`
 * sends `disabled: true`. `profiles` and `policies` are sent here and returned under `profilesReference` and
 * `policiesReference` (facts: icontrol-rest 5.3 to 5.13; tmsh reference, ltm virtual).
 *
 * @example
 * await bigip.ltm.virtual.create({
 *   name: 'web',
 *   partition: 'k8s',
 *   destination: '172.16.100.195:31400',
 *   ipProtocol: 'tcp',
 *   pool: '/k8s/web',
 *   profiles: ['/Common/tcp'],
 *   sourceAddressTranslation: { type: 'automap' },
 * });
 */
export const virtual = defineResource({
  path: 'ltm/virtual',
  label: 'Virtual Server',
  schema: () =>
    optional({
      /** Whether the virtual address counts this server's availability. */
      addressStatus: yesNo(),
      /** The application service (iApp, AS3) that it belongs to; nobody else may change it then. */
      appService: text(),
      /** Whether answers go back to the MAC address that the request came from. */
      autoLasthop: words(['default', 'enabled', 'disabled']),
      /** Bandwidth controller policy. */
      bwcPolicy: reference(),
      bwcPolicyReference: link(),
      /** Pools that get a copy of the traffic. */
      clonePools: list(
        open({
          name: text(),
          ...optional({ partition: text(), context: words(['clientside', 'serverside']), nameReference: link() }),
        }),
      ),
      /** Whether all traffic processors of the device take part. */
      cmpEnabled: yesNo(),
      /** Connections at most; 0 is unlimited. */
      connectionLimit: integer(),
      /** RFC 3339, from 14.1 on. */
      creationTime: text(),
      description: text(),
      /** Where clients connect to. Without a folder the virtual server's own is meant; the device returns it with one. */
      destination: destination(),
      dhcpRelay: flag(),
      /** Present, and true, when it takes no connections. */
      disabled: flag(),
      /** Present, and true, when it takes connections. */
      enabled: flag(),
      /** Whether its connections survive when memory runs out. */
      evictionProtected: enabledDisabled(),
      /** Persistence that is used when the first one does not apply. */
      fallbackPersistence: reference(),
      fallbackPersistenceReference: link(),
      flowEvictionPolicy: reference(),
      flowEvictionPolicyReference: link(),
      /** Firewall policy that acts. */
      fwEnforcedPolicy: reference(),
      fwEnforcedPolicyReference: link(),
      /** Firewall policy that is only tried out. */
      fwStagedPolicy: reference(),
      fwStagedPolicyReference: link(),
      /** What GTM weighs it by. */
      gtmScore: integer(),
      /** For traffic that another virtual server hands over. */
      internal: flag(),
      /** Forwards packets by the routing table instead of choosing a pool member. */
      ipForward: flag(),
      ipIntelligencePolicy: reference(),
      ipIntelligencePolicyReference: link(),
      /** `tcp`, `udp`, `sctp`, `any` or another name of an IP protocol. */
      ipProtocol: text(),
      /** Forwards frames without changing their addresses. */
      l2Forward: flag(),
      /** Pool of routers that answers go back through. */
      lastHopPool: reference(),
      lastHopPoolReference: link(),
      /** RFC 3339, from 14.1 on. */
      lastModifiedTime: text(),
      /** Which addresses it answers for: `255.255.255.255` is one host, `any` all of them. */
      mask: mask(),
      metadata: metadata(),
      /** Whether connections are copied to the standby unit. */
      mirror: enabledDisabled(),
      mobileAppTunnel: enabledDisabled(),
      /** Whether IPv6 clients reach IPv4 servers. */
      nat64: enabledDisabled(),
      perFlowRequestAccessPolicy: reference(),
      perFlowRequestAccessPolicyReference: link(),
      /** The persistence profile; `tmDefault` is `yes` on the one that is used. */
      persist: list(
        open({ name: text(), ...optional({ partition: text(), tmDefault: yesNo(), nameReference: link() }) }),
      ),
      /** LTM policies, by full path. */
      policies: policies(),
      /** Full path of the default pool; absent when there is none. */
      pool: reference(),
      poolReference: link(),
      /** How it speaks: protocol, TLS, HTTP … The whole list is replaced. */
      profiles: profiles(),
      rateClass: reference(),
      rateClassReference: link(),
      /** Connections a second as text, or `disabled`. */
      rateLimit: text(),
      /** Bits of the destination address that are counted together. */
      rateLimitDstMask: integer(),
      /** What is counted together for `rateLimit`. */
      rateLimitMode: words([
        'object',
        'object-source',
        'object-destination',
        'object-source-destination',
        'destination',
        'source',
        'source-destination',
      ]),
      /** Bits of the source address that are counted together. */
      rateLimitSrcMask: integer(),
      /** Refuses connections instead of ignoring them. */
      reject: flag(),
      relatedRules: references(),
      /** iRules in the order in which they run. */
      rules: references(),
      rulesReference: list(link()),
      securityLogProfiles: list(text()),
      securityLogProfilesReference: list(link()),
      /** NAT policy of the firewall module. */
      securityNatPolicy: open(optional({ policy: reference(), policyReference: link() })),
      serversslUseSni: enabledDisabled(),
      /** What happens to open connections when it goes down. */
      serviceDownImmediateAction: words(['none', 'drop', 'reset']),
      servicePolicy: reference(),
      servicePolicyReference: link(),
      /** Clients that it answers; the family of `destination`. */
      source: addressPrefix(),
      /** How the client's address is translated. A PATCH to `automap` keeps the old `pool`: unset it with `none`. */
      sourceAddressTranslation: sourceAddressTranslation(),
      /** Whether the client's port is kept. */
      sourcePort: words(['preserve', 'preserve-strict', 'change']),
      stateless: flag(),
      /** Whether SYN cookies are sent now, `not-activated` when not. */
      synCookieStatus: text(),
      /** Where clients connect to and come from, as lists of addresses and ports. */
      trafficMatchingCriteria: reference(),
      trafficMatchingCriteriaReference: link(),
      /** Whether the destination address is replaced by the member's. */
      translateAddress: enabledDisabled(),
      /** Whether the destination port is replaced by the member's. */
      translatePort: enabledDisabled(),
      transparentNexthop: reference(),
      transparentNexthopReference: link(),
      /** VLANs and tunnels that `vlansEnabled` or `vlansDisabled` speak of; absent when there are none. */
      vlans: references(),
      /** Answers on all VLANs but those in `vlans`. */
      vlansDisabled: flag(),
      /** Answers only on those in `vlans`. */
      vlansEnabled: flag(),
      vlansReference: list(link()),
      /** Number of the virtual server on this device. */
      vsIndex: integer(),
      /** True where the device made it by itself. */
      ephemeral: trueFalse(),
    }),
  children: { profiles: virtualProfile, policies: virtualPolicy },
  dependsOn: ['ltm/pool', 'ltm/pool/members', 'ltm/persistence/source-addr'],
  readOnly: [
    'bwcPolicyReference',
    'creationTime',
    'ephemeral',
    'fallbackPersistenceReference',
    'flowEvictionPolicyReference',
    'fwEnforcedPolicyReference',
    'fwStagedPolicyReference',
    'ipIntelligencePolicyReference',
    'lastHopPoolReference',
    'lastModifiedTime',
    'perFlowRequestAccessPolicyReference',
    'poolReference',
    'rateClassReference',
    'rulesReference',
    'securityLogProfilesReference',
    'servicePolicyReference',
    'synCookieStatus',
    'trafficMatchingCriteriaReference',
    'transparentNexthopReference',
    'vlansReference',
    'vsIndex',
  ],
  pairs: { enabled: 'disabled', vlansEnabled: 'vlansDisabled' },
  unordered: ['metadata', 'policies', 'profiles', 'vlans'],
  returnedIn: { policies: 'policiesReference', profiles: 'profilesReference' },
  unset: { description: '', policies: [], profiles: [], rules: [], vlans: [], persist: [] },
  mark: 'metadata',
});
export type Virtual = Model<typeof virtual>;
