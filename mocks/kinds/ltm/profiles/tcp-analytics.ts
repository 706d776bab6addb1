import { profile } from './profile.ts';

/** `ltm/profile/tcp-analytics`: the settings of the factory profile `tcp-analytics` and of those derived from it. */
export const tcpAnalytics = profile({
  type: 'tcp-analytics',
  label: 'Tcp Analytics Profile',
  root: 'tcp-analytics',
  defaults: {
    collectCity: 'disabled',
    collectContinent: 'enabled',
    collectCountry: 'enabled',
    collectNexthop: 'disabled',
    collectPostCode: 'disabled',
    collectRegion: 'disabled',
    collectRemoteHostIp: 'disabled',
    collectRemoteHostSubnet: 'enabled',
    collectedByClientSide: 'enabled',
    collectedByServerSide: 'disabled',
    collectedStatsExternalLogging: 'disabled',
    collectedStatsInternalLogging: 'enabled',
    externalLoggingPublisher: 'none',
  },
});
