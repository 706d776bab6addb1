import { profile } from './profile.ts';

/** `ltm/profile/dns`: the settings of the factory profile `dns` and of those derived from it. */
export const dns = profile({
  type: 'dns',
  label: 'DNS Profile',
  root: 'dns',
  leadsTo: { logProfile: 'ltm/profile/dns-logging' },
  since: { edns0ClientSubnetInsert: '14.0' },
  defaults: {
    avrDnsstatSampleRate: 0,
    cache: 'none',
    dnsSecurity: 'none',
    dns64: 'disabled',
    dns64AdditionalSectionRewrite: 'disabled',
    dns64Prefix: 'any6',
    edns0ClientSubnetInsert: 'disabled',
    enableCache: 'no',
    enableDnsExpress: 'yes',
    enableDnsFirewall: 'no',
    enableDnssec: 'yes',
    enableGtm: 'yes',
    enableHardwareQueryValidation: 'no',
    enableHardwareResponseCache: 'no',
    enableLogging: 'no',
    enableRapidResponse: 'no',
    logProfile: 'none',
    processRd: 'yes',
    processXfr: 'no',
    rapidResponseLastAction: 'drop',
    unhandledQueryAction: 'allow',
    useLocalBind: 'yes',
  },
});
