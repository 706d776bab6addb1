/** One way in which BIG-IP says something otherwise than it was sent, and what a table of them is written with. */
import type { Item } from '../../../src/icontrol/items.ts';
import type { Properties } from '../../../src/state.ts';

export interface Row {
  readonly what: string;
  readonly type: string;
  /** As we send it; by default named `x`. */
  readonly sent: Properties;
  /** As it is answered. */
  readonly answered: Item;
  /** An answer that means something else. */
  readonly other: Item;
  readonly name?: string;
  /** Default route domain of the partition. */
  readonly routeDomain?: number;
  readonly virtualAddresses?: Readonly<Record<string, string>>;
  /** What is done about the other answer; `modify` by default. */
  readonly action?: string;
}

export const virtual = (what: string, sent: Properties, answered: Item, other: Item, more: Partial<Row> = {}): Row => ({
  what,
  type: 'ltm/virtual',
  sent,
  answered,
  other,
  ...more,
});
export const destination = (
  what: string,
  sent: string,
  answered: string,
  other: string,
  more: Partial<Row> = {},
): Row => virtual(what, { destination: sent }, { destination: answered }, { destination: other }, more);
export const pool = (what: string, sent: Properties, answered: Item, other: Item): Row => ({
  what,
  type: 'ltm/pool',
  name: 'q',
  sent,
  answered,
  other,
});
export const rule = (what: string, sent: string | null, answered: string | undefined, other: string): Row =>
  pool(what, { monitor: sent }, answered === undefined ? {} : { monitor: answered }, { monitor: other });
export const member = (what: string, name: string, answered: Item, other: Item, more: Partial<Row> = {}): Row => ({
  what,
  type: 'ltm/pool/members',
  name,
  sent: { address: name.includes(':80') ? name.slice(0, -3) : name.slice(0, name.lastIndexOf('.')) },
  answered,
  other,
  ...more,
});
export const monitor = (type: string, what: string, sent: Properties, answered: Item, other: Item): Row => ({
  what: `${type}: ${what}`,
  type: `ltm/monitor/${type}`,
  name: 'q_0_x',
  sent,
  answered,
  other,
});
export const net = (
  type: string,
  what: string,
  sent: Properties,
  answered: Item,
  other: Item,
  more: Partial<Row> = {},
): Row => ({
  what: `${type}: ${what}`,
  type: `net/${type}`,
  name: type === 'ndp' ? 'k8s-fd00--7' : 'k8s-10.244.1.7',
  sent,
  answered,
  other,
  ...more,
});
