/** Which device group the configuration is copied to: looked for, and looked at, before anything is written. */
import { readItems } from '../actual/collection.ts';
import { type Item, isItem } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { SyncGroupError } from './errors.ts';

export interface DeviceGroup {
  readonly name: string;
  readonly type: string;
  /** The units copy changes without being told. */
  readonly automatic: boolean;
  /** Names of the units; undefined where the device does not list them. */
  readonly members?: readonly string[];
}

/** Those that are always there, and copy no virtual server (facts: icontrol-rest 11.2). */
const others: ReadonlySet<string> = new Set(['device_trust_group', 'gtm']);

/** Devices and groups lie in /Common, and are named with it or without. */
function nameInCommon(name: unknown): string {
  return String(name).replace(/^\/Common\//, '');
}

function membersOf({ devicesReference }: Item): Pick<DeviceGroup, 'members'> {
  const items = isItem(devicesReference) ? devicesReference['items'] : undefined;
  return Array.isArray(items) ? { members: items.filter(isItem).map(({ name }) => nameInCommon(name)) } : {};
}

/** The groups that may copy virtual servers. One GET. */
export async function readDeviceGroups(unit: Requester, options: CallOptions): Promise<readonly DeviceGroup[]> {
  const select = ['name', 'type', 'autoSync', 'devicesReference'];
  const items = await readItems(unit, ['cm', 'device-group'], { ...options, select, expandSubcollections: true });
  return items
    .filter(({ name }) => !others.has(nameInCommon(name)))
    .map((item) => ({
      name: nameInCommon(item['name']),
      type: String(item['type']),
      automatic: item['autoSync'] === 'enabled',
      ...membersOf(item),
    }));
}

export interface Device {
  readonly name: string;
  readonly isSelf: boolean;
  readonly role: string;
}

/** The units of the trust domain, as this one sees them. One GET. */
export async function readDevices(unit: Requester, options: CallOptions): Promise<readonly Device[]> {
  const select = ['name', 'selfDevice', 'failoverState'];
  const items = await readItems(unit, ['cm', 'device'], { ...options, select });
  return items.map(({ name, selfDevice, failoverState }) => ({
    name: nameInCommon(name),
    isSelf: selfDevice === 'true',
    role: String(failoverState),
  }));
}

/** What a unit is called in its group; undefined where it does not say. */
async function selfName(unit: Requester, options: CallOptions): Promise<string | undefined> {
  return (await readDevices(unit, options)).find(({ isSelf }) => isSelf)?.name;
}

export function isMember({ members }: DeviceGroup, name: string): boolean {
  return members === undefined || members.includes(name);
}

function refuse(why: string, groups: readonly DeviceGroup[]): never {
  const known = groups.map(({ name }) => name).join(', ');
  const there = known === '' ? 'there is none that copies virtual servers' : `there are: ${known}`;
  throw new SyncGroupError(`${why} (${there}); nothing was written. Say which one it is: syncGroup, --sync-group`, {
    outcome: 'not-sent',
  });
}

/**
 * The group that both units are members of: the one that is named, else the one of type `sync-failover`. `units` are those
 * that answer. Throws SyncGroupError.
 */
export async function findDeviceGroup(
  units: readonly [Requester, ...Requester[]],
  wanted: string | undefined,
  options: CallOptions,
): Promise<DeviceGroup> {
  const [groups, ...names] = await Promise.all([
    readDeviceGroups(units[0], options),
    ...units.map((unit) => selfName(unit, options)),
  ]);
  const shared = (group: DeviceGroup): boolean => names.every((name) => name === undefined || isMember(group, name));
  const named = groups.filter(({ name, type }) =>
    wanted === undefined ? type === 'sync-failover' : name === nameInCommon(wanted),
  );
  const [found, ...more] = named.filter(shared);
  if (found === undefined) {
    const [first] = named;
    if (first === undefined) return refuse(`there is no device group ${wanted ?? 'of type sync-failover'}`, groups);
    const lacking = names.filter((name) => name !== undefined && !isMember(first, name)).join(' and ');
    return refuse(`${lacking} is no member of the device group ${first.name}`, groups);
  }
  if (more.length > 0) return refuse('both units are members of more than one device group', groups);
  // It becomes a word of a command line on the device.
  if (!/^[\w.:-]+$/.test(found.name))
    return refuse(`the device group ${JSON.stringify(found.name)} cannot be named in a command`, groups);
  return found;
}

/** What an operator would type on a unit to copy its configuration to the others. */
export function copyCommand(group: string): string {
  return `tmsh run cm config-sync to-group ${group}`;
}
