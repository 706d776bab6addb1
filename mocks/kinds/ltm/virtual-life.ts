import type { Config } from '../../config/config.ts';
import { type Draft, type Entry, type Subject, textAt } from '../../config/entry.ts';
import { folderOf } from '../../config/names.ts';
import { defaultRouteDomain, explicit, resolve, seenFrom } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../../json.ts';
import { deviceSecond } from '../../life/clock.ts';
import { isV6, maskOf, parseAddress, parseNetwork, printAddress } from '../../values/address.ts';
import { joinPort, parseDestination, parseHostPort } from '../../values/endpoint.ts';
import { compareVersions } from '../../versions.ts';
import type { Life } from '../kind.ts';
import { traffic } from './node.ts';
import { profileTypes } from './profiles/index.ts';
import { usersOf, virtualAddress } from './virtual-address.ts';
import { attachedName } from './virtual-children.ts';
import { checkProfiles } from './virtual-profiles.ts';

/** `/P/10.0.0.1:80`, `/P/10.0.0.1%2:80`, `/P/2001:db8::1.80`; a bare one lies in the partition of the virtual server. */
export function spellDestination(value: string, draft: Draft, config: Config): string | undefined {
  const parsed = parseDestination(value);
  if (parsed === undefined) return spellNamed(value, draft, config);
  const routed = resolve(printOwn(parsed.address, parsed.routeDomain), draft, config);
  if (routed === undefined) return undefined;
  const host = printAddress(routed.address, routed.routeDomain);
  return `${parsed.folder ?? `/${draft.partition ?? 'Common'}`}/${joinPort(host, parsed.port)}`;
}

/** `/P/web:80`: a virtual address by its name. */
function spellNamed(value: string, draft: Draft, config: Config): string | undefined {
  const slash = value.lastIndexOf('/') + 1;
  const split = parseHostPort(value.slice(slash));
  if (split === undefined) return undefined;
  const folders = slash > 0 ? [value.slice(0, slash)] : [`/${draft.partition ?? 'Common'}/`, '/Common/'];
  const paths = folders.map((folder) => `${folder}${split.host}`);
  const found = paths.find((path) => config.find('ltm/virtual-address', path) !== undefined);
  return found === undefined ? undefined : `${found}:${split.port}`;
}

/** The address behind a destination that names a virtual address. */
function namedAddress(destination: string, config: Config): string | undefined {
  if (parseDestination(destination) !== undefined) return undefined;
  const named = config.find('ltm/virtual-address', destination.replace(/:\d+$/, ''));
  if (named === undefined) return undefined;
  const address = textAt(named, 'address');
  return address === 'any' ? '0.0.0.0' : address === 'any6' ? '::' : address;
}

/** `10.0.0.0/8`, `0.0.0.0%2/0`; an address without a length is refused. */
export function spellSource(value: string, draft: Draft, config: Config): string | undefined {
  if (parseAddress(value) !== undefined) throw refuse('sourceWithoutLength', { source: value, path: draft.fullPath });
  const network = parseNetwork(value);
  if (network === undefined) return undefined;
  const { address, routeDomain = defaultRouteDomain(draft.partition, config), length } = network;
  return `${printAddress(address, routeDomain)}/${length}`;
}

const synCookies = [
  'accepts',
  'hwAccepts',
  'hwSyncookies',
  'hwsyncookieInstance',
  'rejects',
  'swsyncookieInstance',
  'syncacheCurr',
  'syncacheOver',
  'syncookies',
];

