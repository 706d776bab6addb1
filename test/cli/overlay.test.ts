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
