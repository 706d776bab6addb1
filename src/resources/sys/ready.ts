import { optional, yesNo } from '../../values/fields.ts';
import { defineResource, type PropertiesOf } from '../define.ts';

/**
 * Whether the device has started. What it says of objects is to be believed when all are `yes`. From 13.1 on (facts:
 * icontrol-rest 10.1). `bigip.waitReady()` waits for it.
 *
 * @example
 * const { configReady } = await bigip.sys.ready.get();
 */
export const ready = defineResource({
  path: 'sys/ready',
  form: 'status',
  schema: () =>
    optional({
      /** Whether the configuration is loaded. */
      configReady: yesNo(),
      /** Whether the licence is there. */
      licenseReady: yesNo(),
      /** Whether the modules run. */
      provisionReady: yesNo(),
    }),
});
export type Ready = PropertiesOf<typeof ready>;
