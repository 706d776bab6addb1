/** Which new objects BIG-IP could not send a packet through, because what leads to them stays out of the plan. */
import type { Entry } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';
import { memberIp, neighbourIp } from './overlay.ts';
import { lostTest, type RouteTrouble } from './routes.ts';

export class Reach {
  /** Addresses without the neighbour that is wanted. */
  readonly #ips = new Set<string | undefined>();
  /** MAC addresses without the FDB record that is wanted. */
  readonly #macs = new Set<string>();
  readonly #isLost: (ip: string | undefined) => boolean;
  readonly #unregistrable: boolean;

  /** `unregistrable`: the own registry is somebody else's object, so a record that was made could not be told as ours. */
  constructor(troubles: Iterable<RouteTrouble>, unregistrable: boolean) {
    this.#isLost = lostTest(troubles);
    this.#unregistrable = unregistrable;
  }

  isCutOff(entry: Entry): boolean {
    if (isRecord(entry.type)) return this.#unregistrable;
    if (isNeighbour(entry.type)) return this.#macs.has(macSpelling(entry.properties['macAddress']));
    if (entry.type !== 'ltm/pool/members') return false;
    const ip = memberIp(entry);
    return this.#ips.has(ip) || this.#isLost(ip);
  }

  /** What is not made, or belongs to somebody else. */
  lose(entry: Entry): void {
    if (isNeighbour(entry.type)) this.#ips.add(neighbourIp(entry));
    if (isRecord(entry.type)) this.#macs.add(macSpelling(uriName(entry.uri)));
  }
}
