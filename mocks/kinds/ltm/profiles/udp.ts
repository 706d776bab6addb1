import { profile } from './profile.ts';

/** `ltm/profile/udp`: the settings of the factory profile `udp` and of those derived from it. */
export const udp = profile({
  type: 'udp',
  label: 'UDP Profile',
  root: 'udp',
  since: { sendBufferSize: '14.0' },
  defaults: {
    allowNoPayload: 'disabled',
    bufferMaxBytes: 655350,
    bufferMaxPackets: 0,
    datagramLoadBalancing: 'disabled',
    idleTimeout: '60',
    ipDfMode: 'pmtu',
    ipTosToClient: '0',
    ipTtlMode: 'proxy',
    ipTtlV4: 255,
    ipTtlV6: 64,
    linkQosToClient: '0',
    noChecksum: 'disabled',
    proxyMss: 'disabled',
    sendBufferSize: 655350,
  },
  derived: {
    udp_decrement_ttl: { ipTtlMode: 'decrement' },
    udp_gtm_dns: { datagramLoadBalancing: 'enabled', idleTimeout: '5' },
    udp_preserve_ttl: { ipTtlMode: 'preserve' },
  },
});
