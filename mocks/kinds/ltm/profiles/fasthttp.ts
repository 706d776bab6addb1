import { profile } from './profile.ts';

/** `ltm/profile/fasthttp`: the settings of the factory profile `fasthttp` and of those derived from it. */
export const fasthttp = profile({
  type: 'fasthttp',
  label: 'FastHTTP Profile',
  root: 'fasthttp',
  defaults: {
    clientCloseTimeout: 5,
    connpoolIdleTimeoutOverride: 0,
    connpoolMaxReuse: 0,
    connpoolMaxSize: 2048,
    connpoolMinSize: 0,
    connpoolReplenish: 'enabled',
    connpoolStep: 4,
    forceHttp_10Response: 'disabled',
    hardwareSynCookie: 'disabled',
    headerInsert: 'none',
    http_11CloseWorkarounds: 'disabled',
    idleTimeout: 300,
    insertXforwardedFor: 'disabled',
    layer_7: 'enabled',
    maxHeaderSize: 32768,
    maxRequests: 0,
    mssOverride: 0,
    receiveWindowSize: 0,
    resetOnTimeout: 'enabled',
    serverCloseTimeout: 5,
    serverSack: 'disabled',
    serverTimestamp: 'disabled',
    uncleanShutdown: 'disabled',
  },
});
