import { describe, expect, it } from 'vitest';
import { mergeSnapshots, snapshotOf } from '../../src/kubernetes/index.ts';
import { createdAt, keyOf } from '../../src/kubernetes/objects.ts';

const service = (name: string, spec: unknown = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop', ...more },
  spec,
});

describe('a snapshot', () => {
  it('keeps the fields that are read, by kind', () => {
    const snapshot = snapshotOf([
      service('a'),
      { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a' }, subsets: null },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'a-1' },
        addressType: 'IPv4',
        endpoints: null,
        ports: null,
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, status: { podIP: '10.0.0.1' } },
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', annotations: null }, spec: { podCIDR: '10.0.0.0/24' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { key: 'text' } },
    ]);
    expect(snapshot).toMatchObject({ recognised: 6, diagnostics: [], unreadable: [] });
    for (const list of ['services', 'endpoints', 'endpointSlices', 'pods', 'nodes', 'configMaps'] as const) {
      expect(snapshot[list]).toHaveLength(1);
    }
  });

  it('keeps nothing of a Secret but its name', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'tls', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' } },
      data: { 'tls.key': 'hunter2' },
      stringData: { more: 'hunter2' },
    };
    const snapshot = snapshotOf([secret, { ...secret, metadata: { ...secret.metadata, name: 'bad/name' } }]);
    expect(snapshot.secrets).toEqual([{ metadata: { name: 'tls' } }]);
    expect(JSON.stringify(snapshot)).not.toContain('hunter2');
  });

  it('takes objects of a client that parses times and knows its kinds only by the list', () => {
    const items = [{ metadata: { name: 'c', creationTimestamp: new Date('2024-01-01T00:00:00Z') } }];
    const snapshot = snapshotOf([{ apiVersion: 'v1', kind: 'ConfigMapList', items }]);
    expect(snapshot).toMatchObject({ recognised: 1, diagnostics: [] });
    expect(snapshot.configMaps.map(createdAt)).toEqual([Date.UTC(2024, 0, 1)]);
  });

  it('unknown fields never fail, and neither does null in place of an absent field', () => {
    const { services, diagnostics } = snapshotOf([
      { ...service('a', { ports: null, ipFamilies: null, trafficDistribution: { new: [1] } }), status: null, extra: 1 },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'b', labels: null, annotations: null }, spec: null },
    ]);
    expect(diagnostics).toEqual([]);
    expect(services).toHaveLength(2);
  });

  it('a bad object is a diagnostic with its name and the path in it; the others go on', () => {
    const snapshot = snapshotOf([service('a', { ports: [{ port: 80 }, { port: 'http' }] }), service('b')], {
      source: 'x.json',
    });
    expect(snapshot.services.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(snapshot.diagnostics).toEqual([
      {
        severity: 'error',
        object: 'Service/shop/a',
        reason: 'InvalidObject',
        path: 'spec.ports[1].port',
        message: expect.stringContaining('Service/shop/a (in x.json) cannot be read: spec.ports[1].port'),
      },
    ]);
    expect(snapshot.unreadable).toEqual([
      { kind: 'Service', object: 'Service/shop/a', namespace: 'shop', name: 'a', addresses: [] },
    ]);
    expect(snapshot.recognised).toBe(2);
  });

  it('lists in lists are read, and ones without end are no reason to fall over', () => {
    const wrap = (depth: number) => {
      let value: unknown = service('a');
      for (let n = 0; n < depth; n += 1) value = [value];
      return value;
    };
    expect(snapshotOf([wrap(5)]).services).toHaveLength(1);
    const endless: unknown[] = [service('b')];
    endless.push(endless);
    const { services, recognised } = snapshotOf([wrap(100_000), endless]);
    expect(services.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(recognised).toBeGreaterThan(0);
  });

  it('an empty namespace, as clients with typed objects write it, is as good as none', () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: '' } };
    const snapshot = snapshotOf([
      service('a', {}, { namespace: '' }),
      service('a', {}, { namespace: 'default' }),
      configMap,
    ]);
    expect(snapshot.diagnostics).toMatchObject([{ reason: 'DuplicateObject', object: 'Service/default/a' }]);
    expect(snapshot.services.map(keyOf)).toEqual(['default/a']);
    expect(snapshot.configMaps.map(keyOf)).toEqual(['default/c']);
  });

  it.each([
    ['../../auth/user', 'Service/shop/../../auth/user'],
    ['a~b', 'Service/shop/a~b'],
    ['a_b', 'Service/shop/a_b'],
    ['', 'Service/shop/(without name)'],
    [undefined, 'Service/shop/(without name)'],
    [7, 'Service/shop/(without name)'],
  ])('an object named %j is refused', (name, object) => {
    const snapshot = snapshotOf([service(name as string)]);
    expect(snapshot.services).toEqual([]);
    expect(snapshot.diagnostics).toMatchObject([{ reason: 'InvalidObject', object, path: 'metadata.name' }]);
  });

  it('of an unreadable slice its Service is known, of an unreadable Node its addresses', () => {
    const { unreadable } = snapshotOf([
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 's', labels: { 'kubernetes.io/service-name': 'web' } },
      },
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'n', annotations: { 'flannel.alpha.coreos.com/public-ip': '192.0.2.1' } },
        spec: { podCIDR: 7 },
        status: {
          addresses: [
            { type: 'InternalIP', address: '10.0.0.1' },
            { type: 'Hostname', address: 'n' },
          ],
        },
      },
    ]);
    expect(unreadable).toMatchObject([
      { kind: 'EndpointSlice', service: 'web', namespace: 'default' },
      { kind: 'Node', object: 'Node/n', addresses: ['10.0.0.1', '192.0.2.1'] },
    ]);
  });

  it('the same object twice: the last one counts, and it is said', () => {
    const snapshot = snapshotOf([
      service('a', { type: 'NodePort' }),
      service('b'),
      service('a', { type: 'LoadBalancer' }),
    ]);
    expect(snapshot.services.map(({ metadata, spec }) => [metadata.name, spec?.type])).toEqual([
      ['b', undefined],
      ['a', 'LoadBalancer'],
    ]);
    expect(snapshot.diagnostics).toMatchObject([
      { severity: 'warning', reason: 'DuplicateObject', object: 'Service/shop/a' },
    ]);
  });

  it('objects of one name in two namespaces or of two kinds are not the same', () => {
    const other = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'a', namespace: 'shop' } };
    expect(snapshotOf([service('a'), service('a', {}, { namespace: 'lab' }), other]).diagnostics).toEqual([]);
  });

  it('several inputs become one; what a later one says of an object counts, readable or not', () => {
    const first = snapshotOf([service('a', { type: 'NodePort' }), service('b')]);
    const second = snapshotOf([service('a', { ports: 7 })]);
    const merged = mergeSnapshots([first, second]);
    expect(merged.services.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(merged.unreadable).toMatchObject([{ name: 'a' }]);
    expect(merged.diagnostics.map(({ reason }) => reason)).toEqual(['InvalidObject', 'DuplicateObject']);
    expect(merged.recognised).toBe(3);
    expect(mergeSnapshots([second, first]).services).toHaveLength(2);
    expect(mergeSnapshots([])).toMatchObject({ recognised: 0, services: [] });
  });
});

