import {
  integer,
  link,
  list,
  open,
  optional,
  reference,
  references,
  text,
  trueFalse,
  words,
} from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * Addresses that move to another unit together (tmsh reference, cm traffic-group).
 *
 * @example
 * await bigip.cm.trafficGroup.modify('/Common/traffic-group-1', { autoFailbackEnabled: 'true', autoFailbackTime: 60 });
 */
export const trafficGroup = defineResource({
  path: 'cm/traffic-group',
  label: 'traffic group',
  schema: () =>
    optional({
      appService: text(),
      autoFailbackEnabled: trueFalse(),
      /** Seconds. */
      autoFailbackTime: integer(),
      description: text(),
      failoverMethod: words(['ha-order', 'ha-score']),
      haGroup: reference(),
      haLoadFactor: integer(),
      haOrder: references(),
      haOrderReference: list(link()),
      isFloating: trueFalse(),
      /** `none`, or the MAC address that moves along. */
      mac: text(),
      monitor: open({}),
      unitId: integer(),
    }),
  readOnly: ['haOrderReference', 'isFloating', 'unitId'],
  unset: { description: '', haOrder: [] },
});
export type TrafficGroup = Model<typeof trafficGroup>;
