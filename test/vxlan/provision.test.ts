import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleSnapshot } from '../../src/cli/demo/example.ts';
import { Session } from '../../src/icontrol/session.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { overlayEntries } from '../../src/vxlan/overlay-entries.ts';
import { type OverlaySpec, readOverlaySpec } from '../../src/vxlan/overlay-spec.ts';
import { OverlayRefusedError, planOverlay, provisionOverlay } from '../../src/vxlan/provision.ts';
import { dualNode } from '../desired/sample-cluster.ts';

const spec: OverlaySpec = {
  tunnel: { name: '/Common/flannel_vxlan', vni: 1, localAddress: '172.16.40.198' },
  profile: { name: '/Common/fl-vxlan' },
  selfIp: { name: '/Common/flannel-self', address: '10.244.246.2/16' },
  podNetwork: '10.244.0.0/16',
  nodes: [{ name: 'bigip1', podCIDRs: ['10.244.246.0/24'] }],
};
const underlay = {
  'net/vlan/~Common~int_vlan': {},
  'net/self/~Common~int-self': { address: '172.16.40.198/24', vlan: '/Common/int_vlan' },
};

let device: MockBigIp;
let session: Session;
beforeEach(async () => {
  device = await MockBigIp.start({ protocol: 'none', seed: underlay });
  const { url, username, password, transport } = device;
  session = new Session({ url, username, password, transport });
});
afterEach(async () => {
  await session.close();
  await device.close();
});

function writes(): readonly string[] {
  return device.journal
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))
    .map(({ method, path }) => `${method} ${path}`);
}

async function refusal(broken: OverlaySpec, options = {}): Promise<readonly string[]> {
  const plan = await planOverlay(session, broken, options);
  expect(plan.changes).toEqual([]);
  await expect(provisionOverlay(session, broken, options)).rejects.toThrow(OverlayRefusedError);
  expect(writes()).toEqual([]);
  return plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ reason }) => reason);
}

