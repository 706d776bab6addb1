import { profile } from './profile.ts';

/** `ltm/profile/socks`: the settings of the factory profile `socks` and of those derived from it. */
export const socks = profile({
  type: 'socks',
  label: 'Socks Profile',
  root: 'socks',
  defaults: {
    defaultConnectHandling: 'deny',
    dnsResolver: 'none',
    ipv6: 'no',
    protocolVersions: ['socks4', 'socks4a', 'socks5'],
    routeDomain: '/Common/0',
    tunnelName: '/Common/socks-tunnel',
  },
});
