import { profile } from './profile.ts';

/** `ltm/profile/dhcpv4`: the settings of the factory profile `dhcpv4` and of those derived from it. */
export const dhcpv4 = profile({
  type: 'dhcpv4',
  label: 'Dhcpv4 Profile',
  root: 'dhcpv4',
  defaults: {
    authentication: {
      enabled: 'false',
      userName: {
        format: 'mac-address',
        separator1: '@',
        separator2: '@',
        suboptionId1: 1,
        suboptionId2: 2,
        tcl: 'none',
      },
      virtual: 'none',
    },
    defaultLeaseTime: 86400,
    idleTimeout: '60',
    leaseQueryMaxRetry: 3,
    leaseQueryOnly: 'false',
    maxHops: 4,
    mode: 'relay',
    relayAgentId: { add: 'false', remove: 'false', suboptions: { id1: 1, id2: 0, value1: '2', value2: 'none' } },
    subscriberDiscovery: {
      enabled: 'false',
      subscriberId: {
        format: 'mac-address',
        separator1: '@',
        separator2: '@',
        suboptionId1: 1,
        suboptionId2: 2,
        tcl: 'none',
      },
    },
    transactionTimeout: 30,
    ttlDecValue: 'by-1',
    ttlValue: 0,
  },
  derived: {
    dhcpv4_fwd: { mode: 'forwarding' },
  },
});
