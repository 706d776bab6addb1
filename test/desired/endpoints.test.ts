import { describe, expect, it } from 'vitest';
import { configMap, map, membersOf, reasonsOf, service, slice } from './sample-cluster.ts';

const six = (ip: string, name = 'web-6') => slice([{ ip }], { addressType: 'IPv6' }, { name });
const of = (...slices: object[]) => map([configMap(), service(), ...(slices as Record<string, unknown>[])]);
const endpoints = (subsets: unknown, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'web', namespace: 'default', ...metadata },
  subsets,
});

describe('a Service of both families', () => {
  const both = [slice([{ ip: '10.0.0.1' }]), six('FD00:0::1')];
  const listening = (bindAddr: string | undefined, spec: object, slices: object[]) =>
    membersOf(
      map([
        configMap({ frontend: { virtualAddress: { bindAddr, port: 80 } } }),
        service(spec as Record<string, unknown>),
        ...(slices as Record<string, unknown>[]),
      ]),
    );

  it('has members of the family of its virtual server', () => {
    expect(listening('10.1.1.1', {}, both)).toEqual(['10.0.0.1:8080']);
    expect(listening('fd00::10', {}, both)).toEqual(['fd00::1.8080']);
    expect(listening('fd00::10%5', {}, [...both].reverse())).toEqual(['fd00::1.8080']);
  });

  it('has members of the one family that there is', () => {
    expect(listening('fd00::10', {}, [slice([{ ip: '10.0.0.1' }])])).toEqual(['10.0.0.1:8080']);
    expect(listening('10.1.1.1', {}, [six('fd00::1'), slice([])])).toEqual(['fd00::1.8080']);
  });

  it('has, for a pool alone, members of its own first family', () => {
    expect(listening(undefined, {}, both)).toEqual(['10.0.0.1:8080']);
    expect(listening(undefined, { ipFamilies: ['IPv6', 'IPv4'] }, both)).toEqual(['fd00::1.8080']);
  });
});

describe('members from Endpoints', () => {
  const subsets = [
    {
      addresses: [{ ip: '10.0.0.2', nodeName: 'node1' }, { ip: '10.0.0.1' }, { ip: '10.0.0.1' }],
      notReadyAddresses: [{ ip: '10.0.0.3' }],
      ports: [{ port: 8080 }, { name: 'other', port: 1 }],
    },
    { addresses: [{ ip: '10.0.0.4' }], ports: [{ name: '', port: 9090 }] },
    { addresses: null, ports: null },
  ];

  it('are the ready addresses, each once', () => {
    expect(membersOf(of(endpoints(subsets)))).toEqual(['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.4:9090']);
  });

  it('are not taken where there are slices, not even empty ones', () => {
    expect(membersOf(of(endpoints(subsets), slice([])))).toEqual([]);
  });

  it('are none when the object is empty, which is an answer', () => {
    expect(reasonsOf(of(endpoints(null)))).toContain('NoReadyEndpoints');
  });

  it('are warned of when Kubernetes cut them', () => {
    const annotations = { 'endpoints.kubernetes.io/over-capacity': 'truncated' };
    expect(reasonsOf(of(endpoints(subsets, { annotations })))).toContain('EndpointsTruncated');
  });

  it('that are no addresses are left out, and said', () => {
    const state = of(endpoints([{ addresses: [{ ip: 'x' }, { ip: '10.0.0.1' }], ports: [{ port: 80 }] }]));
    expect(membersOf(state)).toEqual(['10.0.0.1:80']);
    expect(reasonsOf(state)).toContain('InvalidEndpointAddress');
  });
});
