import { link, list, metadata, open, optional, reference, text, words } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { policyRule } from './policy-rule.ts';

/**
 * A local traffic policy. From 12.1 on only drafts, in a folder `Drafts`, can be changed, and only published ones used by a
 * virtual server (facts: icontrol-rest 7.9; tmsh reference, ltm policy).
 *
 * @example
 * await bigip.ltm.policy.create({
 *   name: 'by-path',
 *   partition: 'k8s',
 *   subPath: 'Drafts',
 *   controls: ['forwarding'],
 *   requires: ['http'],
 *   strategy: '/Common/first-match',
 * });
 */
export const policy = defineResource({
  path: 'ltm/policy',
  label: 'policy',
  schema: () =>
    optional({
      appService: text(),
      /** What it may change: `forwarding`, `caching` … */
      controls: list(text()),
      description: text(),
      /** The draft of a published policy. */
      draftCopy: reference(),
      draftCopyReference: link(),
      /** RFC 3339. */
      lastModified: text(),
      metadata: metadata(),
      /** The published policy of a draft. */
      publishedCopy: reference(),
      publishedCopyReference: link(),
      /** What it refers to, as the device keeps it. */
      references: open({}),
      /** What it needs: `http`, `tcp` … */
      requires: list(text()),
      status: words(['legacy', 'draft', 'published']),
      /** Which rule acts, `/Common/first-match`. */
      strategy: reference(),
      strategyReference: link(),
    }),
  children: { rules: policyRule },
  readOnly: [
    'draftCopy',
    'draftCopyReference',
    'lastModified',
    'publishedCopy',
    'publishedCopyReference',
    'references',
    'strategyReference',
  ],
  unordered: ['controls', 'metadata', 'requires'],
  unset: { description: '' },
  mark: 'metadata',
});
export type Policy = Model<typeof policy>;
