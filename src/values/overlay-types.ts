/** The types of what leads into a tunnel: FDB records, and static neighbours (ARP, for IPv6 NDP). */

export const recordType = 'net/fdb/tunnel/records';

const neighbourTypeOf = { 4: 'net/arp', 6: 'net/ndp' } as const;

/** `net/arp` and `net/ndp`. */
export const neighbourTypes: readonly string[] = Object.values(neighbourTypeOf);

/** The type of the neighbours of a family of addresses. */
export function neighbourType(family: 4 | 6): 'net/arp' | 'net/ndp' {
  return neighbourTypeOf[family];
}

export function isRecord(type: string): boolean {
  return type === recordType;
}

/** A static neighbour: `net/arp`, for IPv6 `net/ndp`. */
export function isNeighbour(type: string): boolean {
  return neighbourTypes.includes(type);
}
