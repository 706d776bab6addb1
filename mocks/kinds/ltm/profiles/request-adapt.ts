import { profile } from './profile.ts';

/** `ltm/profile/request-adapt`: the settings of the factory profile `requestadapt` and of those derived from it. */
export const requestAdapt = profile({
  type: 'request-adapt',
  label: 'Request Adapt Profile',
  root: 'requestadapt',
  undescribed: true,
  defaults: {
    allowHttp_10: 'no',
    enabled: 'yes',
    internalVirtual: 'none',
    previewSize: 1024,
    serviceDownAction: 'ignore',
    timeout: 0,
  },
});
