import type { Kind } from '../kind.ts';
import { children, choice, list, metadata, number, reference, references, text } from '../property.ts';
import { actionFields, conditionFields } from './policy-fields.ts';

const action: Kind = {
  type: 'ltm/policy/rules/actions',
  label: 'policy action',
  naming: 'plain',
  properties: actionFields,
  missing: 'object',
  evidence: 'recorded',
  source: 'captures ltm-policy (rules of 13.0.0)',
};

const condition: Kind = {
  type: 'ltm/policy/rules/conditions',
  label: 'policy condition',
  naming: 'plain',
  properties: conditionFields,
  missing: 'object',
  evidence: 'recorded',
  source: 'captures ltm-policy (rules of 13.0.0)',
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
  source: 'captures ltm-policy (rules of 13.0.0)',
};

/** `ltm/policy`. Drafts live in a `Drafts` folder; publishing is not implemented. */
export const policy: Kind = {
  type: 'ltm/policy',
  label: 'policy',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    lastModified: text(undefined, { readOnly: true }),
    status: choice('legacy', ['legacy', 'draft', 'published']),
    strategy: reference(['ltm/policy-strategy'], { value: '/Common/first-match' }),
    controls: list(),
    references: references(['ltm/policy']),
    requires: list(),
    metadata,
    rules: children(policyRule),
  },
  unimplemented: ['draftCopy', 'publishedCopy', 'publishCopy'],
  evidence: 'recorded',
  source: 'captures ltm-policy (rules only); the policy itself from the F5 REST reference',
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
  source: 'captures ltm-policy/genie-ltm_policy_strategy; its operands are empty',
};
