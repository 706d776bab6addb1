import type { Properties } from '../../state.ts';
import { enabledDisabled, integer, open, optional, text, words } from '../../values/fields.ts';

/** How a node, or a member and its node, is found by DNS. */
export const fqdn = () =>
  open(
    optional({
      addressFamily: words(['ipv4', 'ipv6', 'all']),
      /** Whether there is one for each address that the name has. */
      autopopulate: enabledDisabled(),
      /** Seconds between two questions while there is no answer. */
      downInterval: integer(),
      /** Seconds between two questions as text, or `ttl`. */
      interval: text(),
      /** The name. */
      tmName: text(),
    }),
  );

/** 11.6.0 writes `interval` as a number. */
export const fqdnOfVersion11 = (wire: Properties): Properties => {
  const { interval } = wire;
  return typeof interval === 'number' ? { ...wire, interval: String(interval) } : wire;
};
