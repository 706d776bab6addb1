/** VTEPs of Nodes as FDB records, and those that two Nodes claim. */
import type { Entry } from '../state.ts';
import { recordType } from '../values/overlay-types.ts';
import { formatUri } from '../values/uri.ts';
import { listed } from '../values/words.ts';
import type { Vtep } from '../vxlan/vtep.ts';
import { byText, type Notes } from './notes.ts';
import type { TunnelSettings } from './options.ts';

export interface NamedVtep {
  /** Of the Node. */
  readonly name: string;
  readonly vtep: Vtep;
}

function grouped(found: readonly NamedVtep[], key: 'mac' | 'endpoint'): readonly NamedVtep[][] {
  const groups = new Map<string, NamedVtep[]>();
  for (const item of found) {
    const group = groups.get(item.vtep[key]);
    if (group === undefined) groups.set(item.vtep[key], [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Warns of VTEPs that two Nodes claim, and gives back those whose MAC only one of them has. */
export function unambiguous(
  found: readonly NamedVtep[],
  notes: Notes,
): { readonly usable: readonly NamedVtep[]; readonly ambiguous: readonly NamedVtep[] } {
  const usable: NamedVtep[] = [];
  const ambiguous: NamedVtep[] = [];
  const warn = (group: readonly NamedVtep[], what: string): void => {
    const names = listed(group.map(({ name }) => name));
    for (const { name } of group)
      notes.add(`Node/${name}`, 'DuplicateVtep', `Nodes ${names} publish the same VTEP ${what}`);
  };
  for (const group of grouped(found, 'mac')) {
    (group.length === 1 ? usable : ambiguous).push(...group);
    if (group.length > 1)
      warn(
        group,
        `MAC ${group[0]?.vtep.mac ?? ''}; which of them it belongs to cannot be told, so its FDB record stays as it is`,
      );
  }
  for (const group of grouped(usable, 'endpoint')) {
    if (group.length > 1) warn(group, `address ${group[0]?.vtep.endpoint ?? ''}`);
  }
  return { usable, ambiguous };
}

/** An address as a tunnel's partition writes it: with the route domain that the tunnel itself says. */
export function inRouteDomain(ip: string, { routeDomain }: TunnelSettings): string {
  return routeDomain === undefined ? ip : `${ip}%${routeDomain}`;
}

/** A MAC address in its one spelling needs no encoding. */
export function recordUri({ path }: TunnelSettings, mac: string): Pick<Entry, 'uri' | 'type'> {
  return { uri: `${formatUri(['net', 'fdb', 'tunnel', path, 'records'])}/${mac}`, type: recordType };
}

/** One record a VTEP, in the order of the MAC addresses. */
export function recordEntries(tunnel: TunnelSettings, vteps: readonly NamedVtep[]): readonly Entry[] {
  const { uri: prefix } = recordUri(tunnel, '');
  return [...vteps]
    .sort((a, b) => byText(a.vtep.mac, b.vtep.mac))
    .map(({ vtep: { mac, endpoint } }) => ({
      uri: `${prefix}${mac}`,
      type: recordType,
      properties: { endpoint: inRouteDomain(endpoint, tunnel) },
    }));
}
