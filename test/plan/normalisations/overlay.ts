/** How static neighbours, routes and FDB records come back. The data are ours. */
import { net, type Row } from './row.ts';

const mac = '5e:1b:0a:44:9c:01';
const v6 = 'fd00:10:244::7';

export const overlayRows: readonly Row[] = [
  net(
    'arp',
    'MAC address in upper case',
    { ipAddress: '10.244.1.7', macAddress: mac },
    { ipAddress: '10.244.1.7', macAddress: mac.toUpperCase() },
    { ipAddress: '10.244.1.7', macAddress: '5E:1B:0A:44:9C:02' },
  ),
  net(
    'arp',
    'MAC address without zeros, with dashes',
    { ipAddress: '10.244.1.7', macAddress: mac },
    { ipAddress: '10.244.1.7%0', macAddress: '5E-1B-A-44-9C-1' },
    { ipAddress: '10.244.1.7', macAddress: '5e-1b-a0-44-9c-1' },
  ),
  net(
    'arp',
    'another name for the same address',
    { ipAddress: '10.244.1.7', macAddress: mac },
    { name: 'k8s-pod', ipAddress: '10.244.1.7%0', macAddress: mac },
    { name: 'k8s-10.244.1.7', ipAddress: '10.244.1.8', macAddress: mac },
    { action: 'conflict' },
  ),
  net(
    'arp',
    'its address is not said',
    { ipAddress: '10.244.1.7', macAddress: mac },
    { macAddress: mac },
    { macAddress: '5e:1b:0a:44:9c:02' },
  ),
  net(
    'ndp',
    'IPv6 in its long form',
    { ipAddress: v6, macAddress: mac },
    { ipAddress: 'FD00:10:244:0:0:0:0:7%0', macAddress: mac },
    { ipAddress: v6, macAddress: '5e:1b:0a:44:9c:02' },
  ),
  net(
    'route',
    'a network with its route domain',
    { network: '10.244.1.0/24', gw: '10.1.1.1', description: 'managed-by bigip-icontrol/default' },
    { network: '10.244.1.0%0/24', gw: '10.1.1.1%0', mtu: 0, description: 'managed-by bigip-icontrol/default' },
    { network: '10.244.1.0/24', gw: '10.1.1.2', description: 'managed-by bigip-icontrol/default' },
  ),
  net(
    'route',
    'a network with its mask',
    { network: '10.244.1.0/24', gw: '10.1.1.1' },
    { network: '10.244.1.0/255.255.255.0', gw: '10.1.1.1' },
    { network: '10.244.1.0/255.255.254.0', gw: '10.1.1.1' },
    { action: 'replace' },
  ),
  net(
    'route',
    'every network as default',
    { network: '0.0.0.0/0', gw: '10.1.1.1' },
    { network: 'default', gw: '10.1.1.1' },
    { network: 'default-inet6', gw: '10.1.1.1' },
    { action: 'replace' },
  ),
  net(
    'fdb/tunnel/records',
    'the endpoint with its route domain',
    { endpoint: '172.16.40.201' },
    { endpoint: '172.16.40.201%20' },
    { endpoint: '172.16.40.202%20' },
    { name: mac },
  ),
  net(
    'fdb/tunnel/records',
    'the MAC address in upper case',
    { endpoint: '172.16.40.201' },
    { name: mac.toUpperCase(), endpoint: '172.16.40.201%0' },
    { name: mac.toUpperCase(), endpoint: '172.16.40.202%0' },
    { name: mac },
  ),
  net(
    'fdb/tunnel/records',
    'the endpoint of IPv6 in its long form',
    { endpoint: 'fd00::1' },
    { endpoint: 'FD00:0:0::1%0' },
    { endpoint: 'fd00::2%0' },
    { name: mac },
  ),
];
