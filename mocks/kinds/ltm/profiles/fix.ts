import { profile } from './profile.ts';

/** `ltm/profile/fix`: the settings of the factory profile `fix` and of those derived from it. */
export const fix = profile({
  type: 'fix',
  label: 'Fix Profile',
  root: 'fix',
  defaults: {
    errorAction: 'dont-forward',
    fullLogonParsing: 'true',
    messageLogPublisher: 'none',
    quickParsing: 'false',
    reportLogPublisher: 'none',
    responseParsing: 'false',
    senderTagClass: [],
    statisticsSampleInterval: 20,
  },
});
