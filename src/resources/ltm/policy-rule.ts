import { integer, optional, text } from '../../values/fields.ts';
import { defineResource, type Model } from '../define.ts';
import { policyAction } from './policy-action.ts';
import { policyCondition } from './policy-condition.ts';

/**
 * One rule of a policy. `ordinal` says when it is tried, from 0 on.
 *
 * @example
 * await bigip.ltm.policy.rules('/k8s/Drafts/by-path').create({ name: 'api', ordinal: 0 });
 */
export const policyRule = defineResource({
  path: 'ltm/policy/rules',
  schema: () => optional({ appService: text(), description: text(), ordinal: integer() }),
  children: { actions: policyAction, conditions: policyCondition },
  dependsOn: ['ltm/policy'],
  naming: 'name',
});
export type PolicyRule = Model<typeof policyRule>;
