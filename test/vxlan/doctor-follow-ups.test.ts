/** What the doctor must not say: a cure that harms, a follow-up of what it told already, and `ok` for what nobody knows. */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { configMap, dualNode, type Manifest, node, slice } from '../desired/sample-cluster.ts';
import { openCluster } from '../journeys/open-cluster.ts';
import { checkOf } from './doctored-device.ts';
import { applied, examine, foundIn, namesIn, tunnel, tunnelMac, tunnelUri, unknownIn, web } from './examined.ts';

const pods = slice([
  { ip: '10.244.1.5', node: 'node1' },
  { ip: '10.244.2.5', node: 'node2' },
]);
const flannel = 'flannel.alpha.coreos.com/';
const bigip1 = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'bigip1',
    annotations: {
      [`${flannel}backend-type`]: 'vxlan',
      [`${flannel}backend-data`]: `{"VNI":1,"VtepMAC":"${tunnelMac}"}`,
      [`${flannel}public-ip`]: '192.168.1.5',
    },
  },
  spec: { podCIDR: '10.244.20.0/24', podCIDRs: ['10.244.20.0/24'] },
} as unknown as Manifest;
const objects = [...web, node(1), node(2), bigip1, pods];
const config = (json: string) =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
    data: { 'net-conf.json': json },
  }) as unknown as Manifest;

async function healthy(seed: Parameters<typeof openCluster>[0] = {}) {
  const rig = await openCluster(seed);
  rig.device.set(tunnelUri, { macAddress: tunnelMac });
  await applied(rig, objects);
  return rig;
}

describe('a VTEP MAC address that two Nodes have', () => {
  it('is told once, and nothing of what follows from it', async () => {
    await using rig = await healthy();
    const copy = structuredClone(node(2)) as { metadata: { annotations: Record<string, string> } };
    const [first] = [structuredClone(node(1)) as typeof copy];
    copy.metadata.annotations[`${flannel}backend-data`] = first.metadata.annotations[`${flannel}backend-data`] ?? '';
    const found = await examine(rig, [...web, node(1), copy as never, bigip1, pods]);
    expect(namesIn(found)).toEqual(['D7 DuplicateVtepMac']);
  });
});

describe('a record that belongs to no Node', () => {
  const stranger = 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:77';
  const registry = (owner: string) => ({
    [`ltm/data-group/internal/~k8s~bigip-icontrol.${owner}`]: {
      type: 'string',
      records: [{ name: `${tunnel}/5e:00:00:00:00:77`, data: '' }],
    },
  });

  it('of another owner is no finding, and its owner is named', async () => {
    await using rig = await healthy();
    rig.device.set(stranger, { endpoint: '192.168.1.77' });
    rig.device.seed(registry('c2'));
    const found = await examine(rig, objects);
    expect(foundIn(found)).toEqual([]);
    expect(checkOf(found, 'D7').evidence.join()).toContain('1 record of owner c2');
  });

  it('that nobody has registered goes with --adopt and --prune, and one that its owner left with --prune', async () => {
    await using rig = await healthy();
    rig.device.set(stranger, { endpoint: '192.168.1.77' });
    const [fix = ''] = checkOf(await examine(rig, objects), 'D7').findings.map((one) => one.fix);
    expect(fix).toContain(`--tunnel ${tunnel}`);
    expect(fix).toContain('--adopt and --prune');
    await applied(rig, [...web, node(1), bigip1, slice([{ ip: '10.244.1.5', node: 'node1' }])]);
    const gone = checkOf(await examine(rig, [...web, node(1), bigip1]), 'D7').findings;
    const left = gone.find(({ message }) => !message.includes('192.168.1.77'));
    expect(left?.fix).toContain('--owner default and --prune');
    expect(left?.fix).not.toContain('--adopt');
  });
});

