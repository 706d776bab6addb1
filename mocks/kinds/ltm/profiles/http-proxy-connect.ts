import { profile } from './profile.ts';

/** `ltm/profile/http-proxy-connect`: the settings of the factory profile `http-proxy-connect` and of those derived from it. */
export const httpProxyConnect = profile({
  type: 'http-proxy-connect',
  label: 'Http Proxy Connect Profile',
  root: 'http-proxy-connect',
  defaults: {
    defaultState: 'enabled',
  },
});
