import type { Config } from '../../config/config.ts';
import { copyEntry } from '../../config/move.ts';
import { folderOf } from '../../config/names.ts';
import { refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { children, choice, flag, list, metadata, number, reference, references, text } from '../property.ts';
import { actionFields, conditionFields } from './policy-fields.ts';

const action: Kind = {
  type: 'ltm/policy/rules/actions',
  label: 'policy action',
  naming: 'plain',
  properties: actionFields,
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

const condition: Kind = {
  type: 'ltm/policy/rules/conditions',
  label: 'policy condition',
  naming: 'plain',
  properties: conditionFields,
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

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
  missing: 'object',
  evidence: 'recorded',
  source: 'f5-ansible load_ltm_policy_rule_*.json (13.0.0)',
};

/** `publish`: a draft takes the place of the policy beside its folder. */
function publish({ name }: JsonObject, config: Config): void {
  if (typeof name !== 'string') throw refuse('nameMissing');
  const path = name.startsWith('/') ? name : `/Common/Drafts/${name}`;
  const draft = config.find('ltm/policy', path);
  if (draft === undefined) throw refuse('notFound', { label: policy.label, path });
  if (draft.properties['status'] !== 'draft') throw refuse('invalidOption');
  const published = path.replace(/\/Drafts\/([^/]+)$/, '/$1');
  copyEntry(draft, published, config, { status: 'published' });
  config.remove(draft);
}

/** The place of the draft of a policy. */
function draftPath(path: string): string {
  return `${folderOf(path)}/Drafts/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** `ltm/policy`. From 12.1 on a policy is drafted in a `Drafts` folder and then published. */
export const policy: Kind = {
  type: 'ltm/policy',
  label: 'policy',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    lastModified: text(undefined, { readOnly: true }),
    createDraft: flag({ writeOnly: true }),
    legacy: flag({ writeOnly: true }),
    status: choice('legacy', ['legacy', 'draft', 'published'], { readOnly: true }),
    strategy: reference(['ltm/policy-strategy'], { value: '/Common/first-match' }),
    controls: list(),
    references: references(['ltm/policy']),
    requires: list(),
    metadata,
    rules: children(policyRule),
  },
  commands: { publish },
  life: {
    derive: ({ fullPath, own }) =>
      own['status'] === undefined && folderOf(fullPath).endsWith('/Drafts') ? { status: 'draft' } : {},
    prepare(draft, before, config) {
      delete draft.own['legacy'];
      if (draft.own['createDraft'] !== true) return;
      delete draft.own['createDraft'];
      if (before !== undefined) copyEntry(before, draftPath(before.fullPath), config, { status: 'draft' });
    },
  },
  unimplemented: ['draftCopy', 'publishedCopy', 'publishCopy'],
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_policy_rule_*.json (13.0.0, rules only); the policy itself from the F5 REST reference; drafts and publish: go-bigip ltm.go, f5-ansible bigip_policy',
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