describe('kinds of CIS that are not read', () => {
  const of = (apiVersion: string, kind: string, more: object = {}) =>
    snapshotOf([{ apiVersion, kind, metadata: { name: 'x', namespace: 'web' }, ...more }]).diagnostics;

  it.each([
    ['cis.f5.com/v1', 'VirtualServer', {}],
    ['cis.f5.com/v1', 'TLSProfile', {}],
    ['cis.f5.com/v1', 'IngressLink', {}],
    ['cis.f5.com/v1alpha1', 'TransportServer', {}],
    ['networking.k8s.io/v1', 'Ingress', { spec: { ingressClassName: 'f5' } }],
    [
      'route.openshift.io/v1',
      'Route',
      { metadata: { name: 'x', namespace: 'web', annotations: { 'virtual-server.f5.com/balance': 'y' } } },
    ],
  ])('%s %s is said', (apiVersion, kind, more) => {
    expect(of(apiVersion, kind, more)).toMatchObject([
      { severity: 'info', reason: 'CisKindIgnored', object: `${kind}/web/x` },
    ]);
  });

  it.each([
    ['networking.k8s.io/v1', 'Ingress', { spec: { ingressClassName: 'nginx' } }],
    ['route.openshift.io/v1', 'Route', {}],
    ['example.com/v1', 'VirtualServer', {}],
  ])('%s %s of somebody else is not', (apiVersion, kind, more) => {
    expect(of(apiVersion, kind, more)).toEqual([]);
  });
});
