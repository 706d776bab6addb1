// How long the mapping takes, and how it grows. Build first, then run:
//   npx tsc -b && node bench/mapping.mjs [rounds a size, default 15]
// 1x is 1,000 Services with a ConfigMap each, 10,000 endpoints in 1,000 EndpointSlices, and 500 Nodes, in cluster mode
// with an overlay; 10x and 100x are as many times as much of all. The snapshot is checked before the clock starts: that is
// reading, and has a row of its own. Shown are the first round (which also
// warms up), the best and the median.
import { desiredState } from '../dist/src/desired/index.js';
import { snapshotOf } from '../dist/src/kubernetes/index.js';
import { flannelNode } from './flannel-node.mjs';

const rounds = Number(process.argv[2] ?? 15);
const sizes = [1, 10, 100];
const endpointsPerService = 10;

const hex = (number) => number.toString(16).padStart(2, '0');
const octets = (number) => [(number >> 16) & 255, (number >> 8) & 255, number & 255];

/** A Node hands a /26 to its pods, so that 50,000 of them fit into 10.0.0.0/8. */
function node(index) {
  const [a, b, c] = octets(index * 64);
  const mac = ['5e', '00', ...octets(index).map(hex), '01'].join(':');
  const address = `172.${16 + ((index >> 16) & 15)}.${(index >> 8) & 255}.${index & 255}`;
  return flannelNode({
    name: `node-${index}`,
    mac,
    address,
    podCidr: `10.${a}.${b}.${c}/26`,
    conditions: [{ type: 'Ready', status: 'True' }],
  });
}

/** Endpoint `index` of all is a pod on one of the Nodes, every one of which has as many. */
function endpoint(index, nodes) {
  const on = index % nodes;
  const [a, b, c] = octets(on * 64 + 1 + Math.floor(index / nodes));
  return { addresses: [`10.${a}.${b}.${c}`], nodeName: `node-${on}`, conditions: { ready: true } };
}

function service(index, nodes) {
  const name = `service-${index}`;
  const namespace = `namespace-${index % 50}`;
  const [a, b, c] = octets(index);
  const data = {
    virtualServer: {
      backend: { serviceName: name, servicePort: 80, healthMonitors: [{ protocol: 'tcp', interval: 5, timeout: 16 }] },
      frontend: { partition: 'k8s', mode: 'tcp', virtualAddress: { bindAddr: `192.${a}.${b}.${c}`, port: 80 } },
    },
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}.vs`, namespace, labels: { f5type: 'virtual-server' } },
      data: { schema: 'f5schemadb://bigip-virtual-server_v0.1.7.json', data: JSON.stringify(data) },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: {
        type: 'NodePort',
        ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_000 + (index % 2768) }],
      },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: `${name}-a`, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: Array.from({ length: endpointsPerService }, (_, n) =>
        endpoint(index * endpointsPerService + n, nodes),
      ),
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    },
  ];
}

function* cluster(size) {
  const nodes = 500 * size;
  for (let index = 0; index < nodes; index++) yield node(index);
  for (let index = 0; index < 1000 * size; index++) yield* service(index, nodes);
}

function measure(times, action) {
  const spent = [];
  let result;
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    result = action();
    spent.push(performance.now() - start);
  }
  const [first] = spent;
  spent.sort((a, b) => a - b);
  return { result, first, best: spent[0], median: spent[Math.floor(spent.length / 2)] };
}

const options = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } };
const row = (...cells) =>
  console.log(cells.map((cell, index) => String(cell).padStart([6, 10, 10, 10, 10, 12, 16][index])).join(' '));
const ms = (time) => time.toFixed(1);

row('size', 'objects', 'read ms', 'first', 'map best', 'map median', 'µs an endpoint');
for (const size of sizes) {
  const times = size === 100 ? Math.min(rounds, 3) : rounds;
  const objects = [...cluster(size)];
  const read = measure(1, () => snapshotOf(objects));
  const { result, first, best, median } = measure(times, () => desiredState(read.result, options));
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`the cluster of the benchmark is not as it should be: ${errors[0].message}`);
  const members = result.objects.filter(({ type }) => type === 'ltm/pool/members').length;
  if (members !== 10_000 * size) throw new Error(`${members} members instead of ${10_000 * size}`);
  row(
    `${size}x`,
    result.objects.length,
    ms(read.median),
    ms(first),
    ms(best),
    ms(median),
    ((median * 1000) / members).toFixed(2),
  );
}
