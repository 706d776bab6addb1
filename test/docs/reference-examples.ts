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
await bigip.ltm.virtual.profiles('/k8s/web').create({ name: 'http', partition: 'Common', context: 'all' });
return [];
  },
  async () => {
await bigip.ltm.virtual.policies('/k8s/web').create({ name: 'by-path', partition: 'Common' });
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
await bigip.ltm.monitor.https.create({
  name: 'ready-tls',
  partition: 'k8s',
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
await bigip.ltm.monitor.icmp.create({ name: 'ping', partition: 'k8s', interval: 5, timeout: 16 });
return [];
  },
  async () => {
await bigip.ltm.monitor.gatewayIcmp.create({ name: 'uplink', partition: 'k8s', destination: '192.0.2.1:*' });
return [];
  },
  async () => {
await bigip.ltm.monitor.external.create({ name: 'own', partition: 'k8s', run: '/Common/check.sh', args: '--quick' });
return [];
  },
  async () => {
await bigip.ltm.monitor.inband.create({ name: 'watch', partition: 'k8s', failures: 3, failureInterval: 30 });
return [];
  },
  async () => {
await bigip.ltm.profile.tcp.create({ name: 'patient', partition: 'k8s', defaultsFrom: '/Common/tcp', idleTimeout: 600 });
return [];
  },
  async () => {
await bigip.ltm.profile.udp.create({ name: 'dns', partition: 'k8s', datagramLoadBalancing: 'enabled', idleTimeout: '5' });
return [];
  },
  async () => {
await bigip.ltm.profile.http.create({ name: 'forwarded', partition: 'k8s', insertXforwardedFor: 'enabled' });
return [];
  },
  async () => {
await bigip.ltm.profile.http2.create({ name: 'h2', partition: 'k8s', activationModes: ['alpn'] });
return [];
  },
  async () => {
await bigip.ltm.profile.fastl4.create({ name: 'passing', partition: 'k8s', idleTimeout: '300', looseClose: 'enabled' });
return [];
  },
  async () => {
await bigip.ltm.profile.clientSsl.create({
  name: 'shop',
  partition: 'k8s',
  certKeyChain: [{ name: 'shop', cert: '/Common/shop.crt', key: '/Common/shop.key' }],
  serverName: 'shop.example',
});
return [];
  },
  async () => {
await bigip.ltm.profile.serverSsl.create({
  name: 'verified',
  partition: 'k8s',
  caFile: '/Common/ca-bundle.crt',
  peerCertMode: 'require',
});
return [];
  },
  async () => {
await bigip.ltm.profile.oneConnect.create({ name: 'shared', partition: 'k8s', sourceMask: '255.255.255.0' });
return [];
  },
  async () => {
await bigip.ltm.persistence.sourceAddr.create({ name: 'by-client', partition: 'k8s', timeout: '600' });
return [];
  },
  async () => {
await bigip.ltm.persistence.cookie.create({ name: 'by-cookie', partition: 'k8s', method: 'insert', expiration: '0' });
return [];
  },
  async () => {
await bigip.ltm.snatpool.create({ name: 'out', partition: 'k8s', members: ['/k8s/192.0.2.10', '/k8s/192.0.2.11'] });
return [];
  },
  async () => {
await bigip.ltm.snatTranslation.create({ name: '192.0.2.10', partition: 'k8s', address: '192.0.2.10' });
await bigip.ltm.snatTranslation.modify('/k8s/192.0.2.10', { enabled: false });
return [];
  },
  async () => {
await bigip.ltm.rule.create({
  name: 'hello',
  partition: 'k8s',
  apiAnonymous: 'when HTTP_REQUEST { HTTP::respond 200 content "hello" }',
});
return [];
  },
  async () => {
await bigip.ltm.policy.create({
  name: 'by-path',
  partition: 'k8s',
  subPath: 'Drafts',
  controls: ['forwarding'],
  requires: ['http'],
  strategy: '/Common/first-match',
});
return [];
  },
  async () => {
await bigip.ltm.policy.rules('/k8s/Drafts/by-path').create({ name: 'api', ordinal: 0 });
return [];
  },
  async () => {
const actions = bigip.ltm.policy.rules('/k8s/Drafts/by-path').actions('api');
await actions.create({ name: '0', request: true, forward: true, select: true, pool: '/k8s/api' });
return [actions];
  },
  async () => {
const conditions = bigip.ltm.policy.rules('/k8s/Drafts/by-path').conditions('api');
await conditions.create({ name: '0', request: true, httpUri: true, path: true, startsWith: true, values: ['/api'] });
return [conditions];
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
await bigip.net.ndp.create({ name: 'k8s-fd00--7', ipAddress: 'fd00::7', macAddress: '5e:1b:0a:44:9c:01' });
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
await bigip.net.vlan.create({ name: 'internal', tag: 3605, mtu: 1450, interfaces: [{ name: '1.2', tagged: true }] });
return [];
  },
  async () => {
await bigip.net.vlan.interfaces('/Common/internal').create({ name: '1.3', untagged: true });
return [];
  },
  async () => {
await bigip.net.route.create({ name: 'pods', network: '10.244.0.0/16', tmInterface: '/Common/flannel_vxlan' });
return [];
  },
  async () => {
await bigip.net.routeDomain.create({ name: '5', id: 5, strict: 'enabled' });
return [];
  },
  async () => {
await bigip.auth.partition.create({ name: 'k8s', description: 'cluster 1' });
return [];
  },
  async () => {
await bigip.auth.user.create({
  name: 'publisher',
  password: 'correct-Horse-7',
  shell: 'none',
  partitionAccess: [{ name: 'k8s', role: 'manager' }],
});
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
const { level } = await bigip.sys.provision.get('ltm');
return [level];
  },
  async () => {
const { value } = await bigip.sys.db.get('systemauth.disablebash');
return [value];
  },
  async () => {
await bigip.sys.config.save();
return [];
  },
  async () => {
for await (const unit of bigip.cm.device.list({ select: ['failoverState'] })) console.log(unit.name, unit.failoverState);
return [];
  },
  async () => {
await bigip.cm.deviceGroup.modify('/Common/pair', { autoSync: 'enabled' });
return [];
  },
  async () => {
const units = await bigip.cm.deviceGroup.devices('/Common/pair').list().toArray();
return [units];
  },
  async () => {
await bigip.cm.trafficGroup.modify('/Common/traffic-group-1', { autoFailbackEnabled: 'true', autoFailbackTime: 60 });
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