describe('a pod outside the podCIDR of its Node', () => {
  it('is not told to be applied once more', async () => {
    await using rig = await healthy();
    const outside = slice([{ ip: '10.244.7.6', node: 'node2' }]);
    const moved = [...web, node(1), node(2), bigip1, outside];
    const { diagnostics } = await rig.reconcile(moved);
    expect(diagnostics.find(({ reason }) => reason === 'MemberUnreachable')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('10.244.7.6') as string,
    });
    // Outside of the network of the self IP it may be reached by routing.
    const far = slice([{ ip: '10.99.7.6', node: 'node2' }]);
    const routed = await rig.reconcile([...web, node(1), node(2), bigip1, far]);
    expect(routed.diagnostics.map(({ reason }) => reason)).not.toContain('MemberUnreachable');
    await rig.reconcile(moved);
    const missing = checkOf(await examine(rig, moved), 'D9').findings.find(({ reason }) => reason === 'MissingArp');
    expect(missing?.message).toContain('none is made for it');
    expect(missing?.fix).toContain('podCIDR of the Node was changed');
    expect(missing?.fix).not.toContain('bigip apply');
  });
});

describe('what nobody can know', () => {
  it('of a tunnel that is not there is unknown, and the one that is there is named', async () => {
    await using rig = await healthy();
    const found = await examine(rig, objects, { tunnel: '/Common/nope' });
    expect(namesIn(found)).toContain('D3 TunnelMissing');
    expect(checkOf(found, 'D3').findings[0]?.fix).toContain(`--tunnel ${tunnel}`);
    for (const id of ['D6', 'D8', 'D9', 'D13', 'D14', 'D15'] as const)
      expect([id, checkOf(found, id).verdict]).toEqual([id, 'unknown']);
    expect(namesIn(found)).not.toContain('D6 BigIpNodeMissing');
  });

  it('of a tunnel of another kind is unknown, and no setting of it is advised', async () => {
    await using rig = await healthy({
      'net/tunnels/tunnel/~Common~other': { profile: '/Common/tcp-forward', key: 0 },
    });
    const found = await examine(rig, objects, { tunnel: '/Common/other' });
    expect(checkOf(found, 'D2').findings[0]?.fix).toContain(`--tunnel ${tunnel}`);
    const fixes = found.checks.flatMap(({ findings }) => findings.map(({ fix }) => fix)).join(' ');
    expect(fixes).not.toMatch(/set the key|set localAddress|node-manifest/);
    for (const id of ['D3', 'D4', 'D6'] as const) expect([id, checkOf(found, id).verdict]).toEqual([id, 'unknown']);
  });

  it('of a tunnel without overlay self IP is which members are pods', async () => {
    await using rig = await healthy();
    rig.device.delete('net/self/~Common~over');
    const found = await examine(rig, objects);
    expect(namesIn(found)).toContain('D5 OverlaySelfMissing');
    for (const id of ['D8', 'D9', 'D13', 'D14', 'D15'] as const)
      expect(unknownIn(found, id).join(), id).toContain('which members are pods');
  });

  it('is the pod network of a self IP that reaches further than the Nodes', async () => {
    await using rig = await healthy();
    rig.device.set('net/self/~Common~over', { address: '10.244.20.60/8' });
    expect(checkOf(await examine(rig, objects), 'D5').verdict).toBe('unknown');
  });

  it('is told by the configuration of another cluster: not that all Nodes have to be made anew', async () => {
    await using rig = await healthy();
    const foreign = config('{"Network":"10.42.0.0/16","Backend":{"Type":"vxlan"}}');
    const found = await examine(rig, [...objects, foreign]);
    const outside = checkOf(found, 'D11').findings;
    expect(outside.map(({ reason }) => reason)).toEqual(['PodCidrOutsideNetwork']);
    expect(outside[0]?.fix).toContain('that of this cluster');
    expect(checkOf(found, 'D5').verdict).toBe('unknown');
  });

  it('is told by a configuration that is not understood', async () => {
    await using rig = await healthy();
    const found = await examine(rig, [...objects, config('{"Network":')]);
    for (const id of ['D2', 'D5'] as const) expect(unknownIn(found, id).join(), id).toContain('is not understood');
    for (const type of ['host-gw', 'udp']) {
      const other = await examine(rig, [
        ...objects,
        config(`{"Network":"10.244.0.0/16","Backend":{"Type":"${type}"}}`),
      ]);
      expect(namesIn(other)).toEqual(['D7 FlannelBackend']);
    }
  });

  it('is what pods send through a tunnel of a smaller MTU', async () => {
    await using rig = await healthy();
    rig.device.set(tunnelUri, { mtu: 1300 });
    const normal = config('{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}');
    expect(checkOf(await examine(rig, [...objects, normal]), 'D3').verdict).toBe('unknown');
  });
});

