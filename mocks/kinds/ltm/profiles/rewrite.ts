import { profile } from './profile.ts';

/** `ltm/profile/rewrite`: the settings of the factory profile `rewrite` and of those derived from it. */
export const rewrite = profile({
  type: 'rewrite',
  label: 'Rewrite Profile',
  root: 'rewrite',
  undescribed: true,
  defaults: {
    bypassList: [],
    clientCachingType: 'cache-css-js',
    javaCaFile: '/Common/ca-bundle.crt',
    javaCrl: 'none',
    javaSignKey: '/Common/default.key',
    javaSigner: '/Common/default.crt',
    locationSpecific: 'false',
    request: {
      insertXforwardedFor: 'enabled',
      insertXforwardedHost: 'disabled',
      insertXforwardedProto: 'disabled',
      rewriteHeaders: 'enabled',
    },
    response: { rewriteContent: 'enabled', rewriteHeaders: 'enabled' },
    rewriteList: [],
    rewriteMode: 'portal',
    splitTunneling: 'false',
  },
  derived: {
    'rewrite-portal': {},
    'rewrite-uri-translation': { rewriteMode: 'uri-translation' },
  },
});
