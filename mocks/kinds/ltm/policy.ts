import type { Config } from '../../config/config.ts';
import type { Entry, Link, Subject } from '../../config/entry.ts';
import type { JsonObject } from '../../json.ts';
import { compareVersions } from '../../versions.ts';
import type { Kind } from '../kind.ts';
import { children, choice, flag, list, metadata, number, reference, text } from '../property.ts';
import {
  actionOfPolicy,
  checkDraft,
  draftPath,
  draftsSince,
  isInDrafts,
  makeDraft,
  partOfPolicy,
  publish,
  publishedPath,
} from './policy-drafts.ts';
import { actionFields, conditionFields, opposites, selectors } from './policy-fields.ts';

const action: Kind = {
  type: 'ltm/policy/rules/actions',
  label: 'policy action',
  userLabel: 'policy action',
  naming: 'plain',
  properties: actionFields,
  life: actionOfPolicy,
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

const condition: Kind = {
  type: 'ltm/policy/rules/conditions',
  label: 'policy condition',
  naming: 'plain',
  properties: conditionFields,
  life: { derive: unsaid, ...partOfPolicy },
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

/** What a condition means where it does not say: the whole of the request, from outside, whatever the case. */
function unsaid({ own, kind }: Subject): JsonObject {
  const said = (names: readonly string[]) => names.some((name) => own[name] === true);
  const shown: Record<string, boolean> = {};
  for (const [name, others] of Object.entries(opposites)) if (!said(others)) shown[name] = true;
  const operand = Object.keys(own).find((name) => name.startsWith('http') && kind.properties[name]?.shape === 'flag');
  if (operand !== undefined && !said(selectors)) shown['all'] = true;
  return shown;
}

const policyRule: Kind = {
  type: 'ltm/policy/rules',
  label: 'policy rule',
  naming: 'plain',
  properties: {
    description: text(),
    ordinal: number(0),
    actions: children(action),
    conditions: children(condition),
  },
  life: partOfPolicy,
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

/** The draft of a published policy, and the other way round: shown while both are there. */
const copy = reference(['ltm/policy'], { readOnly: true, weak: true });

function showCopy(entry: Entry, config: Config): Entry {
  const { fullPath, properties, links } = entry;
  const inDrafts = isInDrafts(fullPath);
  const other = inDrafts ? publishedPath(fullPath) : draftPath(fullPath);
  const found = config.find('ltm/policy', other);
  const name = inDrafts ? 'publishedCopy' : 'draftCopy';
  if (found === undefined || properties['status'] === 'legacy') return entry;
  const link: Link = { property: name, fullPath: other, types: ['ltm/policy'], weak: true, uri: found.uri };
  return { ...entry, properties: { ...properties, [name]: other }, links: [...links, link] };
}

/** `ltm/policy`. From 12.1 on a policy is drafted in a `Drafts` folder and then published. */
export const policy: Kind = {
  type: 'ltm/policy',
  label: 'policy',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    draftCopy: copy,
    lastModified: text(undefined, { readOnly: true }),
    publishedCopy: copy,
    createDraft: flag({ writeOnly: true }),
    legacy: flag({ writeOnly: true }),
    status: choice('legacy', ['legacy', 'draft', 'published'], { readOnly: true }),
    strategy: reference(['ltm/policy-strategy'], { value: '/Common/first-match' }),
    controls: list(),
    references: { shape: 'object', default: {}, fields: {} },
    requires: list(),
    metadata,
    rules: children(policyRule),
  },
  commands: { publish },
  life: {
    shown: showCopy,
    derive: ({ fullPath, own }) => (own['status'] === undefined && isInDrafts(fullPath) ? { status: 'draft' } : {}),
    // A client that speaks as to 11.5 knows the old kind only: an older go-bigip does.
    sent: (body, version) => (compareVersions(version, draftsSince) < 0 ? { ...body, legacy: true } : body),
    options: (options) => (options === 'create-draft' ? { createDraft: true } : undefined),
    prepare(draft, before, config) {
      const asked = draft.own['createDraft'] === true;
      delete draft.own['createDraft'];
      if (asked && before !== undefined) makeDraft(before, config);
      else checkDraft(draft, before, config);
    },
  },
  busy: 'policyInUse',
  ownFolder: 'Drafts',
  unimplemented: ['publishCopy'],
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_policy_rule_*.json (13.0.0, rules), f5-ansible-bigip load_ltm_policies.json (16.0.0), terraform-provider-bigip resource_bigip_ltm_policy_unit_test.go (16.1.0, draftCopy); drafts and publish: go-bigip ltm.go, f5-ansible bigip_policy',
};

const operand: Kind = {
  type: 'ltm/policy-strategy/operands',
  label: 'policy operand',
  naming: 'plain',
  properties: conditionFields,
  missing: 'object',
  evidence: 'guess',
  source: 'only the reference to it was recorded',
};

/** `ltm/policy-strategy`. */
export const policyStrategy: Kind = {
  type: 'ltm/policy-strategy',
  label: 'policy strategy',
  naming: 'folder',
  properties: {
    description: text(),
    strategy: choice(undefined, ['all-match', 'best-match', 'first-match']),
    operands: children(operand),
  },
  evidence: 'recorded',
  source: 'genieparser test_get_ltm_policy_strategy.py (14.1.2.1); its operands are empty',
};
