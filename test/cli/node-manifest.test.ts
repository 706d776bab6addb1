/** `bigip overlay node-manifest`: what is handed to kubectl, and what is compared with what is there. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MockBigIp } from '../../mocks/index.ts';
import { type Ran, run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'bigip-node-'));
function given(name: string, ...objects: readonly object[]): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(objects));
  return file;
}

const tunnelUri = 'net/tunnels/tunnel/~Common~flannel_vxlan';
const seed = {
  'net/vlan/~Common~int': {},
  'net/self/~Common~under': { address: '192.168.1.5/24', vlan: '/Common/int' },
  'net/self/~Common~under6': { address: 'fd00:1::5/64', vlan: '/Common/int' },
  'net/tunnels/vxlan/~Common~fl': { port: 8472, floodingType: 'none' },
  [tunnelUri]: { profile: '/Common/fl', key: 1, localAddress: '192.168.1.5', macAddress: '10:50:56:11:22:33' },
  'net/self/~Common~over': { address: '10.244.20.60/16', vlan: '/Common/flannel_vxlan' },
  'net/tunnels/tunnel/~Common~six': {
    profile: '/Common/fl',
    key: 1,
    localAddress: 'fd00:1::5',
    macAddress: '00:50:56:11:22:66',
  },
  'net/self/~Common~over6': { address: 'fd00:10:244:20::60/48', vlan: '/Common/six' },
};

let device: MockBigIp;
let healthy: ReturnType<MockBigIp['snapshot']>;
beforeAll(async () => {
  device = await MockBigIp.start({ seed: seed as never });
  healthy = device.snapshot();
});
beforeEach(() => {
  device.reset();
  device.restore(healthy);
});
afterAll(async () => {
  await device.close();
});

function manifest(...args: readonly string[]): Promise<Ran> {
  const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: 'admin' };
  const fixed = ['--tunnel', '/Common/flannel_vxlan', '--fingerprint', device.fingerprint256 ?? ''];
  return run(['overlay', 'node-manifest', ...args, ...fixed], { env });
}

describe('what is printed', () => {
  it('says both families, and is read alike by every version of YAML', async () => {
    const ran = await manifest('--tunnel-v6', '/Common/six', '--name', 'on');
    expect(ran.status, ran.stderr).toBe(0);
    // kubectl reads YAML 1.1, where `on` is a truth value.
    for (const version of ['1.1', '1.2'] as const)
      expect(parse(ran.stdout, { version })).toMatchObject({
        metadata: {
          name: 'on',
          annotations: {
            'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"10:50:56:11:22:33"}',
            'flannel.alpha.coreos.com/backend-v6-data': '{"VNI":1,"VtepMAC":"00:50:56:11:22:66"}',
            'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
            'flannel.alpha.coreos.com/public-ipv6': 'fd00:1::5',
          },
        },
        spec: {
          podCIDR: '10.244.20.0/24',
          podCIDRs: ['10.244.20.0/24', 'fd00:10:244:20::/64'],
          unschedulable: true,
        },
      });
  });

  it('for Cilium are its settings, with a MAC that stays a text', async () => {
    const ran = await manifest('--cni', 'cilium');
    for (const version of ['1.1', '1.2'] as const)
      expect(parse(ran.stdout, { version })).toEqual({
        vtep: {
          enabled: true,
          endpoint: '192.168.1.5',
          cidr: '10.244.20.0/24',
          mask: '255.255.255.0',
          mac: '10:50:56:11:22:33',
        },
      });
  });

  it.each([
    ['Calico, for which no form is documented', ['--cni', 'calico'], 'Calico'],
    ['a name that Kubernetes does not take', ['--name', 'Big_IP'], 'name'],
    ['a podCIDR with host bits', ['--pod-cidr', '10.244.20.1/24'], 'host bits'],
    ['a tunnel of the same family as the other', ['--tunnel-v6', '/Common/flannel_vxlan'], 'IPv6'],
  ])('is nothing for %s', async (_what, args, words) => {
    const ran = await manifest(...args);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain(words);
  });

  it('is nothing where the statistics do not tell the MAC, and that is said', async () => {
    const entries = { a: { nestedStats: { entries: { hcOutUcastPkts: { value: 1 } } } } };
    device.fault({ match: 'GET net/tunnels/tunnel/*/stats', times: 9, do: { status: 200, body: { entries } } });
    const ran = await manifest();
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('does not tell the MAC address');
  });
});

