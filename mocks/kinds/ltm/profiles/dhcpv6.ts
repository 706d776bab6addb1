import { profile } from './profile.ts';

/** `ltm/profile/dhcpv6`: the settings of the factory profile `dhcpv6` and of those derived from it. */
export const dhcpv6 = profile({
  type: 'dhcpv6',
  label: 'Dhcpv6 Profile',
  root: 'dhcpv6',
  defaults: {
    authentication: {
      enabled: 'false',
      userName: { format: 'mac-address', separator1: '@', separator2: '@', tcl: 'none' },
      virtual: 'none',
    },
    defaultLeaseTime: 86400,
    idleTimeout: '60',
    leaseQueryMaxRetry: 3,
    leaseQueryOnly: 'false',
    mode: 'relay',
    remoteIdOption: { add: 'false', enterpriseNumber: 0, remove: 'false', value: 'none' },
    subscriberDiscovery: {
      enabled: 'false',
      subscriberId: { format: 'mac-address', separator1: '@', separator2: '@', tcl: 'none' },
    },
    subscriberIdOption: { add: 'false', remove: 'false', value: 'none' },
    transactionTimeout: 30,
  },
  derived: {
    dhcpv6_fwd: { mode: 'forwarding' },
  },
});
