// How long FDB and ARP of a large cluster take to compute, and a diagnosis of it. Build first, then run:
//   npx tsc -b && node bench/overlay.mjs [nodes, default 5000] [pods, default 20000]
import { desiredState } from '../dist/src/desired/index.js';
import { snapshotOf } from '../dist/src/kubernetes/index.js';
import { clusterFacts } from '../dist/src/vxlan/cluster-facts.js';
import { modelOf } from '../dist/src/vxlan/overlay-model.js';
import { validateOverlay } from '../dist/src/vxlan/validation/index.js';
import { flannelNode } from './flannel-node.mjs';

const nodes = Number(process.argv[2] ?? 5000);
const pods = Number(process.argv[3] ?? 20_000);
const rounds = 10;

const hex = (value) => value.toString(16).padStart(2, '0');
// Node n has the pods 10.(n / 256).(n % 256).0/24; there are 65,536 of these.
const podNetwork = (n) => `10.${n >> 8}.${n & 255}`;
const nodeObjects = Array.from({ length: nodes }, (_, n) =>
  flannelNode({
    name: `node-${n}`,
    mac: `5e:00:00:00:${hex(n >> 8)}:${hex(n & 255)}`,
    address: `172.${16 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`,
    podCidr: `${podNetwork(n)}.0/24`,
  }),
);
const endpoints = Array.from({ length: pods }, (_, p) => ({
  addresses: [`${podNetwork(p % nodes)}.${2 + Math.floor(p / nodes)}`],
  conditions: { ready: true },
  nodeName: `node-${p % nodes}`,
}));
const slices = Array.from({ length: Math.ceil(pods / 1000) }, (_, s) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: `web-${s}`, namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
  addressType: 'IPv4',
  endpoints: endpoints.slice(s * 1000, (s + 1) * 1000),
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
}));
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { ports: [{ port: 80, targetPort: 8080 }] },
};
const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'vs', namespace: 'default', labels: { f5type: 'virtual-server' } },
  data: {
    schema: 'f5schemadb://bigip-virtual-server_v0.1.7.json',
    data: JSON.stringify({
      virtualServer: {
        backend: { serviceName: 'web', servicePort: 80 },
        frontend: { partition: 'k8s', virtualAddress: { bindAddr: '192.0.2.10', port: 80 } },
      },
    }),
  },
};

function time(what, run) {
  const times = Array.from({ length: rounds }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  console.log(
    `${what.padEnd(44)} ${times[0].toFixed(0)} ms best, ${times[rounds >> 1].toFixed(0)} ms median of ${rounds}`,
  );
}

console.log(`${nodes} Nodes, ${pods} pods`);
const objects = [...nodeObjects, ...slices, service, configMap];
let snapshot;
time('reading the objects', () => {
  snapshot = snapshotOf(objects);
});
const options = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } };
let state;
time('members, FDB and ARP from the snapshot', () => {
  state = desiredState(snapshot, options);
});
const count = (type) => state.objects.filter((entry) => entry.type === type).length;
console.log(`  ${count('net/fdb/tunnel/records')} FDB records, ${count('net/arp')} ARP entries`);
const unknown = { unknown: 'no device' };
const facts = {
  tunnel: '/Common/flannel_vxlan',
  profiles: unknown,
  tunnels: unknown,
  selfIps: unknown,
  vlans: unknown,
  routes: unknown,
  virtualAddresses: unknown,
  first: { stats: unknown, records: unknown, arps: unknown },
};
time('validations V1 to V11', () => {
  validateOverlay(modelOf(facts, clusterFacts(snapshot), { network: '10.0.0.0/8' }));
});
time('all of it', () => {
  const read = snapshotOf(objects);
  desiredState(read, options);
  validateOverlay(modelOf(facts, clusterFacts(read), { network: '10.0.0.0/8' }));
});
time('a static route for every Node instead', () => {
  desiredState(snapshot, { mode: 'cluster', partition: 'k8s', staticRoutes: { source: 'pod-cidr' } });
});
