import { profile } from './profile.ts';

/** `ltm/profile/httprouter`: the settings of the factory profile `httprouter` and of those derived from it. */
export const httprouter = profile({
  type: 'httprouter',
  label: 'Httprouter Profile',
  root: 'httprouter',
  defaults: {},
});
