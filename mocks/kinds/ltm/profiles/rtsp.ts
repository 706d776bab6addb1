import { profile } from './profile.ts';

/** `ltm/profile/rtsp`: the settings of the factory profile `rtsp` and of those derived from it. */
export const rtsp = profile({
  type: 'rtsp',
  label: 'Rtsp Profile',
  root: 'rtsp',
  defaults: {
    checkSource: 'enabled',
    idleTimeout: '300',
    logProfile: 'none',
    logPublisher: 'none',
    maxHeaderSize: 4096,
    maxQueuedData: 32768,
    multicastRedirect: 'disabled',
    proxy: 'none',
    proxyHeader: 'none',
    realHttpPersistence: 'enabled',
    rtcpPort: 0,
    rtpPort: 0,
    sessionReconnect: 'disabled',
    unicastRedirect: 'disabled',
  },
});
