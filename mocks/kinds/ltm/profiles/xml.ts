import { profile } from './profile.ts';

/** `ltm/profile/xml`: the settings of the factory profile `xml` and of those derived from it. */
export const xml = profile({
  type: 'xml',
  label: 'Xml Profile',
  root: 'xml',
  defaults: {
    multipleQueryMatches: 'disabled',
    namespaceMappings: [],
    xpathQueries: [],
  },
});
