/** Every failure that operators chase (facts: vxlan-and-members 7), planted in a device and found by its name. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import { ConnectError } from '../../src/errors.ts';
import type { Session } from '../../src/icontrol/session.ts';
import { mergeSnapshots, parseManifests } from '../../src/kubernetes/index.ts';
import { type ClusterOptions, clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { diagnose, type Verdict } from '../../src/vxlan/doctor/index.ts';
import { readDeviceFacts } from '../../src/vxlan/read-device.ts';
import { type FindingReason, findingReasons } from '../../src/vxlan/reasons.ts';
import {
  arpUri,
  Clinic,
  checkOf,
  exampleCluster,
  macs,
  pods,
  poolUri,
  profileUri,
  reasonsIn,
  recordUri,
  statsBody,
  tunnelUri,
  virtualUri,
  withNodes,
} from './doctored-device.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await Clinic.open();
});
beforeEach(() => {
  clinic.recover();
});
afterAll(async () => {
  await clinic.close();
});

const flannelCfg = (netConf: object) =>
  parseManifests(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
      data: { 'net-conf.json': JSON.stringify(netConf) },
    }),
  );

const annotation = (name: string) => `flannel.alpha.coreos.com/${name}`;

describe('a healthy overlay', () => {
  it('raises no alarm, and nothing but GETs is sent', async () => {
    const before = clinic.device.requests;
    const diagnosis = await clinic.examine(await exampleCluster());
    expect(reasonsIn(diagnosis)).toEqual([]);
    const verdicts = diagnosis.checks
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ id, verdict }) => `${id} ${verdict}`);
    // No packet passes, and the pool has no monitor.
    expect(verdicts).toEqual(['D10 unknown', 'D15 unknown']);
    for (const check of diagnosis.checks) expect([...check.evidence, ...check.unknown]).not.toEqual([]);
    const sent = clinic.device.journal.slice(before - clinic.device.requests);
    expect(sent.length).toBeGreaterThan(20);
    // The session logs in again, because its token was revoked before; that is no part of the configuration.
    const writes = sent.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'));
    expect(writes).toEqual([]);
  });

  it('is all in order where the device can tell everything', async () => {
    const { device } = clinic;
    device.set(poolUri, { monitor: '/Common/tcp' });
    clinic.count({ hcOutUcastPkts: 5, hcInUcastPkts: 4 }, { hcOutUcastPkts: 9, hcInUcastPkts: 8 });
    const diagnosis = await clinic.examine(await exampleCluster());
    expect(diagnosis.checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(diagnosis.verdict).toBe('ok');
  });

  it('without Nodes in the input says what it cannot know, and never ok', async () => {
    const diagnosis = await clinic.examine(undefined);
    expect(reasonsIn(diagnosis)).toEqual([]);
    for (const id of ['D2', 'D3', 'D5', 'D6', 'D7', 'D8', 'D9', 'D15'] as const) {
      expect(checkOf(diagnosis, id).verdict, id).toBe('unknown');
      expect(checkOf(diagnosis, id).unknown.length, id).toBeGreaterThan(0);
    }
    for (const id of ['D4', 'D11', 'D12', 'D13', 'D14'] as const) expect(checkOf(diagnosis, id).verdict, id).toBe('ok');
  });

  it('as seen by CIS, with %0 and other spellings of a MAC, is as healthy', async () => {
    const snapshot = await withNodes((name, node) => {
      const data = node.metadata.annotations[annotation('backend-data')] ?? '';
      node.metadata.annotations[annotation('backend-data')] =
        name === 'bigip1' ? data : data.toUpperCase().replaceAll('VTEPMAC', 'VtepMAC');
      return node;
    });
    expect(reasonsIn(await clinic.examine(snapshot))).toEqual([]);
  });
});

interface Planted {
  readonly failure: string;
  readonly reason: FindingReason;
  readonly check: string;
  readonly plant: () => void | Promise<void>;
  readonly snapshot?: () => ReturnType<typeof exampleCluster>;
  readonly options?: ClusterOptions;
}

const set = (uri: string, properties: Parameters<MockBigIp['set']>[1]) => () => {
  clinic.device.set(uri, properties);
};

const planted: readonly Planted[] = [
  {
    failure: 'pool green, clients time out: automap takes a floating self IP of another VLAN',
    reason: 'AutomapOffTunnel',
    check: 'D13',
    plant: set('net/self/~Common~int-float', {
      address: '172.16.40.250/24',
      vlan: '/Common/int_vlan',
      trafficGroup: '/Common/traffic-group-1',
    }),
  },
  {
    failure: 'all members red after a Node was replaced: its record stayed',
    reason: 'StaleFdbRecord',
    check: 'D7',
    plant: set(recordUri('5e:1b:0a:44:9c:99'), { endpoint: '172.16.40.209' }),
  },
  {
    failure: 'a new Node has no record',
    reason: 'MissingFdbRecord',
    check: 'D7',
    plant: () => void clinic.device.delete(recordUri(macs[1])),
  },
  {
    failure: 'a record points at another address',
    reason: 'WrongFdbEndpoint',
    check: 'D7',
    plant: set(recordUri(macs[1]), { endpoint: '172.16.40.210' }),
  },
  {
    failure: 'one pod red after it moved: the ARP entry has the MAC of its former Node',
    reason: 'StaleArp',
    check: 'D8',
    plant: set(arpUri(pods[0]), { macAddress: macs[2] }),
  },
  {
    failure: 'a Node rebooted with another MAC',
    reason: 'VtepMacChanged',
    check: 'D7',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'k8s-node1-v1-16')
          node.metadata.annotations[annotation('backend-data')] = '{"VNI":1,"VtepMAC":"5e:1b:0a:44:9c:77"}';
        return node;
      }),
  },
  {
    failure: 'nothing passes: packets go out and none come in',
    reason: 'NoReturnTraffic',
    check: 'D10',
    plant: () => clinic.count({ hcOutUcastPkts: 10, hcInUcastPkts: 7 }, { hcOutUcastPkts: 25, hcInUcastPkts: 7 }),
  },
  {
    failure: 'nothing passes: the Nodes send to another port',
    reason: 'PortMismatch',
    check: 'D2',
    plant: set(profileUri, { port: 4789 }),
    snapshot: async () =>
      mergeSnapshots([await exampleCluster(), flannelCfg({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan' } })]),
  },
  {
    failure: 'another port than the default, and nobody says which',
    reason: 'PortUnusual',
    check: 'D2',
    plant: set(profileUri, { port: 4789 }),
  },
  { failure: 'nothing passes: another VNI', reason: 'VniMismatch', check: 'D3', plant: set(tunnelUri, { key: 11 }) },
  {
    failure: 'nothing passes: the Node of the BIG-IP was deleted',
    reason: 'BigIpNodeMissing',
    check: 'D6',
    plant: () => {},
    snapshot: () => withNodes((name, node) => (name === 'bigip1' ? undefined : node)),
  },
  {
    failure: 'in "unknown proto" grows',
    reason: 'UnknownVni',
    check: 'D10',
    plant: () =>
      clinic.count(
        { hcOutUcastPkts: 1, hcInUcastPkts: 1, inUnknownProtos: 1 },
        { hcOutUcastPkts: 2, hcInUcastPkts: 2, inUnknownProtos: 9 },
      ),
  },
  {
    failure: 'ARP incomplete: no static entry, and nothing floods',
    reason: 'MissingArp',
    check: 'D9',
    plant: () => void clinic.device.delete(arpUri(pods[1])),
  },
  {
    failure: 'ARP incomplete, as the ARP table says',
    reason: 'ArpIncomplete',
    check: 'D8',
    plant: () => clinic.say('net/arp/stats', [{ texts: { ipAddress: '10.244.1.36', status: 'incomplete' } }]),
  },
  {
    failure: 'the MAC of a member has no record',
    reason: 'ArpWithoutFdb',
    check: 'D9',
    plant: () => void clinic.device.delete(recordUri(macs[2])),
  },
  {
    failure: 'ARP incomplete, said where the MAC address stands',
    reason: 'ArpIncomplete',
    check: 'D8',
    plant: () => clinic.say('net/arp/stats', [{ texts: { ipAddress: '10.244.1.36%0', macAddress: 'incomplete' } }]),
  },
  { failure: 'small works, large hangs', reason: 'MtuTooLarge', check: 'D3', plant: set(tunnelUri, { mtu: 1480 }) },
  {
    failure: 'ARP entries vanish and return at each restart of a controller',
    reason: 'EntriesFlap',
    check: 'D10',
    plant: () => {
      clinic.between = () => void clinic.device.delete(arpUri(pods[0]));
    },
  },
  {
    failure: 'leftovers after a Service is gone',
    reason: 'OrphanArp',
    check: 'D8',
    plant: set(arpUri('10.244.2.99'), { ipAddress: '10.244.2.99', macAddress: macs[2] }),
  },
  {
    failure: 'two controllers fight over one tunnel',
    reason: 'SharedByControllers',
    check: 'D14',
    plant: () =>
      clinic.device.seed({
        'auth/partition/cis': {},
        'ltm/pool/~cis~ingress_web': { members: [{ name: '10.244.1.55:80', address: '10.244.1.55' }] },
      }),
  },
];

describe('a failure that operators chase', () => {
  it.each(planted)('$failure is found as $reason', async ({ reason, check, plant, snapshot = exampleCluster }) => {
    await plant();
    const diagnosis = await clinic.examine(await snapshot());
    const found = diagnosis.checks.flatMap(({ id, findings }) =>
      findings.filter((one) => one.reason === reason).map((one) => ({ ...one, id })),
    );
    expect(found.map(({ id }) => id)).toContain(check);
    expect(checkOf(diagnosis, check as 'D1').verdict).toBe<Verdict>(findingReasons[reason].severity);
    for (const { message, fix } of found) {
      expect(message).not.toMatch(/undefined|\[object|NaN/);
      expect(fix.length).toBeGreaterThan(10);
    }
    expect(diagnosis.verdict === 'broken' || diagnosis.verdict === 'warning').toBe(true);
  });
});

const more: readonly Planted[] = [
  {
    failure: 'flooding',
    reason: 'FloodingTypeUnfit',
    check: 'D2',
    plant: set(profileUri, { floodingType: 'multipoint' }),
  },
  {
    failure: 'no local address',
    reason: 'LocalAddressUnset',
    check: 'D3',
    plant: set(tunnelUri, { localAddress: 'any6' }),
  },
  {
    failure: 'a local address of nobody',
    reason: 'LocalAddressNotSelf',
    check: 'D4',
    plant: set(tunnelUri, { localAddress: '172.16.40.7' }),
  },
  {
    failure: 'no overlay self IP',
    reason: 'OverlaySelfMissing',
    check: 'D5',
    plant: () => void clinic.device.delete('net/self/~Common~flannel-self'),
  },
  {
    failure: 'a self IP as long as one Node',
    reason: 'OverlaySelfPrefixTooLong',
    check: 'D5',
    plant: set('net/self/~Common~flannel-self', { address: '10.244.246.2/24' }),
  },
  {
    failure: 'a self IP in the podCIDR of another Node',
    reason: 'OverlaySelfOutsideNode',
    check: 'D6',
    plant: set('net/self/~Common~flannel-self', { address: '10.244.1.2/16' }),
  },
  {
    failure: 'a floating self IP without a Node',
    reason: 'FloatingSelfWithoutNode',
    check: 'D5',
    plant: set('net/self/~Common~flannel-float', {
      address: '10.244.250.9/16',
      vlan: '/Common/flannel_vxlan',
      trafficGroup: '/Common/traffic-group-1',
    }),
  },
  {
    failure: 'a Node with another MAC',
    reason: 'BigIpNodeMac',
    check: 'D6',
    plant: set(tunnelUri, { macAddress: '00:50:56:00:00:aa' }),
  },
  {
    failure: 'a Node with another address',
    reason: 'BigIpNodeAddress',
    check: 'D6',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'bigip1') node.metadata.annotations[annotation('public-ip')] = '172.16.40.1';
        return node;
      }),
  },
  {
    failure: 'a Node that flannel ignores',
    reason: 'BigIpNodeIgnored',
    check: 'D6',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'bigip1') node.metadata.annotations[annotation('kube-subnet-manager')] = 'false';
        return node;
      }),
  },
  {
    failure: 'a Node without podCIDR',
    reason: 'BigIpNodePodCidr',
    check: 'D6',
    plant: () => {},
    snapshot: () => withNodes((name, node) => (name === 'bigip1' ? { ...node, spec: {} } : node)),
  },
  {
    failure: 'a record of the BIG-IP itself, as CIS writes it',
    reason: 'OwnFdbRecord',
    check: 'D7',
    plant: set(recordUri('00:50:56:b3:1b:9b'), { endpoint: '172.16.40.198' }),
  },
  {
    failure: 'two Nodes with one MAC',
    reason: 'DuplicateVtepMac',
    check: 'D7',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'k8s-node2-v1-16')
          node.metadata.annotations[annotation('backend-data')] = `{"VtepMAC":"${macs[1]}"}`;
        return node;
      }),
  },
  {
    failure: 'a Node with host-gw',
    reason: 'NodeWithoutVtep',
    check: 'D7',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'k8s-node2-v1-16') node.metadata.annotations[annotation('backend-type')] = 'host-gw';
        return node;
      }),
  },
  {
    failure: 'another CNI than the one that was given',
    reason: 'OtherCni',
    check: 'D7',
    plant: () => {},
    snapshot: async () => ({
      ...(await exampleCluster()),
      hostSubnets: [{ metadata: { name: 'w' }, host: 'w', hostIP: '172.16.40.202' }],
    }),
    options: { cni: 'flannel' },
  },
  {
    failure: 'a static ARP entry for a Node',
    reason: 'NodeAddressArp',
    check: 'D8',
    plant: set(arpUri('172.16.40.202'), { ipAddress: '172.16.40.202', macAddress: macs[1] }),
  },
  {
    failure: 'no way to a Node',
    reason: 'EndpointUnreachable',
    check: 'D7',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => {
        if (name === 'k8s-node2-v1-16') node.metadata.annotations[annotation('public-ip')] = '192.0.2.77';
        return node;
      }),
  },
  {
    failure: 'a route past the tunnel',
    reason: 'OverlappingRoute',
    check: 'D11',
    plant: set('net/route/~Common~past', { network: '10.244.1.0/24', gw: '172.16.40.202' }),
  },
  {
    failure: 'a virtual address in the pod network',
    reason: 'OverlappingVirtualAddress',
    check: 'D11',
    plant: set('ltm/virtual-address/~k8s~10.244.9.9', { address: '10.244.9.9' }),
  },
  {
    failure: 'clients as they are',
    reason: 'NoSnat',
    check: 'D13',
    plant: set(virtualUri, { sourceAddressTranslation: { type: 'none' } }),
  },
  {
    failure: 'a SNAT pool elsewhere',
    reason: 'SnatPoolOffNode',
    check: 'D13',
    plant: () => {
      clinic.device.seed({ 'ltm/snatpool/~Common~egress': { members: ['/Common/172.16.40.77'] } });
      clinic.device.set(virtualUri, { sourceAddressTranslation: { type: 'snat', pool: '/Common/egress' } });
    },
  },
  {
    failure: 'a ready member that is down',
    reason: 'MemberDownButReady',
    check: 'D15',
    plant: () => {
      clinic.device.set(poolUri, { monitor: '/Common/tcp' });
      clinic.device.set(`${poolUri}/members/~k8s~10.244.1.36:32400`, { state: 'down' });
    },
  },
  {
    failure: 'a licence without SDN Services',
    reason: 'SdnNotLicensed',
    check: 'D1',
    plant: () => clinic.say('sys/license', [{ texts: { registrationKey: 'A', modules: 'Local Traffic Manager' } }]),
  },
  {
    failure: 'another tunnel with the same VNI',
    reason: 'VniTwice',
    check: 'D14',
    plant: () => {
      const item = {
        name: 'x',
        partition: 'Common',
        profile: '/Common/fl-vxlan',
        key: 1,
        localAddress: '172.16.40.198',
      };
      const items = ['flannel_vxlan', 'other'].map((name) => ({ ...item, name, fullPath: `/Common/${name}` }));
      clinic.device.fault({ match: 'GET net/tunnels/tunnel', do: { status: 200, body: { items } } });
    },
  },
  {
    failure: 'errors of the tunnel',
    reason: 'TunnelErrors',
    check: 'D10',
    plant: () =>
      clinic.count(
        { hcOutUcastPkts: 1, hcInUcastPkts: 1, outErrors: 0 },
        { hcOutUcastPkts: 2, hcInUcastPkts: 2, outErrors: 3 },
      ),
  },
];

const later: readonly Planted[] = [
  {
    failure: 'a member that takes traffic and is not ready',
    reason: 'MemberUpButNotReady',
    check: 'D15',
    plant: () => {},
    snapshot: async () => {
      const snapshot = await exampleCluster();
      const endpointSlices = snapshot.endpointSlices.map((slice) => ({
        ...slice,
        endpoints: (slice.endpoints ?? []).map((one) => ({ ...one, conditions: { ready: false, serving: false } })),
      }));
      return { ...snapshot, endpointSlices };
    },
  },
  {
    failure: 'a release without records of their own',
    reason: 'VersionTooOld',
    check: 'D1',
    plant: () => {
      const body = statsBody('sys/version', [{ texts: { Version: '11.6.1' } }]);
      clinic.device.fault({ match: 'GET sys/version', do: { status: 200, body } });
    },
  },
  {
    failure: 'a profile that is none of VXLAN',
    reason: 'ProfileMissing',
    check: 'D2',
    plant: () =>
      void clinic.device.fault({
        match: 'GET net/tunnels/vxlan',
        do: { status: 200, body: { items: [{ fullPath: '/Common/x' }] } },
      }),
  },
  {
    failure: 'a member in no podCIDR of its Node',
    reason: 'PodOutsideNode',
    check: 'D9',
    plant: () => {},
    snapshot: () =>
      withNodes((name, node) => (name === 'k8s-node1-v1-16' ? { ...node, spec: { podCIDR: '10.244.77.0/24' } } : node)),
  },
  {
    failure: 'flannel that sends without VXLAN',
    reason: 'DirectRouting',
    check: 'D6',
    plant: () => {},
    snapshot: async () =>
      mergeSnapshots([
        await exampleCluster(),
        flannelCfg({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan', DirectRouting: true } }),
      ]),
  },
];

describe('another failure', () => {
  it.each([...more, ...later])(
    '$failure is found as $reason',
    async ({ reason, check, plant, snapshot = exampleCluster, options = {} }) => {
      await plant();
      const diagnosis = await clinic.examine(await snapshot(), options);
      expect(checkOf(diagnosis, check as 'D1').findings.map((one) => one.reason)).toContain(reason);
    },
  );

  it('a tunnel that is not there is a finding, not the end of the examination', async () => {
    const device = await MockBigIp.start({ protocol: 'none', seed: { 'auth/partition/k8s': {} } });
    const bare = Clinic.of(device);
    const diagnosis = await bare.examine(await exampleCluster());
    expect(reasonsIn(diagnosis)).toContain('TunnelMissing');
    expect(diagnosis.checks).toHaveLength(15);
    await bare.close();
  });

  it('the record of a Node that cannot be read is not called stale', async () => {
    const snapshot = await exampleCluster();
    const broken = parseManifests(
      JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'k8s-node2-v1-16' }, spec: { podCIDRs: 7 } }),
    );
    const diagnosis = await clinic.examine(mergeSnapshots([snapshot, broken]));
    expect(reasonsIn(diagnosis)).not.toContain('StaleFdbRecord');
    expect(checkOf(diagnosis, 'D7').unknown).toEqual([expect.stringContaining('k8s-node2-v1-16')]);
  });

  it('what the device refuses to tell is unknown, with the reason', async () => {
    clinic.device.fault({
      match: 'GET net/arp',
      times: 9,
      do: { status: 403, body: { code: 403, message: 'no access', errorStack: [] } },
    });
    const diagnosis = await clinic.examine(await exampleCluster());
    expect(checkOf(diagnosis, 'D9')).toMatchObject({ verdict: 'unknown', unknown: [expect.stringContaining('ARP')] });
  });

  it('a device that cannot be reached cannot be examined', async () => {
    clinic.device.fault({ match: 'GET *', times: 100, do: 'reset' });
    await expect(clinic.examine(undefined, { timeout: 1000 })).rejects.toThrow();
    await expect(
      readDeviceFacts(
        { clock: clinic.session.clock, request: () => Promise.reject(new ConnectError('gone', { sent: false })) },
        '/Common/x',
      ),
    ).rejects.toThrow(ConnectError);
  });

  it('an examination that is given up between its two looks ends with an AbortError', async () => {
    const stop = new AbortController();
    const clock = {
      now: () => clinic.session.clock.now(),
      sleep: () => {
        stop.abort('enough');
        return Promise.reject(stop.signal.reason);
      },
    };
    const request: Session['request'] = (...call) => clinic.session.request(...call);
    const reading = readDeviceFacts({ clock, request }, '/Common/flannel_vxlan', { signal: stop.signal });
    await expect(reading).rejects.toMatchObject({ code: 'BIGIP_ABORTED', message: expect.stringContaining('looks') });
  });
});

describe('a pair', () => {
  it('copies no tunnels, is in sync, and each unit is looked at', async () => {
    const seed = exampleSeed(await exampleDevice());
    const [one, two] = await MockBigIp.pair({ protocol: 'none', seed });
    const [first, second] = [Clinic.of(one), Clinic.of(two)];
    const snapshot = await exampleCluster();
    const alone = await first.examine(snapshot);
    expect(checkOf(alone, 'D12').findings.map(({ reason }) => reason)).toContain('TunnelsSynced');
    expect(checkOf(alone, 'D12').unknown).toEqual([expect.stringContaining('--peer')]);

    for (const unit of [one, two]) unit.set('sys/db/iptunnel.configsync', { value: 'disable' });
    // What is wrong with both makes no difference between them, and what is wrong with one does.
    expect(one.list(recordUri('').replace(/\/$/, ''))).toEqual(two.list(recordUri('').replace(/\/$/, '')));
    two.set(tunnelUri, { key: 7 });
    const peer = await readDeviceFacts(second.session, '/Common/flannel_vxlan', { watch: 0 });
    const facts = await readDeviceFacts(first.session, '/Common/flannel_vxlan', { watch: 0 });
    const both = diagnose(facts, clusterFacts(snapshot), { peers: { bigip2: peer } });
    const reasons = checkOf(both, 'D12').findings.map(({ reason }) => reason);
    one.set('ltm/pool/~Common~news', {});
    expect(checkOf(await first.examine(snapshot), 'D12').findings.map(({ reason }) => reason)).toContain('NotInSync');
    one.set('net/self/~Common~int-self', { trafficGroup: '/Common/traffic-group-1' });
    expect(checkOf(await first.examine(snapshot), 'D4').findings.map(({ reason }) => reason)).toEqual([
      'LocalAddressFloating',
    ]);
    // The example has one Node and one local address for both units.
    expect(reasons).toContain('PeersShareNode');
    const differing = checkOf(both, 'D12').findings.filter(({ reason }) => reason === 'PeerDiffers');
    expect(differing.map(({ message }) => message.split(':')[0])).toEqual(['on bigip2 D3 is broken']);
    expect(checkOf(both, 'D7').findings.map(({ reason }) => reason)).toContain('MissingFdbRecord');
    expect(reasons).not.toContain('TunnelsSynced');
    await first.close();
    await second.close();
  });
});
