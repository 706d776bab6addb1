import { profile } from './profile.ts';

/** `ltm/profile/response-adapt`: the settings of the factory profile `responseadapt` and of those derived from it. */
export const responseAdapt = profile({
  type: 'response-adapt',
  label: 'Response Adapt Profile',
  root: 'responseadapt',
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
