// What plan and apply ask of a BIG-IP, and how long they take beside the mock in the same process. Build first, then run:
//   npm run build && node bench/reconcile.mjs [virtual servers, default 100] [members of each, default 10] [Nodes, default 100]
// Requests are those below /mgmt/tm; logins and looks at readiness are left out. Bytes are those of the bodies, both ways.
import { BigIp, planFor, reconcile } from '../dist/bundle/index.js';
import { snapshotOf } from '../dist/bundle/kubernetes.js';
import { MockBigIp } from '../dist/bundle/mock.js';
import { flannelNode } from './flannel-node.mjs';

const [virtuals = 100, members = 10, nodes = 100] = process.argv.slice(2).map(Number);
const tunnel = '/Common/flannel_vxlan';
const hex = (value) => value.toString(16).padStart(2, '0');

const node = (n) =>
  flannelNode({
    name: `node-${n}`,
    mac: `5e:00:00:00:${hex(n >> 8)}:${hex(n & 255)}`,
    address: `172.16.${n >> 8}.${n & 255}`,
    podCidr: `10.${n >> 8}.${n & 255}.0/24`,
  });

/** Pod `i` of all is on Node `i % nodes`. */
const pod = (i) => ({
  addresses: [`10.${(i % nodes) >> 8}.${(i % nodes) & 255}.${2 + Math.floor(i / nodes)}`],
  nodeName: `node-${i % nodes}`,
  conditions: { ready: true },
});

function published(v, pods) {
  const name = `web-${v}`;
  const data = {
    virtualServer: {
      backend: { serviceName: name, servicePort: 80 },
      frontend: { partition: 'k8s', mode: 'tcp', virtualAddress: { bindAddr: `192.0.${v >> 8}.${v & 255}`, port: 80 } },
    },
  };
  const metadata = { name, namespace: 'default' };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80, targetPort: 8080 }] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
      endpoints: pods,
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, labels: { f5type: 'virtual-server' } },
      data: { schema: 'f5schemadb://bigip-virtual-server_v0.1.7.json', data: JSON.stringify(data) },
    },
  ];
}

function cluster(more = 0) {
  const podsOf = (v) => Array.from({ length: members }, (_, m) => pod(v * members + m));
  const extra = Array.from({ length: more }, (_, i) => pod(virtuals * members + i));
  return snapshotOf([
    ...Array.from({ length: nodes }, (_, n) => node(n)),
    ...Array.from({ length: virtuals }, (_, v) => published(v, v === 0 ? [...podsOf(v), ...extra] : podsOf(v))).flat(),
  ]);
}

const device = await MockBigIp.start({
  protocol: 'none',
  seed: {
    'auth/partition/k8s': {},
    'net/vlan/~Common~internal': {},
    'net/self/~Common~under': { address: '192.168.1.5/24', vlan: '/Common/internal', allowService: 'none' },
    'net/tunnels/vxlan/~Common~fl': { port: 8472, floodingType: 'none' },
    'net/tunnels/tunnel/~Common~flannel_vxlan': { profile: '/Common/fl', key: 1, localAddress: '192.168.1.5' },
    'net/self/~Common~over': { address: '10.255.0.60/8', vlan: tunnel, allowService: 'none' },
  },
});
let requests = 0;
let bytes = 0;
const transport = {
  close: () => device.transport.close(),
  async send(request) {
    const counts = /\/mgmt\/tm\//.test(request.path) && !request.path.includes('/sys/ready');
    if (counts) requests += 1;
    bytes += request.body?.length ?? 0;
    const reply = await device.transport.send(request);
    const chunks = [];
    for await (const chunk of reply.body instanceof Uint8Array ? [reply.body] : reply.body) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    bytes += body.length;
    return { ...reply, body };
  },
};
const { url, username, password } = device;
const bigip = new BigIp({ url, username, password, transport });
const options = { mode: 'cluster', partition: 'k8s', overlay: { tunnel } };

async function row(what, work) {
  requests = 0;
  bytes = 0;
  const start = performance.now();
  const said = await work();
  const ms = performance.now() - start;
  console.log(
    `${what.padEnd(26)}${String(requests).padStart(6)} requests ${(bytes / 1e6).toFixed(3).padStart(8)} MB ${ms.toFixed(0).padStart(7)} ms   ${said}`,
  );
}

const applied = async (snapshot, more = {}) => {
  const { steps, transactions } = await reconcile(bigip, snapshot, { ...options, ...more });
  const failed = steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped').length;
  return `${steps.length} steps, ${failed} not done, ${transactions} transactions`;
};
const start = cluster();
console.log(`${virtuals} virtual servers x ${members} members, ${nodes} Nodes`);
await row('from empty', () => applied(start));
await row('plan at rest', async () => `${(await planFor(bigip, start, options)).changes.length} changes`);
await row('one more pod', () => applied(cluster(1)));
await row('that pod gone', () => applied(start));
await row('plan at rest', async () => `${(await planFor(bigip, start, options)).changes.length} changes`);
await row('nothing asked, --prune', () => applied(snapshotOf([node(0)]), { prune: true }));
await bigip.close();
await device.close();