describe('an overlay from nothing', () => {
  it('is a profile, a tunnel and a self IP with the length of the pod network, once', async () => {
    const first = await provisionOverlay(session, spec);
    expect(first.steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toEqual([
      'created net/tunnels/vxlan/~Common~fl-vxlan',
      'created net/tunnels/tunnel/~Common~flannel_vxlan',
      'created net/self/~Common~flannel-self',
    ]);
    expect(first.saved).toBe(true);
    expect(device.get('net/tunnels/vxlan/~Common~fl-vxlan')).toMatchObject({ port: 8472, floodingType: 'none' });
    expect(device.get('net/tunnels/tunnel/~Common~flannel_vxlan')).toMatchObject({
      key: 1,
      localAddress: '172.16.40.198',
      profile: '/Common/fl-vxlan',
      description: 'managed-by bigip-icontrol/default',
    });
    expect(device.get('net/self/~Common~flannel-self')).toMatchObject({
      address: '10.244.246.2/16',
      vlan: '/Common/flannel_vxlan',
      floating: 'disabled',
    });
    const again = await provisionOverlay(session, spec);
    expect(again.changes).toEqual([]);
  });

  it('only reads for a plan', async () => {
    const plan = await planOverlay(session, spec);
    expect(plan.changes.map(({ action, type }) => `${action} ${type}`)).toEqual([
      'create net/tunnels/vxlan',
      'create net/tunnels/tunnel',
      'create net/self',
    ]);
    expect(writes()).toEqual([]);
  });

  it('for a pair switches the copying of tunnels off before there is one', async () => {
    const { steps } = await provisionOverlay(session, { ...spec, pair: true });
    const order = steps.map(({ type }) => type);
    expect(order.indexOf('sys/db')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('sys/db')).toBeLessThan(order.indexOf('net/tunnels/tunnel'));
    expect(device.get('sys/db/iptunnel.configsync')).toMatchObject({ value: 'disable' });
    expect((await planOverlay(session, { ...spec, pair: true })).changes).toEqual([]);
  });

  it('for a pair commits that before it makes the tunnel', async () => {
    const { transactions } = await provisionOverlay(session, { ...spec, pair: true });
    expect(transactions).toBe(2);
    const commits = device.journal.filter(({ method, path }) => method === 'PATCH' && path.includes('/transaction/'));
    expect(commits).toHaveLength(2);
  });

  it('of IPv6 pods is as good, with the network that flannel says for them', async () => {
    device.seed({ 'net/self/~Common~under6': { address: 'fd00:1::99/64', vlan: '/Common/int_vlan' } });
    const v6: OverlaySpec = {
      tunnel: { name: '/Common/flannel_v6', localAddress: 'fd00:1::99' },
      profile: { name: '/Common/fl-vxlan' },
      selfIp: { name: '/Common/flannel-self6', address: 'fd00:10:244:20::2/48' },
      podNetwork: 'fd00:10:244::/48',
      nodes: [{ name: 'bigip1', podCIDRs: ['fd00:10:244:20::/64'] }],
    };
    const cluster = clusterFacts(snapshotOf([JSON.parse(JSON.stringify(dualNode(1)))]));
    expect((await planOverlay(session, v6, { cluster })).diagnostics).toEqual([]);
    const { steps } = await provisionOverlay(session, v6, { cluster });
    expect(steps.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
    expect((await planOverlay(session, v6, { cluster })).changes).toEqual([]);
    const short = { ...v6, selfIp: { ...v6.selfIp, address: 'fd00:10:244:20::2/64' } };
    expect((await planOverlay(session, short, { cluster })).diagnostics.map(({ reason }) => reason)).toContain(
      'OverlaySelfPrefixTooLong',
    );
  });

  it('changes what it made, and nothing that somebody else made', async () => {
    await provisionOverlay(session, spec);
    const changed = { ...spec, tunnel: { ...spec.tunnel, mtu: 1400 } };
    expect((await planOverlay(session, changed)).changes).toMatchObject([
      { action: 'modify', uri: 'net/tunnels/tunnel/~Common~flannel_vxlan', before: { mtu: 0 }, after: { mtu: 1400 } },
    ]);
    device.set('net/tunnels/tunnel/~Common~flannel_vxlan', { description: 'by hand' });
    const foreign = await planOverlay(session, changed);
    expect(foreign.changes).toEqual([]);
    expect(foreign.conflicts).toMatchObject([{ reason: 'NotOurs' }]);
    expect((await planOverlay(session, changed, { adopt: true })).changes).toHaveLength(1);
  });

  it('with a floating self IP only where a Node owns its podCIDR', async () => {
    const floating = { ...spec, floatingSelfIp: { name: '/Common/flannel-float', address: '10.244.247.2/16' } };
    expect(await refusal(floating)).toEqual(['FloatingSelfWithoutNode']);
    const { nodes: _nodes, ...undeclared } = floating;
    expect(await refusal(undeclared)).toEqual(['FloatingSelfWithoutNode']);
    const shared = { ...floating, floatingSelfIp: { ...floating.floatingSelfIp, address: '10.244.246.9/16' } };
    expect(await refusal(shared)).toEqual(['FloatingSelfWithoutNode']);
    const declared = { ...floating, nodes: [...(spec.nodes ?? []), { name: 'float', podCIDRs: ['10.244.247.0/24'] }] };
    const { steps } = await provisionOverlay(session, declared);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created', 'created']);
    expect(device.get('net/self/~Common~flannel-float')).toMatchObject({ floating: 'enabled' });
    expect((await planOverlay(session, declared)).changes).toEqual([]);
    // One that is not asked for any more is told, and one that somebody else made is not.
    device.seed({ 'net/self/~Common~by-hand': { address: '10.244.246.77/16', vlan: '/Common/flannel_vxlan' } });
    const { floatingSelfIp: _floating, ...less } = declared;
    const left = { uri: 'net/self/~Common~flannel-float', type: 'net/self' };
    expect(await planOverlay(session, less)).toMatchObject({ changes: [], kept: [left] });
    expect((await planOverlay(session, less, { owner: 'blue' })).kept).toEqual([]);
    // Without its Node it would break the overlay, whoever asked for it.
    expect((await planOverlay(session, spec)).diagnostics).toMatchObject([{ reason: 'FloatingSelfWithoutNode' }]);
  });
});

describe('on a unit of a pair', () => {
  it('is refused while tunnels are copied, unless that is switched off with it', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'none', seed: underlay as never });
    const { url, username, password, transport } = one;
    const unit = new Session({ url, username, password, transport });
    const reasons = async (more: Partial<OverlaySpec>) =>
      (await planOverlay(unit, { ...spec, ...more })).diagnostics.map(
        ({ reason, severity }) => `${severity} ${reason}`,
      );
    expect(await reasons({})).toEqual(['error TunnelsSynced']);
    expect(await reasons({ pair: true })).toEqual([]);
    one.set('sys/db/iptunnel.configsync', { value: 'disable' });
    expect(await reasons({})).toEqual([]);
    one.set('net/self/~Common~int-self', { trafficGroup: '/Common/traffic-group-1' });
    expect(await reasons({ pair: true })).toEqual(['warning LocalAddressFloating']);
    await unit.close();
    await one.close();
    await two.close();
  });
});

const inCluster = async () => ({ cluster: clusterFacts(await exampleSnapshot('nodes.yaml')) });

