import fc from 'fast-check';
import type { PublishItem } from '../../src/desired/index.ts';
import { configMap, type Manifest, node, overlay, pod, service, slice } from './sample-cluster.ts';

/** A cluster of any shape: Services that may lack parts, endpoints in any state, Nodes with and without a VTEP. */
const name = fc.constantFrom('a', 'b', 'c', 'd-e', '4x');
const namespace = fc.constantFrom('default', 'istio-system', '4-rack');
const ip = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })).map(([x, y]) => `10.244.${x}.${y}`);
const flag = fc.option(fc.boolean(), { nil: undefined });
const protocol = fc.constantFrom('TCP', 'UDP');

export const endpoint = fc.record({
  ip,
  node: fc.option(
    fc.integer({ min: 1, max: 4 }).map((n) => `node${n}`),
    { nil: undefined },
  ),
  ready: flag,
  serving: flag,
  terminating: flag,
});

const slices = fc
  .record({
    service: name,
    namespace,
    id: fc.nat({ max: 99 }),
    endpoints: fc.array(endpoint as fc.Arbitrary<{ ip: string }>, { maxLength: 8 }),
    port: fc.constantFrom(8080, 9090),
  })
  .map(({ service: of, namespace: ns, id, endpoints, port }) =>
    slice(
      endpoints,
      { ports: [{ name: 'http', port }] },
      { name: `s${id}`, namespace: ns, labels: { 'kubernetes.io/service-name': of } },
    ),
  );

const services = fc
  .record({
    name,
    namespace,
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    nodePort: fc.constantFrom(0, 30080),
    policy: fc.constantFrom('Local', 'Cluster'),
    protocol,
    annotations: fc.constantFrom(
      {},
      { 'cis.f5.com/ip': '10.1.1.1', 'cis.f5.com/health': '{"interval":5}' },
      { 'cis.f5.com/ip': '10.1' },
    ),
    second: fc.boolean(),
    sessionAffinity: fc.constantFrom('None', 'ClientIP'),
  })
  .map(({ name: of, namespace: ns, type, nodePort, policy, protocol: proto, annotations, second, sessionAffinity }) =>
    service(
      {
        type,
        externalTrafficPolicy: policy,
        sessionAffinity,
        ports: [
          { name: 'http', port: 80, nodePort, protocol: proto },
          ...(second ? [{ name: 'other', port: 2, nodePort: 30002 }] : []),
        ],
      },
      { name: of, namespace: ns, annotations },
    ),
  );

const transportServers = fc
  .record({
    name,
    namespace,
    serviceName: name,
    port: fc.constantFrom(80, 'http', 81),
    listen: fc.integer({ min: 1, max: 4 }),
    alternate: fc.option(name, { nil: undefined }),
    policyName: fc.constantFrom(undefined, undefined, 'p'),
  })
  .map(({ name: of, namespace: ns, serviceName, port, listen, alternate, policyName }) => ({
    apiVersion: 'cis.f5.com/v1',
    kind: 'TransportServer',
    metadata: { name: of, namespace: ns },
    spec: {
      virtualServerAddress: '10.1.1.1',
      virtualServerPort: listen,
      policyName,
      pool: {
        service: serviceName,
        servicePort: port,
        ...(alternate === undefined ? {} : { weight: 3, alternateBackends: [{ service: alternate, weight: 1 }] }),
      },
    },
  }));

const portsToPublish: readonly PublishItem['ports'][] = [
  'all',
  [80],
  ['http', { port: 2, listen: 3 }],
  [{ port: 80, protocol: 'UDP' }],
];

/** Each with a name of its own, so that the order of the list does not matter. */
export const publishItems = fc.uniqueArray(
  fc.record({
    name,
    namespace,
    service: name,
    address: fc.constantFrom('10.1.1.1', '10.1.1.9', 'fd00::1', 'web'),
    ports: fc.constantFrom(...portsToPublish),
  }),
  { maxLength: 3, selector: (item) => `${item.namespace}/${item.name}` },
);

const configMaps = fc
  .record({
    name,
    namespace,
    serviceName: name,
    port: fc.constantFrom(80, 81),
    partition: fc.constantFrom('k8s', 'k8s', 'k8s', 'other'),
    bindAddr: fc.constantFrom(undefined, '10.1.1.1', '10.1.1.2%5', 'fd00::1'),
    listen: fc.integer({ min: 1, max: 4 }),
    mode: fc.constantFrom('tcp', 'udp', 'http'),
    created: fc.constantFrom(undefined, '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    text: fc.constantFrom(undefined, undefined, undefined, '{'),
    monitors: fc.constantFrom([], [{ protocol: 'http' }], [{ protocol: 'tcp', interval: 99 }]),
  })
  .map(({ name: of, namespace: ns, serviceName, port, partition, bindAddr, listen, mode, created, text, monitors }) =>
    configMap({
      name: of,
      namespace: ns,
      ...(created === undefined ? {} : { creationTimestamp: created }),
      ...(text === undefined ? {} : { text }),
      backend: { serviceName, servicePort: port, healthMonitors: monitors },
      frontend: { partition, mode, virtualAddress: { bindAddr, port: listen } },
    }),
  );

export const nodes = fc
  .record({
    number: fc.integer({ min: 1, max: 4 }),
    mac: fc.constantFrom(undefined, '5e:00:00:00:00:01'),
    ready: fc.constantFrom('True', 'False'),
    usable: fc.boolean(),
  })
  .map(({ number, mac, ready, usable }) =>
    node(number, { ready, ...(mac === undefined ? {} : { mac }), ...(usable ? {} : { annotations: {} }) }),
  );

const pods = fc
  .record({
    id: fc.nat({ max: 99 }),
    ip,
    node: fc.integer({ min: 1, max: 4 }),
    host: fc.boolean(),
    phase: fc.constantFrom('Running', 'Succeeded'),
  })
  .map(({ id, ip: podIP, node: n, host, phase }) =>
    pod(`p${id}`, { nodeName: `node${n}`, hostNetwork: host }, { podIP, phase }),
  );

export const keyOf = (object: Manifest): string => {
  const { name: of, namespace: ns } = object['metadata'] as { name: string; namespace?: string };
  return `${object['kind']} ${ns} ${of}`;
};

/** Every object once: of an object that is given twice the last one counts, so there order does matter. */
export const cluster = fc
  .tuple(
    fc.array(configMaps, { maxLength: 6 }),
    fc.array(services, { maxLength: 6 }),
    fc.array(slices, { maxLength: 8 }),
    fc.array(nodes, { maxLength: 4 }),
    fc.array(pods, { maxLength: 6 }),
    fc.array(transportServers, { maxLength: 2 }),
  )
  .map((lists) => [...new Map(lists.flat().map((object) => [keyOf(object), object])).values()]);

export const options = fc.record({
  mode: fc.constantFrom('cluster' as const, 'nodeport' as const, 'nodeportlocal' as const),
  withOverlay: fc.boolean(),
  publish: publishItems,
});
export const asked = ({
  mode,
  withOverlay,
  publish,
}: {
  mode: 'cluster' | 'nodeport' | 'nodeportlocal';
  withOverlay: boolean;
  publish: readonly PublishItem[];
}) => ({
  mode,
  publish,
  ...(withOverlay ? { overlay } : {}),
});