/** The rules of virtual servers: addresses that come and go with them, and who may listen where. */
export const virtualLife: Life = {
  prepare(draft, before, config) {
    const now = deviceSecond(config.clock.now());
    const timed = compareVersions(config.version, '14.0') >= 0;
    if (timed) draft.own['lastModifiedTime'] = now;
    if (before === undefined) {
      if (timed) draft.own['creationTime'] ??= now;
      draft.own['vsIndex'] ??= config.sequence('vsIndex', 2, 1);
      draft.own['destination'] ??= spellDestination('0.0.0.0:0', draft, config) ?? '';
      if ((draft.nested.get('profiles') ?? []).length === 0) draft.nested.set('profiles', [{ name: '/Common/fastL4' }]);
    }
    const named = namedAddress(textAt({ properties: draft.own }, 'destination'), config);
    if (named === undefined) delete draft.own['listensOn'];
    else draft.own['listensOn'] = named;
    checkFamilies(draft);
    if (before === undefined && draft.own['ipProtocol'] === undefined) {
      const protocol = protocolOf(draft.nested.get('profiles') ?? [], draft, config);
      if (protocol !== undefined) draft.own['ipProtocol'] = protocol;
    }
    standOnAddress(draft, config);
  },
  derive(subject) {
    const host = addressOf(subject);
    const v6 = isV6(host);
    const wildcard = host === '0.0.0.0' || host === '::';
    const translate = wildcard ? 'disabled' : 'enabled';
    const derived: JsonDraft = {};
    const translation = subject.own['sourceAddressTranslation'];
    if (isObject(translation) && translation['type'] !== 'snat')
      derived['sourceAddressTranslation'] = hidePool(translation);
    if (subject.own['mask'] === undefined)
      derived['mask'] = wildcard ? (v6 ? 'any6' : 'any') : maskOf(v6 ? 128 : 32, v6);
    if (subject.own['source'] === undefined) derived['source'] = everywhere(subject);
    if (subject.own['translateAddress'] === undefined) derived['translateAddress'] = translate;
    if (subject.own['translatePort'] === undefined) derived['translatePort'] = translate;
    return derived;
  },
  uses(subject) {
    const pool = snatpoolOf(subject.own);
    return pool === undefined ? [] : [{ type: 'ltm/snatpool', fullPath: pool }];
  },
  keys(entry) {
    const { address, port } = placeOf(entry);
    const source = textAt(entry, 'source');
    return [`virtual on ${address}`, `virtual at ${address} ${port} ${textAt(entry, 'ipProtocol')} ${source}`];
  },
  stored(after, before, config) {
    if (before !== undefined) leaveAddress(before, after, config);
  },
  removed: (entry, config) => leaveAddress(entry, undefined, config),
  check(entry, config) {
    const [, key = ''] = virtualLife.keys?.(entry) ?? [];
    const other = config.store.byKey(key).find((found) => found.uri !== entry.uri && vlansOverlap(entry, found));
    if (other !== undefined) throw refuse('destinationShared', { path: entry.fullPath, userPath: other.fullPath });
    checkProfiles(entry, config);
  },
  stats(entry) {
    const { address, port } = placeOf(entry);
    return {
      ...traffic('clientside'),
      'clientside.evictedConns': 0,
      'clientside.slowKilled': 0,
      cmpEnableMode: 'all-cpus',
      cmpEnabled: 'enabled',
      csMaxConnDur: 0,
      csMeanConnDur: 0,
      csMinConnDur: 0,
      destination: joinPort(address.replace(/%0$/, ''), port),
      ...traffic('ephemeral'),
      'ephemeral.evictedConns': 0,
      'ephemeral.slowKilled': 0,
      fiveMinAvgUsageRatio: 0,
      fiveSecAvgUsageRatio: 0,
      tmName: entry.fullPath,
      oneMinAvgUsageRatio: 0,
      'status.availabilityState': 'unknown',
      'status.enabledState': entry.properties['disabled'] === true ? 'disabled' : 'enabled',
      'status.statusReason':
        "The children pool member(s) either don't have service checking enabled, or service check results are not available yet",
      syncookieStatus: 'not-activated',
      ...Object.fromEntries(synCookies.map((name) => [`syncookie.${name}`, 0])),
      totRequests: 0,
    };
  },
};

function printOwn(address: string, routeDomain: number | undefined): string {
  return routeDomain === undefined ? address : `${address}%${routeDomain}`;
}

