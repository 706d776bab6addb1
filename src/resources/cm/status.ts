import { list, open, optional, text, words } from '../../values/fields.ts';
import { defineResource, type PropertiesOf } from '../define.ts';

const details = () => list(open(optional({ details: text() })));
const color = () => words([], ['green', 'yellow', 'red', 'blue', 'gray', 'black']);

/**
 * Whether the units have the same configuration: `In Sync`, `Changes Pending`, `Standalone`, `Awaiting Initial Sync` …
 * (facts: icontrol-rest 4.6, 11.1).
 *
 * @example
 * const { status } = await bigip.cm.syncStatus.get();
 */
export const syncStatus = defineResource({
  path: 'cm/sync-status',
  form: 'status',
  schema: () =>
    optional({
      color: color(),
      /** What would mend it, one text a line. */
      details: details(),
      /** `standalone`, `trust-only`, `high-availability` … */
      mode: text(),
      status: text(),
      summary: text(),
    }),
});
export type SyncStatus = PropertiesOf<typeof syncStatus>;

/**
 * Which part this unit has: `ACTIVE`, `STANDBY`, `FORCED OFFLINE` … (facts: icontrol-rest 11.1).
 *
 * @example
 * const { status } = await bigip.cm.failoverStatus.get();
 */
export const failoverStatus = defineResource({
  path: 'cm/failover-status',
  form: 'status',
  schema: () =>
    optional({
      color: color(),
      /** For which traffic groups, one text a line. */
      details: details(),
      status: text(),
      summary: text(),
    }),
});
export type FailoverStatus = PropertiesOf<typeof failoverStatus>;