describe('before anything is sent, what could not work is refused by name', () => {
  const with_ = (over: Partial<OverlaySpec>): OverlaySpec => ({ ...spec, ...over });
  it.each<[string, OverlaySpec]>([
    ['VniMismatch', with_({ tunnel: { ...spec.tunnel, vni: 7 } })],
    ['OverlappingPodCidr', with_({ nodes: [{ name: 'other', podCIDRs: ['10.244.1.0/25'] }] })],
    [
      'PodCidrOutsideNetwork',
      with_({ podNetwork: '10.245.0.0/16', selfIp: { ...spec.selfIp, address: '10.245.0.2/16' } }),
    ],
    ['OverlaySelfPrefixTooLong', with_({ selfIp: { ...spec.selfIp, address: '10.244.246.2/24' } })],
    ['OverlaySelfEdge', with_({ selfIp: { ...spec.selfIp, address: '10.244.246.255/16' } })],
    ['OverlaySelfOutsideNode', with_({ selfIp: { ...spec.selfIp, address: '10.244.1.2/16' } })],
    ['LocalAddressNotSelf', with_({ tunnel: { ...spec.tunnel, localAddress: '172.16.40.9' } })],
    ['MtuTooLarge', with_({ tunnel: { ...spec.tunnel, mtu: 1500 } })],
    ['NameInvalid', with_({ tunnel: { ...spec.tunnel, name: '/Common/a~b' } })],
    ['OverlappingServices', with_({ serviceNetwork: '10.244.128.0/20' })],
  ])('%s', async (reason, broken) => {
    expect(await refusal(broken, await inCluster())).toContain(reason);
  });

  it('OverlappingSelf, OverlappingRoute, VniTwice, EndpointUnreachable: what the device already has', async () => {
    device.seed({
      'net/vlan/~Common~other': {},
      'net/self/~Common~pods': { address: '10.244.3.1/24', vlan: '/Common/other' },
      'net/route/~Common~pods': { network: '10.244.4.0/24', gw: '172.16.40.1' },
      'net/tunnels/vxlan/~Common~x': { port: 8472 },
      'net/tunnels/tunnel/~Common~x': { profile: '/Common/x', key: 1, localAddress: '172.16.40.198' },
    });
    device.set('net/self/~Common~int-self', { address: '172.16.40.198/30' });
    const reasons = new Set(await refusal(spec, await inCluster()));
    expect([...reasons].sort()).toEqual(['EndpointUnreachable', 'OverlappingRoute', 'OverlappingSelf', 'VniTwice']);
  });

  it('what cannot be read cannot be judged, so nothing is planned', async () => {
    for (const type of [
      'net/self',
      'net/tunnels/tunnel',
      'net/route',
      'ltm/virtual-address',
      'net/vlan',
      'auth/partition',
    ]) {
      device.fault({
        match: `GET ${type}`,
        times: 9,
        do: { status: 403, body: { code: 403, message: 'no access', errorStack: [] } },
      });
      await expect(provisionOverlay(session, spec), type).rejects.toThrow('no access');
      device.reset();
      device.seed(underlay);
    }
    expect(writes()).toEqual([]);
  });

  it('the Nodes of the example are fine', async () => {
    const plan = await planOverlay(session, spec, await inCluster());
    expect(plan.diagnostics).toEqual([]);
    expect(plan.changes).toHaveLength(3);
  });
});

describe('overlay.yaml', () => {
  it('has defaults by CNI', () => {
    const { profile: _profile, ...plain } = spec;
    const [profile, tunnel] = overlayEntries(
      { ...plain, cni: 'openshift-sdn', tunnel: { name: '/k8s/sdn', localAddress: '10.0.0.1%5' } },
      'me',
    );
    expect(profile).toMatchObject({
      uri: 'net/tunnels/vxlan/~k8s~sdn_profile',
      properties: { port: 4789, floodingType: 'multipoint' },
    });
    expect(tunnel).toMatchObject({
      properties: { key: 0, localAddress: '10.0.0.1%5' },
      initial: { description: 'managed-by bigip-icontrol/me' },
    });
  });

  it.each([
    [{}, 'tunnel'],
    [{ ...spec, tunel: {} }, 'tunel'],
    [{ ...spec, tunnel: { ...spec.tunnel, localAddress: 'x' } }, 'tunnel.localAddress'],
    [{ ...spec, tunnel: { ...spec.tunnel, vni: -1 } }, 'tunnel.vni'],
    [{ ...spec, selfIp: { ...spec.selfIp, address: '10.244.246.2/99' } }, 'selfIp.address'],
    [{ ...spec, nodes: [{ name: 'a', podCIDRs: ['x'] }] }, 'nodes.0.podCIDRs.0'],
    ['text', 'overlay'],
  ])('says what is wrong in %j', (value, path) => {
    expect(() => readOverlaySpec(value)).toThrow(path);
  });
});
