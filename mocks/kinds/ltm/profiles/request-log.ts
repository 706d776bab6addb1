import { profile } from './profile.ts';

/** `ltm/profile/request-log`: the settings of the factory profile `request-log` and of those derived from it. */
export const requestLog = profile({
  type: 'request-log',
  label: 'Request Log Profile',
  root: 'request-log',
  defaults: {
    logRequestLoggingErrors: 'no',
    logResponseByDefault: 'yes',
    logResponseLoggingErrors: 'disabled',
    proxyCloseOnError: 'no',
    proxyRespondOnLoggingError: 'no',
    proxyResponse: 'none',
    requestLogErrorPool: 'none',
    requestLogErrorProtocol: 'mds-udp',
    requestLogErrorTemplate: 'none',
    requestLogPool: 'none',
    requestLogProtocol: 'mds-udp',
    requestLogTemplate: 'none',
    requestLogging: 'disabled',
    responseLogErrorPool: 'none',
    responseLogErrorProtocol: 'mds-udp',
    responseLogErrorTemplate: 'none',
    responseLogPool: 'none',
    responseLogProtocol: 'mds-udp',
    responseLogTemplate: 'none',
    responseLogging: 'disabled',
  },
});
