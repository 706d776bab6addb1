/**
 * FDB records carry no mark, and a tunnel may have several owners. So each owner keeps a list of the records that it made
 * on the device: the data group `bigip-icontrol.<owner>` in its partition, with one record for each FDB record.
 */
import { parseMac } from './mac.ts';
import { formatUri, parseUri } from './uri.ts';
import { orNone } from './value-error.ts';

const prefix = 'bigip-icontrol.';

/** `ltm/data-group/internal` */
export const registryType = 'ltm/data-group/internal';

/** `ltm/data-group/internal/~k8s~bigip-icontrol.default` */
export function registryUri(partition: string, owner: string): string {
  return formatUri([...registryType.split('/'), `/${partition}/${prefix}${owner}`]);
}

/** Whose registry a data group is; undefined for any other one. */
export function registryOwner(name: unknown): string | undefined {
  return typeof name === 'string' && name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** Whether a data group is the registry of any owner. */
export function isRegistryName(name: unknown): boolean {
  return registryOwner(name) !== undefined;
}

/** The full path of a tunnel, and the MAC address of a record of it. */
const recordName = /^\/.+\/(?:[\da-f]{2}:){5}[\da-f]{2}$/i;

/** The names of FDB records that the `records` of a registry hold, as the device lists them. Others are somebody else's. */
export function registeredNames(records: unknown): readonly string[] {
  if (!Array.isArray(records)) return [];
  return records.flatMap((record: { readonly name?: unknown } | null) =>
    typeof record?.name === 'string' && recordName.test(record.name) ? [record.name] : [],
  );
}

/** One of the `records` of a data group. */
export interface DataGroupRecord {
  readonly name: string;
  readonly data?: string;
}

/** These names as the `records` of a data group, with what somebody else wrote there: records of other names, and data. */
export function withOthersRecords(names: readonly string[], found: unknown): readonly DataGroupRecord[] {
  const all = new Map(names.map((name): [string, DataGroupRecord] => [name, { name }]));
  for (const record of Array.isArray(found) ? (found as readonly ({ readonly [key: string]: unknown } | null)[]) : []) {
    const { name, data } = record ?? {};
    if (typeof name !== 'string' || (recordName.test(name) && !all.has(name))) continue;
    all.set(name, typeof data === 'string' && data !== '' ? { name, data } : { name });
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The MAC address in a name that a registry holds, when it is of this tunnel. */
export function registeredMac(name: string, tunnel: string | undefined): string | undefined {
  return tunnel !== undefined && name.startsWith(`${tunnel}/`) ? name.slice(tunnel.length + 1) : undefined;
}

/**
 * How a record is called in a registry: `/Common/flannel_vxlan/5e:1b:0a:44:9c:01`. Undefined for one whose name is no MAC
 * address: none of ours has such a name.
 */
export function registeredName(recordUri: string): string | undefined {
  return orNone(() => {
    const segments = parseUri(recordUri);
    return `${segments.at(-3) ?? ''}/${parseMac(segments.at(-1))}`;
  });
}
