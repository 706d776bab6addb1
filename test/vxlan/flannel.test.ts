import { describe, expect, it } from 'vitest';
import { flannelPublicAddress, readFlannelVtep } from '../../src/vxlan/flannel.ts';

const prefix = 'flannel.alpha.coreos.com/';
const good = {
  'backend-type': 'vxlan',
  'kube-subnet-manager': 'true',
  'backend-data': '{"VNI":1,"VtepMAC":"5E-1B-A-44-9C-1"}',
  'public-ip': '172.16.40.201',
};

function read(annotations: Record<string, string | undefined>, family: 4 | 6 = 4, nodeAddress?: string) {
  const annotation = (key: string) => annotations[key.slice(prefix.length)];
  return readFlannelVtep({ annotation, nodeAddress }, family);
}

describe('the VTEP that flannel publishes for a Node', () => {
  it('has the canonical MAC, and the address of the underlay', () => {
    expect(read(good)).toEqual({ vtep: { mac: '5e:1b:0a:44:9c:01', endpoint: '172.16.40.201', published: true } });
  });

  it('needs no VNI, type or manager, as in Nodes made by hand', () => {
    const { 'backend-type': _type, 'kube-subnet-manager': _manager, ...rest } = good;
    expect(read({ ...rest, 'backend-data': '{"VtepMAC":"5e:1b:0a:44:9c:01"}' })).toHaveProperty('vtep');
  });

  it('has the address of the Node where flannel published none', () => {
    const { 'public-ip': _ip, ...rest } = good;
    expect(read(rest, 4, '10.0.0.1')).toEqual({
      vtep: { mac: '5e:1b:0a:44:9c:01', endpoint: '10.0.0.1', published: false },
    });
    expect(read(rest)).toHaveProperty('problem');
  });

  it('has another MAC and address for IPv6', () => {
    const six = { ...good, 'backend-v6-data': '{"VtepMAC":"5e:00:00:00:00:66"}', 'public-ipv6': 'FD00:0::1' };
    expect(read(six, 6)).toEqual({ vtep: { mac: '5e:00:00:00:00:66', endpoint: 'fd00::1', published: true } });
    expect(read(good, 6)).toHaveProperty('problem');
  });

  it.each([
    ['another backend', { 'backend-type': 'host-gw' }, /"host-gw", not vxlan/],
    ['a Node that flannel ignores', { 'kube-subnet-manager': 'false' }, /flannel ignores/],
    ['no data', { 'backend-data': undefined }, /no annotation .*backend-data/],
    ['data that is null', { 'backend-data': 'null' }, /is null/],
    ['data that is no JSON', { 'backend-data': 'VtepMAC' }, /not JSON/],
    ['data that is a list', { 'backend-data': '["5e:1b:0a:44:9c:01"]' }, /not an object/],
    ['no MAC in the data', { 'backend-data': '{"VNI":1}' }, /no VtepMAC/],
    ['an inherited MAC', { 'backend-data': '{"__proto__":{"VtepMAC":"5e:1b:0a:44:9c:01"}}' }, /no VtepMAC/],
    ['a MAC that is null', { 'backend-data': '{"VtepMAC":null}' }, /VtepMAC/],
    ['a MAC that is a number', { 'backend-data': '{"VtepMAC":7}' }, /VtepMAC/],
    ['five octets', { 'backend-data': '{"VtepMAC":"5e:1b:0a:44:9c"}' }, /six octets/],
    ['an all-zero MAC', { 'backend-data': '{"VtepMAC":"00:00:00:00:00:00"}' }, /all-zero/],
    ['a multicast MAC', { 'backend-data': '{"VtepMAC":"01:1b:0a:44:9c:01"}' }, /multicast/],
    ['an address that is none', { 'public-ip': 'node1' }, /not an IPv4 address/],
    ['an address of the other family', { 'public-ip': 'fd00::1' }, /not an IPv4 address/],
  ])('%s is a problem, and never a made-up MAC', (_what, change, problem) => {
    const reading = read({ ...good, ...change }, 4, '10.0.0.1');
    expect(reading).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('the published address is known also of a Node whose VTEP cannot be used', () => {
    const annotation = (key: string) => (key.endsWith('public-ip') ? '10.0.0.9' : undefined);
    expect(flannelPublicAddress({ annotation })).toBe('10.0.0.9');
    expect(flannelPublicAddress({ annotation }, 6)).toBeUndefined();
  });
});
