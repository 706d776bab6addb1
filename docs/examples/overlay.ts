/** An overlay without Kubernetes: made, filled from a list of VTEPs, and looked at by the doctor. */
import {
  applyPlan,
  BigIp,
  diagnose,
  makeUnitPlan,
  nodeManifest,
  overlayState,
  provisionOverlay,
  readActual,
  readDeviceFacts,
  readOverlaySpec,
  readTunnel,
} from 'bigip-icontrol';
import { MockBigIp } from 'bigip-icontrol/mock';

const tunnel = '/Common/vxlan';
const underlay = {
  'auth/partition/edge': {},
  'net/vlan/~Common~internal': {},
  'net/self/~Common~internal': { address: '172.16.40.198/24', vlan: '/Common/internal' },
};

export async function overlay(): Promise<{
  readonly made: readonly string[];
  readonly filled: readonly string[];
  readonly again: number;
  readonly broken: readonly string[];
  readonly node: string;
}> {
  await using device = await MockBigIp.start({ seed: underlay });
  const { url, username, password, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });

  const spec = readOverlaySpec({
    tunnel: { name: tunnel, vni: 7, localAddress: '172.16.40.198' },
    selfIp: { name: '/Common/vxlan-self', address: '10.200.0.2/16' },
  });
  const { steps: made } = await provisionOverlay(bigip, spec);

  const desired = overlayState({
    partition: 'edge',
    tunnel,
    vteps: [
      { mac: '0a:58:01:01:01:01', endpoint: '172.16.40.201' },
      { mac: '0a:58:01:01:01:02', endpoint: '172.16.40.202' },
    ],
    neighbours: [{ ip: '10.200.1.5', mac: '0a:58:01:01:01:01' }],
  });
  const plan = async () => makeUnitPlan(desired, await readActual(bigip, desired), { prune: true });
  const { steps: filled } = await applyPlan(await plan(), bigip);
  const again = (await plan()).changes.length;

  // Now the host behind the tunnel can be reached, and be a member.
  const pool = await bigip.ltm.pool.create({ name: 'web', partition: 'edge' });
  await bigip.ltm.pool
    .members(pool.fullPath)
    .create({ name: '10.200.1.5:80', partition: 'edge', address: '10.200.1.5' });
  const { checks } = diagnose(await readDeviceFacts(bigip, tunnel, { watch: 0 }), undefined);
  const broken = checks.flatMap(({ findings }) => findings.map(({ reason, fix }) => `${reason}: ${fix}`));

  // What the other side has to know, should it be a cluster after all.
  const { localAddress = '', macAddress = '' } = await readTunnel(bigip, tunnel);
  const node = nodeManifest({
    name: 'bigip1',
    podCidrs: ['10.200.0.0/24'],
    ipv4: { address: localAddress, mac: macAddress, vni: 7 },
  });
  const names = (steps: typeof made) => steps.map(({ uri, outcome }) => `${outcome} ${uri}`);
  return { made: names(made), filled: names(filled), again, broken, node: node.metadata.name };
}
