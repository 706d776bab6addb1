import type { Kind } from '../../kind.ts';
import { children } from '../../property.ts';
import { profile } from './profile.ts';

const uriRule: Kind = {
  type: 'ltm/profile/rewrite/uri-rules',
  label: 'URI rule',
  naming: 'plain',
  properties: {},
  lacks: ['create'],
  missing: 'object',
  evidence: 'guess',
  source: 'only the reference to it was recorded',
};

/** `ltm/profile/rewrite`: the settings of the factory profile `rewrite` and of those derived from it. */
export const rewrite = profile({
  type: 'rewrite',
  label: 'Rewrite Profile',
  root: 'rewrite',
  undescribed: true,
  special: { uriRules: children(uriRule) },
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
