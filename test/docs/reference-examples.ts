// Written from the definitions by resources.test.ts; do not edit.
import type { BigIp } from '../../src/bigip.ts';

declare const bigip: BigIp;

export const examples = [
  async () => {
await bigip.ltm.virtual.create({
  name: 'web',
  partition: 'k8s',
  destination: '172.16.100.195:31400',
  ipProtocol: 'tcp',
  pool: '/k8s/web',
  profiles: ['/Common/tcp'],
  sourceAddressTranslation: { type: 'automap' },
});
return [];
  },
  async () => {
await bigip.ltm.virtualAddress.modify('/k8s/172.16.100.195', { icmpEcho: 'selective' });
return [];
  },
  async () => {
await bigip.ltm.pool.create({
  name: 'web',
  partition: 'k8s',
  monitor: ['/Common/tcp'],
  members: [{ name: '10.244.1.7:32400', partition: 'k8s', address: '10.244.1.7' }],
});
return [];
  },
  async () => {
const members = bigip.ltm.pool.members('/k8s/web');
await members.create({ name: '10.244.1.7:32400', partition: 'k8s', address: '10.244.1.7' });
await members.drain('/k8s/10.244.1.7:32400', { timeout: 60_000 });
return [members];
  },
  async () => {
await bigip.ltm.node.forceOffline('/Common/10.244.1.7');
return [];
  },
  async () => {
await bigip.ltm.monitor.http.create({
  name: 'ready',
  partition: 'k8s',
  defaultsFrom: '/Common/http',
  send: 'GET /healthz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n',
  recv: '200 OK',
});
return [];
  },
  async () => {
await bigip.ltm.monitor.tcp.create({ name: 'port', partition: 'k8s', interval: 5, timeout: 16 });
return [];
  },
  async () => {
await bigip.ltm.monitor.udp.create({ name: 'dns', partition: 'k8s', send: 'default send string' });
return [];
  },
  async () => {
await bigip.ltm.dataGroup.internal.create({ name: 'blocked', type: 'ip', records: [{ name: '192.0.2.0/24' }] });
return [];
  },
  async () => {
await bigip.net.tunnels.vxlan.create({ name: 'fl-vxlan', port: 8472, floodingType: 'none' });
return [];
  },
  async () => {
await bigip.net.tunnels.tunnel.create({
  name: 'flannel_vxlan',
  profile: '/Common/fl-vxlan',
  key: 1,
  localAddress: '172.16.40.198',
});
return [];
  },
  async () => {
await bigip.net.fdb.tunnel.modify('/Common/flannel_vxlan', {
  records: [{ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' }],
});
return [];
  },
  async () => {
const records = bigip.net.fdb.tunnel.records('/Common/flannel_vxlan');
await records.create({ name: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201' });
return [records];
  },
  async () => {
await bigip.net.arp.create({ name: 'k8s-10.244.1.7', ipAddress: '10.244.1.7', macAddress: '5e:1b:0a:44:9c:01' });
return [];
  },
  async () => {
await bigip.net.self.create({
  name: 'overlay',
  address: '10.244.20.60/16',
  vlan: '/Common/flannel_vxlan',
  allowService: 'none',
});
return [];
  },
  async () => {
await bigip.net.route.create({ name: 'pods', network: '10.244.0.0/16', tmInterface: '/Common/flannel_vxlan' });
return [];
  },
  async () => {
await bigip.auth.partition.create({ name: 'k8s', description: 'cluster 1' });
return [];
  },
  async () => {
await bigip.sys.folder.create({ name: 'app.app', partition: 'k8s' });
return [];
  },
  async () => {
const { Version } = await bigip.sys.version.get();
return [Version];
  },
  async () => {
const { configReady } = await bigip.sys.ready.get();
return [configReady];
  },
  async () => {
await bigip.sys.config.save();
return [];
  },
  async () => {
const { status } = await bigip.cm.syncStatus.get();
return [status];
  },
  async () => {
const { status } = await bigip.cm.failoverStatus.get();
return [status];
  },
];
