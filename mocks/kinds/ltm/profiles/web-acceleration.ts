import { profile } from './profile.ts';

/** `ltm/profile/web-acceleration`: the settings of the factory profile `webacceleration` and of those derived from it. */
export const webAcceleration = profile({
  type: 'web-acceleration',
  label: 'Web Acceleration Profile',
  root: 'webacceleration',
  undescribed: true,
  defaults: {
    applications: [],
    cacheAgingRate: 9,
    cacheClientCacheControlMode: 'all',
    cacheInsertAgeHeader: 'enabled',
    cacheMaxAge: 3600,
    cacheMaxEntries: 10000,
    cacheObjectMaxSize: 50000,
    cacheObjectMinSize: 500,
    cacheSize: 100,
    cacheUriExclude: [],
    cacheUriInclude: ['.*'],
    cacheUriIncludeOverride: [],
    cacheUriPinned: [],
    metadataCacheMaxSize: 25,
  },
  derived: {
    'apm-enduser-if-cache': {
      cacheMaxAge: 36000,
      cacheMaxEntries: 1000,
      cacheObjectMaxSize: 12000000,
      cacheObjectMinSize: 5,
      cacheSize: 50,
    },
    'optimized-acceleration': { cacheObjectMaxSize: 67108864, cacheObjectMinSize: 0, cacheSize: 6144 },
    'optimized-caching': { cacheMaxAge: 86400, cacheObjectMaxSize: 2000000, cacheObjectMinSize: 0, cacheSize: 10 },
  },
});
