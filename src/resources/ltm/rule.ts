import { metadata, open, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';

/**
 * An iRule. `apiAnonymous` is its text; the device's own begin with `nodelete nowrite` (facts: icontrol-rest 7.10).
 *
 * @example
 * await bigip.ltm.rule.create({
 *   name: 'hello',
 *   partition: 'k8s',
 *   apiAnonymous: 'when HTTP_REQUEST { HTTP::respond 200 content "hello" }',
 * });
 */
export const rule = defineResource({
  path: 'ltm/rule',
  label: 'iRule',
  schema: () =>
    optional({
      /** The Tcl text. */
      apiAnonymous: text(),
      apiRawValues: open(optional({ verificationStatus: text() })),
      appService: text(),
      ignoreVerification: text(),
      metadata: metadata(),
    }),
  readOnly: ['apiRawValues'],
  unordered: ['metadata'],
  mark: 'metadata',
});
export type Rule = Model<typeof rule>;
