import { profile } from './profile.ts';

/** `ltm/profile/http-compression`: the settings of the factory profile `httpcompression` and of those derived from it. */
export const httpCompression = profile({
  type: 'http-compression',
  label: 'Http Compression Profile',
  root: 'httpcompression',
  defaults: {
    allowHttp_10: 'disabled',
    browserWorkarounds: 'disabled',
    bufferSize: 4096,
    contentTypeExclude: [],
    contentTypeInclude: ['text/', 'application/(xml|x-javascript)'],
    cpuSaver: 'enabled',
    cpuSaverHigh: 90,
    cpuSaverLow: 75,
    gzipLevel: 1,
    gzipMemoryLevel: 8192,
    gzipWindowSize: 16384,
    keepAcceptEncoding: 'disabled',
    methodPrefer: 'gzip',
    minSize: 1024,
    selective: 'disabled',
    uriExclude: [],
    uriInclude: ['.*'],
    varyHeader: 'enabled',
  },
  derived: {
    'wan-optimized-compression': {
      allowHttp_10: 'enabled',
      bufferSize: 131072,
      gzipMemoryLevel: 16384,
      gzipWindowSize: 65536,
    },
  },
});
