/** What monitors have in common (tmsh reference, ltm monitor http and ltm monitor icmp; facts: icontrol-rest 7.8). */
import type { Json } from '../../../state.ts';
import { enabledDisabled, integer, link, optional, reference, text, words } from '../../../values/fields.ts';
import { escaped } from '../../../values/monitor-text.ts';

/** How often a monitor asks, and when it believes the answer. */
export const timing = () =>
  optional({
    appService: text(),
    /** The monitor that it began as a copy of. Cannot change after creation. */
    defaultsFrom: reference(),
    defaultsFromReference: link(),
    description: text(),
    /** Seconds between two questions while it is down, or while `upInterval` is 0. */
    interval: integer(),
    /** Whether what came up again has to be enabled by hand. */
    manualResume: enabledDisabled(),
    /** Seconds without an answer after which it counts as down. */
    timeout: integer(),
    /** Seconds of right answers before it counts as up; 0 is at once. */
    timeUntilUp: integer(),
    /** Seconds between two questions while it is up; 0 is `interval`. */
    upInterval: integer(),
  });

/** How a monitor measures response times. */
export const adaptive = () =>
  optional({
    /** Whether it also counts as down when it answers slowly. */
    adaptive: enabledDisabled(),
    adaptiveDivergenceType: words(['relative', 'absolute']),
    /** Per cent, or milliseconds with type `absolute`. */
    adaptiveDivergenceValue: integer(),
    /** Milliseconds that no answer may take. */
    adaptiveLimit: integer(),
    /** Seconds of which the mean is taken. */
    adaptiveSamplingTimespan: integer(),
    /** Whether it asks through what it monitors, as a gateway. */
    transparent: enabledDisabled(),
  });

/** What is sent, and what the answer has to contain. */
export const exchange = () =>
  optional({
    /** DSCP of its packets, 0 to 63. */
    ipDscp: integer(),
    /** Regular expression of a right answer; without one any answer is right. */
    recv: text(),
    /** Regular expression of an answer that disables the member. */
    recvDisable: text(),
    /** Whether an answer that matches means down. */
    reverse: enabledDisabled(),
    /** What is sent; line ends stand in it as escapes, `\r\n` in four characters. */
    send: text(),
  });

const asKept = (wire: Json): Json => (typeof wire === 'string' ? escaped(wire) : wire);

/** The texts of {@link exchange} are compared as they are kept. */
export const exchangeCompared = { recv: asKept, recvDisable: asKept, send: asKept } as const;

/** What is said of every monitor beside its fields: its type is in its URI, so neither that nor its parent changes. */
export const monitorTraits = {
  label: 'monitor',
  fixed: ['defaultsFrom'],
  readOnly: ['defaultsFromReference'],
  mark: 'description',
} as const;