describe('the Node of the BIG-IP', () => {
  it('is known in the tunnel of the other family, and its cure names both', async () => {
    await using rig = await openCluster({
      'net/self/~Common~under6': { address: 'fd00:1::99/64', vlan: '/Common/internal', allowService: 'none' },
      'net/tunnels/tunnel/~Common~flannel_v6': { profile: '/Common/fl', key: 1, localAddress: 'fd00:1::99' },
      'net/self/~Common~over6': { address: 'fd00:10:244:20::60/48', vlan: '/Common/flannel_v6', allowService: 'none' },
    });
    const six = configMap({ name: 'six', frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 } } });
    const both = [...web, six, dualNode(1), dualNode(2), bigip1];
    const found = await examine(rig, both, { tunnel: '/Common/flannel_v6' });
    expect(
      checkOf(found, 'D7')
        .findings.map(({ message }) => message)
        .join(),
    ).not.toContain('bigip1');
    const fixes = checkOf(found, 'D6').findings.map(({ reason, fix }) => [reason, fix]);
    expect(fixes[0]).toEqual([
      'BigIpNodeIgnored',
      'apply the output of `bigip overlay node-manifest --name bigip1 --tunnel /Common/flannel_vxlan --tunnel-v6 /Common/flannel_v6`',
    ]);
    expect(fixes.map(([reason]) => reason)).not.toContain('BigIpNodeAddress');
  });

  it('waits for a local address that is one of the BIG-IP', async () => {
    await using rig = await healthy();
    rig.device.set(tunnelUri, { localAddress: '192.168.1.6' });
    const found = await examine(rig, objects);
    expect(namesIn(found)).toContain('D4 LocalAddressNotSelf');
    const fixes = checkOf(found, 'D6').findings.map(({ fix }) => fix);
    expect(fixes).toEqual(['mend the local address of the tunnel first (D4)']);
  });

  it('without podCIDR is told once', async () => {
    await using rig = await healthy();
    const bare = { ...(bigip1 as object), spec: {} } as unknown as Manifest;
    expect(namesIn(await examine(rig, [...web, node(1), node(2), bare, pods]))).toEqual(['D6 BigIpNodePodCidr']);
  });
});

describe('static ARP entries', () => {
  it('whose Node nothing says are named', async () => {
    await using rig = await healthy();
    const found = await examine(rig, [...web, node(1), node(2), bigip1]);
    expect(unknownIn(found, 'D8').join()).toContain('10.244.1.5, 10.244.2.5');
  });
});

describe('the mock', () => {
  it('gives the tunnels of two units MAC addresses of their own', async () => {
    const seed = {
      'net/vlan/~Common~int': {},
      'net/self/~Common~under': { address: '192.168.1.5/24', vlan: '/Common/int' },
      'net/tunnels/vxlan/~Common~fl': { port: 8472 },
      'net/tunnels/tunnel/~Common~t': { profile: '/Common/fl', key: 1, localAddress: '192.168.1.5' },
    };
    const units = await MockBigIp.pair({ protocol: 'none', seed });
    const { readTunnel } = await import('../../src/actual/index.ts');
    const { Session } = await import('../../src/icontrol/session.ts');
    const macs = await Promise.all(
      units.map(async ({ url, username, password, transport }) => {
        const session = new Session({ url, username, password, transport });
        const { macAddress } = await readTunnel(session, '/Common/t');
        await session.close();
        return macAddress;
      }),
    );
    expect(macs).toEqual(['00:50:56:bb:32:66', '00:50:56:bb:32:67']);
    for (const unit of units) await unit.close();
  });
});

describe('a tunnel that is no VXLAN tunnel', () => {
  it('gets no records', async () => {
    await using rig = await openCluster({
      'net/tunnels/tunnel/~Common~other': { profile: '/Common/tcp-forward', key: 0 },
    });
    await expect(rig.reconcile(objects, { overlay: { tunnel: '/Common/other' } })).rejects.toThrow(
      '/Common/other is no VXLAN tunnel (its profile is /Common/tcp-forward); nothing was written',
    );
    expect(rig.device.list('net/fdb/tunnel/~Common~other/records')).toEqual([]);
    expect(rig.device.list('ltm/pool')).toEqual([]);
  });
});