describe('what is there already', () => {
  const subnet = (hostIP: string, given?: string) => ({
    apiVersion: 'network.openshift.io/v1',
    kind: 'HostSubnet',
    metadata: { name: 'f5' },
    host: 'f5',
    hostIP,
    subnet: given,
  });
  const cilium = (mac: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cilium-config', namespace: 'kube-system' },
    data: {
      'enable-vtep': 'true',
      'vtep-endpoint': '192.168.1.5',
      'vtep-cidr': '10.244.20.0/24',
      'vtep-mac': mac,
    },
  });
  it.each([
    ['a HostSubnet that fits', 'openshift-sdn', subnet('192.168.1.5', '10.244.20.0/24'), 0, 'as it has to be'],
    [
      'a HostSubnet of another subnet',
      'openshift-sdn',
      subnet('192.168.1.5', '10.244.9.0/24'),
      2,
      'OverlaySelfOutsideNode',
    ],
    [
      'a HostSubnet of another address',
      'openshift-sdn',
      subnet('192.168.1.9', '10.244.20.0/24'),
      2,
      'BigIpNodeMissing',
    ],
    ['settings of Cilium that fit', 'cilium', cilium('10-50-56-11-22-33'), 0, 'as it has to be'],
    ['settings of Cilium with another MAC', 'cilium', cilium('10:50:56:11:22:34'), 2, 'BigIpNodeMac'],
  ])('%s', async (what, cni, object, status, words) => {
    const ran = await manifest('--cni', cni, '-f', given(what.replaceAll(' ', '-'), object));
    expect([ran.status, ran.stderr]).toEqual([status, expect.stringContaining(words)]);
    expect(ran.stdout).not.toBe('');
  });

  it('what there is nothing to compare with is said', async () => {
    const pods = given('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } });
    const ran = await manifest('--cni', 'cilium', '-f', pods);
    expect([ran.status, ran.stderr]).toEqual([0, expect.stringContaining('cilium-config is not in the input')]);
  });
});

describe('a Node that would take what belongs to another', () => {
  const worker = (name: string, podCIDR: string, address: string) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {
        'flannel.alpha.coreos.com/backend-type': 'vxlan',
        'flannel.alpha.coreos.com/backend-data': `{"VNI":1,"VtepMAC":"aa:bb:cc:00:00:0${name.slice(1)}"}`,
        'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
        'flannel.alpha.coreos.com/public-ip': address,
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: { addresses: [{ type: 'InternalIP', address }], conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const workers = [worker('w1', '10.244.1.0/24', '192.168.1.11'), worker('w2', '10.244.2.0/24', '192.168.1.12')];
  const config = (Network: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
    data: { 'net-conf.json': JSON.stringify({ Network, Backend: { Type: 'vxlan' } }) },
  });
  const cluster = given('workers', ...workers, config('10.244.0.0/16'));

  it.each([
    [
      'the podCIDR of a worker',
      ['--name', 'b', '--pod-cidr', '10.244.1.0/24'],
      ['OverlappingPodCidr', 'OverlaySelfOutsideNode'],
    ],
    [
      'a podCIDR outside the pod network',
      ['--name', 'b', '--pod-cidr', '10.99.0.0/24'],
      ['PodCidrOutsideNetwork', 'OverlaySelfOutsideNode'],
    ],
    ['the name of a worker', ['--name', 'w1'], ['NodeIsWorker']],
  ])('is not printed: %s', async (_what, args, reasons) => {
    const ran = await manifest(...args, '-f', cluster);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    for (const reason of reasons) expect(ran.stderr).toContain(`[${reason}]`);
    expect(ran.stderr).not.toContain('delete the Node');
  });

  it('is not printed for a podCIDR that was taken from the self IP', async () => {
    device.set('net/self/~Common~over', { address: '10.244.1.254/16' });
    const ran = await manifest('--name', 'b', '-f', cluster);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('[OverlappingPodCidr]');
  });

  it('is not printed without Nodes either where the self IP is elsewhere', async () => {
    const ran = await manifest('--name', 'b', '--pod-cidr', '10.244.1.0/24');
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('[OverlaySelfOutsideNode]');
  });

  it('is printed where the podCIDR is free, and compared with what stands there, though nobody ever saw its kubelet', async () => {
    const made = await manifest('--name', 'b', '-f', cluster);
    expect([made.status, made.stderr]).toEqual([0, expect.stringContaining('Node b is not in the input')]);
    const node = parse(made.stdout, { version: '1.1' }) as object;
    const never = { type: 'Ready', status: 'Unknown', reason: 'NodeStatusNeverUpdated' };
    const known = given('known', ...workers, { ...node, status: { conditions: [never] } });
    const again = await manifest('--name', 'b', '-f', known);
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('as it has to be')]);
    // With an address and a MAC of before it is still the BIG-IP's.
    const before = given('before', ...workers, {
      ...worker('b9', '10.244.20.0/24', '192.168.1.99'),
      status: { conditions: [never] },
    });
    const changed = await manifest('--name', 'b9', '-f', before);
    expect([changed.status, changed.stderr]).toEqual([2, expect.stringContaining('BigIpNodeMac')]);
  });
});
