import { spellMask } from '../../values/address.ts';
import { spellProtocol } from '../../values/protocol.ts';
import type { Kind } from '../kind.ts';
import {
  children,
  choice,
  flag,
  metadata,
  number,
  object,
  pair,
  reference,
  references,
  rows,
  shown,
  text,
  toggle,
  trueFalse,
  yesNo,
} from '../property.ts';
import { persistenceTypes } from './persistence-types.ts';
import { virtualPolicy, virtualProfile } from './virtual-children.ts';
import { spellDestination, spellSource, virtualLife } from './virtual-life.ts';

const [enabled, disabled] = [pair('enabled', 'disabled')['enabled'], pair('enabled', 'disabled')['disabled']];
const vlanPair = pair('vlansDisabled', 'vlansEnabled');

const rateLimitModes = ['', '-source', '-destination', '-source-destination']
  .map((suffix) => `object${suffix}`)
  .concat('source', 'destination', 'source-destination');

/** Connections in a second, or `disabled`. */
function spellRate(value: string): string | undefined {
  return value === 'disabled' || /^\d+$/.test(value) ? value : undefined;
}

/** `ltm/virtual`. */
export const virtual: Kind = {
  type: 'ltm/virtual',
  label: 'Virtual Server',
  naming: 'folder',
  properties: {
    addressStatus: yesNo('yes'),
    appService: text(undefined, { readOnly: true }),
    authProfile: text(),
    autoLasthop: choice('default', ['default', 'enabled', 'disabled']),
    bwcPolicy: text(),
    clonePools: rows({
      name: text(undefined, { names: ['ltm/pool'] }),
      partition: text('Common'),
      subPath: text(),
      context: choice(undefined, ['clientside', 'serverside']),
    }),
    cmpEnabled: yesNo('yes'),
    connectionLimit: number(0),
    creationTime: text(undefined, { readOnly: true, since: '14.0' }),
    description: text(),
    dhcpRelay: flag(),
    destination: text(undefined, { required: true, spell: spellDestination, routed: 'destination' }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(enabled === undefined ? {} : { enabled }),
    evictionProtected: toggle('disabled', { since: '15.1' }),
    fallbackPersistence: reference(persistenceTypes),
    flowEvictionPolicy: text(),
    gtmScore: number(0),
    internal: flag(),
    ipForward: flag(),
    ipProtocol: text('any', { spell: spellProtocol }),
    l2Forward: flag(),
    lastHopPool: reference(['ltm/pool']),
    lastModifiedTime: text(undefined, { readOnly: true, since: '14.0' }),
    // The address behind a destination that names a virtual address.
    listensOn: text(undefined, { readOnly: true, writeOnly: true }),
    mask: text(undefined, { spell: spellMask }),
    mirror: toggle('disabled'),
    mobileAppTunnel: toggle('disabled'),
    nat64: toggle('disabled'),
    pool: reference(['ltm/pool']),
    rateClass: text(),
    rateLimit: text('disabled', { spell: spellRate }),
    rateLimitDstMask: number(0),
    rateLimitMode: choice('object', rateLimitModes),
    rateLimitSrcMask: number(0),
    reject: flag(),
    serversslUseSni: toggle('disabled', { since: '15.1' }),
    serviceDownImmediateAction: choice('none', ['none', 'drop', 'reset'], { since: '12.0' }),
    source: text(undefined, { spell: spellSource, routed: 'network' }),
    sourceAddressTranslation: object({
      pool: reference(['ltm/snatpool']),
      type: choice('none', ['none', 'automap', 'snat', 'lsn']),
    }),
    sourcePort: choice('preserve', ['preserve', 'preserve-strict', 'change']),
    stateless: flag(),
    synCookieStatus: shown('not-activated'),
    transparentNexthop: text(),
    translateAddress: toggle(),
    translatePort: toggle(),
    ...vlanPair,
    vsIndex: number(undefined, { readOnly: true }),
    rules: references(['ltm/rule']),
    securityLogProfiles: { shape: 'list' },
    vlans: references(['net/vlan', 'net/tunnels/tunnel', 'net/vlan-group']),
    metadata,
    persist: rows({
      name: text(undefined, { names: persistenceTypes }),
      partition: text('Common'),
      subPath: text(),
      tmDefault: yesNo('no'),
    }),
    policies: children(virtualPolicy),
    profiles: children(virtualProfile),
    relatedRules: references(['ltm/rule']),
    ephemeral: trueFalse(undefined, { readOnly: true }),
  },
  unimplemented: [
    'auth',
    'fwEnforcedPolicy',
    'fwStagedPolicy',
    'gtmPool',
    'httpMrfRoutingEnabled',
    'ipIntelligencePolicy',
    'maintenance',
    'perFlowRequestAccessPolicy',
    'securityNatPolicy',
    'pvaAcceleration',
    'serviceDownAction',
    'servicePolicy',
    'sipRouting',
    'trafficAccelerationPolicy',
    'trafficClasses',
    'trafficMatchingCriteria',
    'urldbFeedPolicy',
  ],
  life: virtualLife,
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_virtual_1.json (12.1.2), genieparser test_get_ltm_virtual.py (14.1.2.1); optional settings from the tmsh reference',
};
