import { profile } from './profile.ts';

/** `ltm/profile/http2`: the settings of the factory profile `http2` and of those derived from it. */
export const http2 = profile({
  type: 'http2',
  label: 'HTTP2 Profile',
  root: 'http2',
  defaults: {
    activationModes: ['alpn'],
    concurrentStreamsPerConnection: 10,
    connectionIdleTimeout: 300,
    enforceTlsRequirements: 'enabled',
    frameSize: 2048,
    headerTableSize: 4096,
    includeContentLength: 'disabled',
    insertHeader: 'disabled',
    insertHeaderName: 'X-HTTP2',
    receiveWindow: 32,
    writeSize: 16384,
  },
});
