/**
 * What has to be true of an overlay before anything is sent (facts: vxlan-and-members 6). Pure functions over a model; each
 * says what it found in its own words, and what it cannot know it does not judge.
 */
import type { Finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { validateEndpoints } from './endpoints.ts';
import { validateOverlaps, validatePodCidrs, validatePodNetwork } from './networks.ts';
import { validatePods } from './pods.ts';
import { validateOverlaySelf, validateReturnPath } from './self-ip.ts';
import { validateFlooding, validateMtu, validateNames, validatePort, validateVni } from './tunnel.ts';
import { validateCni, validateDuplicates, validateVteps } from './vteps.ts';

export type Rule = `V${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11}`;

/** By the number of the rule. */
export const validations: Readonly<Record<Rule, (model: OverlayModel) => readonly Finding[]>> = {
  V1: (model) => [...validateCni(model), ...validateVteps(model)],
  V2: validateVni,
  V3: (model) => [...validatePort(model), ...validateFlooding(model)],
  V4: validateDuplicates,
  V5: (model) => [...validatePodCidrs(model), ...validateOverlaps(model), ...validatePodNetwork(model)],
  V6: (model) => [...validateOverlaySelf(model), ...validateReturnPath(model)],
  V7: validateEndpoints,
  V8: (model) => validatePods(model, 'PodOutsideNode'),
  V9: (model) => validatePods(model, 'PodNodeUnknown'),
  V10: validateMtu,
  V11: ({ tunnelPath, profile }) => validateNames([tunnelPath, ...(profile === undefined ? [] : [profile.path])]),
};

/** All of them. */
export function validateOverlay(model: OverlayModel): readonly Finding[] {
  return Object.values(validations).flatMap((validate) => validate(model));
}