function placeOf(subject: Pick<Subject, 'own' | 'properties'>): { address: string; port: number } {
  const destination = textAt(subject, 'destination');
  const { listensOn } = subject.own;
  if (typeof listensOn === 'string') return { address: listensOn, port: Number(/\d+$/.exec(destination)?.[0] ?? 0) };
  const parsed = parseDestination(destination);
  return {
    address: parsed === undefined ? '' : printAddress(parsed.address, parsed.routeDomain ?? 0),
    port: parsed?.port ?? 0,
  };
}

function addressOf(subject: Pick<Subject, 'own' | 'properties'>): string {
  return parseAddress(placeOf(subject).address)?.address ?? '';
}

/** A PATCH to automap hides the SNAT pool and does not let go of it: its deletion fails later (01070320). */
function snatpoolOf(own: JsonObject): string | undefined {
  const translation = own['sourceAddressTranslation'];
  const kept = isObject(translation) ? translation['pool'] : undefined;
  return typeof kept === 'string' ? kept : undefined;
}

function hidePool({ pool: _, ...shown }: JsonObject): JsonObject {
  return shown;
}

/** Where clients come from unless it is said: anywhere in the route domain of the destination. */
function everywhere(subject: Subject): string {
  const here = parseAddress(placeOf(subject).address);
  return `${printAddress(isV6(here?.address ?? '') ? '::' : '0.0.0.0', here?.routeDomain ?? 0)}/0`;
}

function checkFamilies(draft: Draft): void {
  const v6 = isV6(addressOf(draft));
  const { address: destination } = placeOf(draft);
  if (destination === '') return;
  const network = parseNetwork(textAt(draft, 'source'));
  if (network !== undefined && isV6(network.address) !== v6) {
    throw refuse('sourceFamily', { path: draft.fullPath, source: network.address, destination });
  }
  const mask = textAt(draft, 'mask');
  if (v6 ? mask.includes('.') : mask.includes(':'))
    throw refuse('maskFamily', { path: draft.fullPath, mask, destination });
}

function protocolOf(profiles: readonly JsonObject[], draft: Draft, config: Config): string | undefined {
  return ['tcp', 'udp', 'sctp'].find((protocol) =>
    profiles.some((profile) => {
      const path = attachedName(profile, draft, profileTypes, config);
      return path !== undefined && config.find(`ltm/profile/${protocol}`, path) !== undefined;
    }),
  );
}

function standOnAddress(draft: Draft, config: Config): void {
  const destination = textAt({ properties: draft.own }, 'destination');
  const { address } = placeOf({ own: draft.own, properties: { destination } });
  const folder = folderOf(destination);
  if (!draft.lenient && config.find('sys/folder', folder) === undefined)
    throw refuse('folderMissing', { path: folder });
  const key = wildcardOf(address);
  if (key === '' || config.store.byKey(`virtual-address ${key}`).length > 0) return;
  const mask: Json | undefined = draft.own['mask'];
  const name = seenFrom(folder.split('/')[1], address, 'address', config);
  const body: JsonDraft = { name: `${folder}/${name}`, address: explicit(key) };
  if (mask !== undefined && !['0.0.0.0', '::'].includes(address)) body['mask'] = mask;
  config.create(virtualAddress, undefined, body, { factory: draft.factory, lenient: draft.lenient });
}

function wildcardOf(address: string): string {
  return address === '0.0.0.0' ? 'any' : address === '::' ? 'any6' : address;
}

function leaveAddress(before: Entry, after: Entry | undefined, config: Config): void {
  const { address } = placeOf(before);
  if (after !== undefined && placeOf(after).address === address) return;
  if (usersOf(address, config) > 0) return;
  for (const left of config.store.byKey(`virtual-address ${wildcardOf(address)}`)) {
    if (textAt(left, 'autoDelete') === 'true') config.remove(left, { direct: true });
  }
}

function vlansOverlap(left: Entry, right: Entry): boolean {
  if (left.properties['vlansEnabled'] !== true || right.properties['vlansEnabled'] !== true) return true;
  const [mine, theirs] = [left.properties['vlans'], right.properties['vlans']];
  return isArray(mine) && isArray(theirs) && mine.some((vlan) => theirs.includes(vlan));
}
