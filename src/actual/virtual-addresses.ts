/**
 * The virtual addresses that destinations name: where its name is not its address, that name stands in the destination of
 * its virtual servers (facts: icontrol-rest 7.5).
 */

import { fullPathOf } from '../icontrol/item-name.ts';
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import { virtualAddress } from '../resources/ltm/virtual-address.ts';
import type { Entry } from '../state.ts';
import { parseDestination } from '../values/destination.ts';
import { orNone } from '../values/value-error.ts';
import { readItems } from './collection.ts';

/** True when a virtual server says the name of its virtual address instead of the address. */
function namesVirtualAddress(found: readonly Entry[]): boolean {
  return found.some(({ type, properties: { destination } }) => {
    if (type !== virtual.path || typeof destination !== 'string') return false;
    return orNone(() => parseDestination(destination))?.named === true;
  });
}

/** {@link readVirtualAddresses}, where a destination is named by one; else undefined. */
export async function addressesNamed(
  requester: Requester,
  virtuals: readonly Entry[] | undefined,
  options: CallOptions,
): Promise<Readonly<Record<string, string>> | undefined> {
  return namesVirtualAddress(virtuals ?? []) ? readVirtualAddresses(requester, options) : undefined;
}

/** The address of every virtual address that the user may see, by its full path. */
async function readVirtualAddresses(
  requester: Requester,
  options: CallOptions,
): Promise<Readonly<Record<string, string>>> {
  const select = [...nameAndPlace, 'address'];
  const items = await readItems(requester, virtualAddress.path.split('/'), { ...options, select });
  const known: Record<string, string> = Object.create(null);
  for (const item of items) {
    if (typeof item['address'] === 'string') known[fullPathOf(item, virtualAddress)] = item['address'];
  }
  return { ...known };
}
