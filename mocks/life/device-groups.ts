import type { Config } from '../config/config.ts';
import type { Entry } from '../config/entry.ts';
import { moveEntry } from '../config/move.ts';

/** The device group of a pair from the start. */
export const pairGroup = 'sync-failover';

/** Groups that every device has, of all devices that it trusts. They carry no configuration of traffic. */
const trustGroups: readonly string[] = ['/Common/device_trust_group', '/Common/gtm'];

/** The groups that somebody made. */
export function madeGroups(config: Config): readonly Entry[] {
  return config.store.list('cm/device-group').filter(({ fullPath }) => !trustGroups.includes(fullPath));
}

/** What a unit knows of itself, or of the other one. */
export function deviceIn(config: Config, self: boolean): Entry | undefined {
  return config.store.list('cm/device').find(({ properties }) => (properties['selfDevice'] === 'true') === self);
}

/** Whether a unit has another one in its trust domain. */
export function trusts(config: Config): boolean {
  return deviceIn(config, false) !== undefined;
}

/** The members of a device group. */
export function membersOf(group: Entry, config: Config): readonly Entry[] {
  return config.store.list(`${group.uri}/devices`);
}

/** Two units get to know each other, as add-to-trust does it. */
export function introduce(one: Config, other: Config): void {
  const devices = [one, other].map((config) => deviceIn(config, true));
  for (const config of [one, other]) {
    config.atomic(() => addDevices(devices, config), { direct: true });
  }
}

function addDevices(devices: readonly (Entry | undefined)[], config: Config): void {
  const options = { direct: true, factory: true };
  const kind = config.tree.kind('cm/device');
  const names = devices.map((device) => device?.name ?? '');
  for (const [index, name] of names.entries()) {
    const { chassisId = '' } = devices[index]?.properties ?? {};
    if (kind === undefined || config.find('cm/device', `/Common/${name}`) !== undefined) continue;
    config.create(kind, undefined, { name, hostname: name, version: config.version, chassisId }, options);
  }
  const trust = config.find('cm/trust-domain', '/Common/Root');
  const caDevices = names.map((name) => `/Common/${name}`).sort();
  if (trust !== undefined) config.modify(trust, { caDevices }, 'patch', options);
  for (const path of trustGroups) {
    const group = config.find('cm/device-group', path);
    if (group !== undefined) config.modify(group, { devices: caDevices }, 'patch', options);
  }
}

/** Puts both units of a pair into one group, as a unit knows them. */
export function foundGroup(config: Config): void {
  const kind = config.tree.kind('cm/device-group');
  if (kind === undefined) return;
  const devices = config.store.list('cm/device').map(({ fullPath }) => ({ name: fullPath }));
  const body = { name: pairGroup, type: 'sync-failover', networkFailover: 'enabled', devices };
  config.create(kind, undefined, body, { direct: true, factory: true });
}

/** A unit has another name: the other one follows. */
export function updatePeer(from: Config, to: Config): void {
  const own = deviceIn(from, true);
  const known = deviceIn(to, false);
  if (own === undefined || known === undefined || own.fullPath === known.fullPath) return;
  to.atomic(() => to.adjust(moveEntry(known, own.fullPath, to), { hostname: own.name }), { direct: true });
}

/** Device groups belong to the trust domain: what one unit has of them, the other gets at once. */
export function mirrorGroups(from: Config, to: Config): void {
  const wanted = groupsIn(from);
  const there = groupsIn(to);
  const spelled = (entries: readonly Entry[]) => JSON.stringify(entries.map(({ uri, own }) => [uri, own]));
  if (spelled(wanted) === spelled(there)) return;
  const uris = new Set(wanted.map(({ uri }) => uri));
  to.atomic(
    () => {
      for (const { uri } of there) if (!uris.has(uri)) to.store.remove(uri);
      for (const entry of wanted) to.store.put(entry);
    },
    { direct: true },
  );
}

function groupsIn(config: Config): Entry[] {
  return madeGroups(config).flatMap((group) => [group, ...membersOf(group, config)]);
}
