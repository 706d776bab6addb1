/** `bigip overlay`: from a bare device to a Node manifest. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MockBigIp } from '../../mocks/index.ts';
import type { ApplyResult } from '../../src/apply/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { files, type Ran, run } from './run.ts';
import { parsed } from './schema.ts';

const spec = `
tunnel: {name: /Common/flannel_vxlan, vni: 1, localAddress: 172.16.40.198}
profile: {name: /Common/fl-vxlan, port: 8472, floodingType: none}
selfIp: {name: /Common/flannel-self, address: 10.244.246.2/16}
podNetwork: 10.244.0.0/16
nodes:
- {name: bigip1, podCIDRs: [10.244.246.0/24]}
`;
const folder = mkdtempSync(join(tmpdir(), 'bigip-overlay-'));
const file = join(folder, 'overlay.yaml');
writeFileSync(file, spec);

let device: MockBigIp;
beforeEach(async () => {
  device = await MockBigIp.start({
    seed: {
      'net/vlan/~Common~int_vlan': {},
      'net/self/~Common~int-self': { address: '172.16.40.198/24', vlan: '/Common/int_vlan' },
    },
  });
});
afterEach(async () => {
  await device.close();
});

function overlay(args: readonly string[], stdin = ''): Promise<Ran> {
  const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: 'admin' };
  return run(['overlay', ...args, '--fingerprint', device.fingerprint256 ?? ''], { env, stdin });
}

describe('bigip overlay', () => {
  it('plan, apply, plan: 2, 0, 0', async () => {
    const validate = new Ajv2020().compile(
      JSON.parse(readFileSync(new URL('../../schemas/overlay.json', import.meta.url), 'utf8')) as object,
    );
    expect(validate(parse(spec)), JSON.stringify(validate.errors)).toBe(true);
    const first = await overlay(['plan', '-f', file, ...files('nodes.yaml'), '-o', 'json']);
    expect(first.status, first.stderr).toBe(2);
    expect(parsed<Plan>('plan', first.stdout).changes.map(({ type }) => type)).toEqual([
      'net/tunnels/vxlan',
      'net/tunnels/tunnel',
      'net/self',
    ]);
    const applied = await overlay(['apply', '-f', file, '-o', 'json']);
    expect(applied.status, applied.stderr).toBe(0);
    expect(parsed<ApplyResult>('apply', applied.stdout)).toMatchObject({ saved: true, transactions: 1 });
    const again = await overlay(['plan', '-f', file]);
    expect([again.status, again.stdout]).toEqual([0, 'Plan: no changes\n']);
  });

  it('an overlay that would not work is exit 1, and nothing is written', async () => {
    const broken = spec.replace('10.244.246.2/16', '10.244.1.2/16');
    const ran = await overlay(['apply', '-f', '-', ...files('nodes.yaml')], broken);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('[OverlaySelfOutsideNode]');
    expect(device.list('net/tunnels/tunnel')).toEqual([]);
  });

  it('a self IP in the podCIDR of a worker is exit 1, also where no Node is declared', async () => {
    const nodes = join(folder, 'workers.json');
    const [example = ''] = files('nodes.yaml').slice(-1);
    const list = parse(readFileSync(example, 'utf8')) as { items: { metadata: { name: string } }[] };
    const workers = JSON.stringify(list.items.filter(({ metadata }) => metadata.name !== 'bigip1'));
    writeFileSync(nodes, workers);
    const [taken = ''] = spec.replace('10.244.246.2/16', '10.244.1.254/16').split('nodes:');
    const ran = await overlay(['plan', '-f', '-', '-f', nodes], taken);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('[OverlaySelfOnWorker]');
    // Nor does it help to call the worker the BIG-IP.
    const named = `${taken}nodes: [{name: k8s-node1-v1-16, podCIDRs: [10.244.1.0/24]}]\n`;
    expect((await overlay(['plan', '-f', '-', '-f', nodes], named)).stderr).toContain('[OverlaySelfOnWorker]');
  });

  it('a misspelt key is named first, with the file', async () => {
    const misspelt = join(folder, 'misspelt.yaml');
    writeFileSync(misspelt, spec.replace('localAddress', 'localAdress'));
    const ran = await overlay(['plan', '-f', misspelt]);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain(misspelt);
    expect(ran.stderr).toMatch(/Unrecognized key: "localAdress".*tunnel.localAddress/);
    expect((await overlay(['plan'])).stderr).toContain('which overlay?');
  });

  it('a flooding type that the CNI does not work with is a warning', async () => {
    const floods = spec.replace('floodingType: none', 'floodingType: multipoint');
    const ran = await overlay(['plan', '-f', '-', ...files('nodes.yaml')], floods);
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('[FloodingTypeUnfit]')]);
  });

  it('a self IP outside the pod network is exit 1', async () => {
    const outside = spec.replace('10.244.246.2/16', '10.99.246.2/16').replace('10.244.246.0/24', '10.99.246.0/24');
    const ran = await overlay(['plan', '-f', '-', ...files('nodes.yaml')], outside);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('[OverlaySelfOutsideNetwork]');
  });

  it('each rule that is broken is told in words of its own, all at once, and nothing is written', async () => {
    device.seed({
      'net/vlan/~Common~other': {},
      'net/self/~Common~pods': { address: '10.244.3.1/24', vlan: '/Common/other' },
      'net/route/~Common~pods': { network: '10.244.4.0/24', gw: '172.16.40.1' },
      'ltm/virtual-address/~Common~10.244.5.5': { address: '10.244.5.5' },
      'net/tunnels/vxlan/~Common~x': { port: 8472 },
      'net/tunnels/tunnel/~Common~x': { profile: '/Common/x', key: 7, localAddress: '172.16.40.198' },
    });
    const flannel = (name: string, more: { mac?: string; ip?: string; vni?: number; cidr?: string }): object => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        annotations: {
          'flannel.alpha.coreos.com/backend-type': 'vxlan',
          'flannel.alpha.coreos.com/backend-data': JSON.stringify({ VNI: more.vni ?? 1, VtepMAC: more.mac ?? name }),
          'flannel.alpha.coreos.com/public-ip': more.ip ?? '172.16.40.50',
        },
      },
      spec: { podCIDR: more.cidr },
      status: { addresses: [] },
    });
    const pod = (name: string, nodeName: string, podIP: string): object => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: { nodeName },
      status: { phase: 'Running', podIP },
    });
    const nodes = join(folder, 'broken.json');
    writeFileSync(
      nodes,
      JSON.stringify([
        flannel('no-mac', { mac: '01:00:5e:00:00:01' }),
        flannel('a', { mac: '5e:00:00:00:00:01', ip: '172.16.40.50', cidr: '10.244.1.0/24' }),
        flannel('b', { mac: '5E-0-0-0-0-1', ip: '172.16.40.51', cidr: '10.244.1.128/25' }),
        flannel('c', { mac: '5e:00:00:00:00:03', ip: '172.16.40.51', vni: 4, cidr: '10.99.0.0/24' }),
        flannel('d', { mac: '5e:00:00:00:00:04', ip: '203.0.113.4', cidr: '10.244.6.7/24' }),
        flannel('e', { mac: '5e:00:00:00:00:05', ip: '224.0.0.5', cidr: '10.244.7/24' }),
        flannel('f', { mac: '5e:00:00:00:00:06', ip: '172.16.40.198', cidr: '10.244.8.0/24' }),
        pod('multus', 'a', '192.0.2.7'),
        pod('lost', 'nobody', '10.244.9.9'),
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
          data: { 'net-conf.json': '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan","Port":4789}}' },
        },
      ]),
    );
    const broken = `
tunnel: {name: /Common/k8s-tunnel, vni: 7, localAddress: 172.16.40.198, mtu: 1500}
selfIp: {name: /Common/over, address: 10.244.0.0/24}
floatingSelfIp: {name: /Common/float, address: 10.244.99.9/16}
podNetwork: 10.244.0.0/16
serviceNetwork: 10.244.96.0/20
`;
    const ran = await overlay(['apply', '-f', '-', '-f', nodes, '-o', 'json'], broken);
    expect(ran.status).toBe(1);
    const { diagnostics } = parsed<ApplyResult>('apply', ran.stdout);
    expect([...new Set(diagnostics.map(({ reason }) => reason))].sort()).toEqual([
      'DuplicateVtepAddress',
      'DuplicateVtepMac',
      'EndpointInvalid',
      'EndpointUnreachable',
      'FloatingSelfWithoutNode',
      'MtuTooLarge',
      'NodeWithoutVtep',
      'OverlappingPodCidr',
      'OverlappingRoute',
      'OverlappingSelf',
      'OverlappingServices',
      'OverlappingVirtualAddress',
      'OverlaySelfEdge',
      'OverlaySelfOutsideNode',
      'OverlaySelfPrefixTooLong',
      'PodCidrHostBits',
      'PodCidrInvalid',
      'PodCidrOutsideNetwork',
      'PodNodeUnknown',
      'PodOutsideNode',
      'PortMismatch',
      'TunnelNameReserved',
      'VniMismatch',
      'VniMixed',
      'VniTwice',
    ]);
    const messages = diagnostics.map(({ object, message }) => `${object} ${message}`);
    expect(new Set(messages).size).toBe(messages.length);
    expect(messages.join()).not.toMatch(/undefined|NaN|\[object/);
    expect(device.journal.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))).toEqual([]);
  });

  it('flannel’s configuration is enough to judge by, without Nodes', async () => {
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
      data: { 'net-conf.json': '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan","VNI":9}}' },
    };
    const given = join(folder, 'flannel.json');
    writeFileSync(given, JSON.stringify(config));
    const { nodes: _nodes, ...bare } = parse(spec) as Record<string, unknown>;
    const ran = await overlay(['plan', '-f', '-', '-f', given], JSON.stringify(bare));
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('[VniMismatch]')]);
  });

  it.each([
    ['an empty pipe', '', 'nothing was sent'],
    ['a misspelt key', `${spec}\nvlan: x`, 'vlan'],
    ['broken YAML', 'tunnel: {', '<stdin>'],
    ['two overlays', `${spec}---${spec}`, 'more than one'],
  ])('%s is exit 1', async (_what, stdin, words) => {
    const ran = await overlay(['plan', '-f', '-'], stdin);
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining(words)]);
  });
});

describe('bigip overlay node-manifest', () => {
  it('prints the Node of this BIG-IP, and compares the one that there is', async () => {
    await overlay(['apply', '-f', file]);
    device.set('net/tunnels/tunnel/~Common~flannel_vxlan', { macAddress: '00:50:56:b3:1b:9b' });
    const ran = await overlay(['node-manifest', '--name', 'bigip1', ...files('nodes.yaml')]);
    expect(ran.status, ran.stderr).toBe(0);
    expect(parse(ran.stdout)).toMatchObject({
      kind: 'Node',
      metadata: {
        name: 'bigip1',
        annotations: {
          'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"00:50:56:b3:1b:9b"}',
          'flannel.alpha.coreos.com/public-ip': '172.16.40.198',
        },
      },
      spec: { podCIDR: '10.244.246.0/24', unschedulable: true },
    });
    expect(ran.stderr).toContain('is as it has to be');
    device.set('net/tunnels/tunnel/~Common~flannel_vxlan', { macAddress: '00:50:56:b3:1b:00' });
    const other = await overlay(['node-manifest', '--name', 'bigip1', ...files('nodes.yaml'), '-o', 'json']);
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('[BigIpNodeMac]');
    expect(JSON.parse(other.stdout)).toMatchObject({ kind: 'Node' });
  });

  it('is named by the host name, and has other forms for other CNIs', async () => {
    await overlay(['apply', '-f', file]);
    const node = await overlay(['node-manifest', '--pod-cidr', '10.244.240.0/20']);
    expect(parse(node.stdout)).toMatchObject({
      metadata: { name: 'bigip1.example.com' },
      spec: { podCIDR: '10.244.240.0/20' },
    });
    const cilium = await overlay(['node-manifest', '--cni', 'cilium']);
    expect(parse(cilium.stdout)).toMatchObject({
      vtep: { enabled: true, endpoint: '172.16.40.198', mask: '255.255.255.0' },
    });
    const sdn = await overlay(['node-manifest', '--cni', 'openshift-sdn', '--name', 'f5']);
    expect(parse(sdn.stdout)).toMatchObject({ kind: 'HostSubnet', hostIP: '172.16.40.198' });
  });

  it('needs a tunnel', async () => {
    const ran = await overlay(['node-manifest']);
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('no VXLAN tunnel');
  });
});
