/**
 * A partition that CIS has managed for years is taken over on a running BIG-IP. What CIS wrote is written here as its
 * CCCL writes it: members with `%0`, `membersReference`, its metadata, the FDB as one list, ARP without a mark.
 */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../../src/cli/demo/example.ts';
import { BigIp, type Plan, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { mergeSnapshots, snapshotOf } from '../../src/kubernetes/index.ts';
import { Speaker } from '../mocks/speak.ts';

const options: ReconcileOptions = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } };
const adopting: ReconcileOptions = { ...options, adopt: true };
const names = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'] as const;
const pool = 'cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
const virtual = 'istio-system_istio-ingressgateway.32400.vs';
const pods: Readonly<Record<string, string>> = {
  '10.244.1.36': '5e:1b:0a:44:9c:02',
  '10.244.2.41': '5e:1b:0a:44:9c:03',
};
const vteps: Readonly<Record<string, string>> = {
  '5e:1b:0a:44:9c:01': '172.16.40.201',
  '5e:1b:0a:44:9c:02': '172.16.40.202',
  '5e:1b:0a:44:9c:03': '172.16.40.203',
};

async function writeAsCis(client: Speaker): Promise<void> {
  const sent = [
    await client.send('PUT', 'net/fdb/tunnel/~Common~flannel_vxlan/', {
      records: Object.entries(vteps).map(([name, endpoint]) => ({ name, endpoint: `${endpoint}%0`, partition: null })),
    }),
    await client.post('ltm/pool/', {
      name: pool,
      partition: 'k8s',
      loadBalancingMode: 'least-connections-member',
      description: null,
      monitor: 'default',
      membersReference: {
        isSubcollection: true,
        items: Object.keys(pods).map((address) => ({
          name: `${address}%0:32400`,
          partition: 'k8s',
          ratio: 1,
          connectionLimit: 0,
          priorityGroup: 0,
          session: 'user-enabled',
          description: null,
        })),
      },
    }),
    await client.post('ltm/virtual/', {
      name: virtual,
      partition: 'k8s',
      destination: '/k8s/172.16.100.195%0:31400',
      ipProtocol: 'tcp',
      enabled: true,
      vlansDisabled: true,
      vlans: [],
      sourceAddressTranslation: { type: 'automap' },
      connectionLimit: 0,
      pool: `/k8s/${pool}`,
      policies: [],
      profiles: [{ name: 'tcp', partition: 'Common', context: 'all' }],
      rules: [],
      source: '0.0.0.0%0/0',
      metadata: [{ name: 'user_agent', value: 'k8s-bigip-ctlr-1.14.2', persist: 'true' }],
    }),
  ];
  for (const [ipAddress, macAddress] of Object.entries(pods)) {
    sent.push(await client.post('net/arp/', { name: `k8s-${ipAddress}`, partition: 'Common', ipAddress, macAddress }));
  }
  expect(sent.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
}

async function open() {
  const device = await MockBigIp.start({ seed: exampleSeed(await exampleDevice()) });
  const { url, username, password, fingerprint256 = '' } = device;
  const bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  const client = new Speaker(device);
  await writeAsCis(client);
  return {
    device,
    bigip,
    plan: async (how: ReconcileOptions, from: readonly string[] = names): Promise<Plan> =>
      planFor(bigip, await exampleSnapshot(...from), how),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await bigip.close();
      await device.close();
    },
  };
}

const lines = ({ changes }: Plan) =>
  changes.map(({ action, uri, reason }) => `${action} ${uri} ${reason ?? ''}`.trim());

describe('a partition that CIS has written', () => {
  it('is not touched without being told so: each object is a conflict that says whose it is', async () => {
    await using rig = await open();
    const { changes, conflicts } = await rig.plan(options);
    expect(changes).toEqual([]);
    expect(conflicts.map(({ uri, reason }) => `${reason} ${uri}`)).toEqual([`NotOurs ltm/pool/~k8s~${pool}`]);
  });

  it('is taken over with its mark alone: nothing made, nothing deleted, no traffic touched', async () => {
    await using rig = await open();
    const plan = await rig.plan(adopting);
    expect(lines(plan)).toEqual([`modify ltm/pool/~k8s~${pool} adopted`, `modify ltm/virtual/~k8s~${virtual} adopted`]);
    for (const { after } of plan.changes) expect(Object.keys(after ?? {})).toEqual(['metadata']);
    const before = rig.device.list('ltm/pool/');
    const { steps } = await reconcile(rig.bigip, await exampleSnapshot(...names), adopting);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['modified', 'modified']);
    expect(rig.device.list('ltm/pool/')).toEqual(before);
    expect((await rig.plan(options)).changes).toEqual([]);
    expect(rig.device.get(`ltm/virtual/~k8s~${virtual}`)?.['metadata']).toContainEqual(
      expect.objectContaining({ name: 'user_agent' }),
    );
  });

  it('then lives on as ours: a pod that moves takes the member of CIS along, however it is spelt', async () => {
    await using rig = await open();
    await reconcile(rig.bigip, await exampleSnapshot(...names), adopting);
    const moved = ['service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml'];
    expect(lines(await rig.plan(options, moved))).toEqual([
      'create net/arp/~Common~k8s-10.244.2.57',
      `create ltm/pool/~k8s~${pool}/members/~k8s~10.244.2.57:32400`,
      `delete ltm/pool/~k8s~${pool}/members/~k8s~10.244.1.36%250:32400`,
      'delete net/arp/~Common~k8s-10.244.1.36 no pool member uses this address',
    ]);
  });
});

describe('CIS that still runs', () => {
  const controller = (replicas: number, ...args: readonly string[]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'k8s-bigip-ctlr', namespace: 'kube-system' },
    spec: { replicas, template: { spec: { containers: [{ image: 'f5networks/k8s-bigip-ctlr:1.14.2', args }] } } },
  });
  const beside = async (deployment: object) =>
    mergeSnapshots([await exampleSnapshot(...names), snapshotOf([deployment])]);
  const said = ({ diagnostics }: Plan) =>
    diagnostics.filter(({ severity }) => severity !== 'info').map(({ reason, object }) => `${reason} ${object}`);

  it('in the input: it is named, and nothing is taken over', async () => {
    await using rig = await open();
    const snapshot = await beside(controller(1, '--bigip-partition=k8s'));
    const plan = await planFor(rig.bigip, snapshot, adopting);
    expect(said(plan)).toEqual(['CisRuns Deployment/kube-system/k8s-bigip-ctlr', 'AdoptionHeld BigIp/adoption']);
    expect(plan.diagnostics.map(({ message }) => message).join()).toContain('Scale it to 0 replicas');
    expect(plan.changes).toEqual([]);
    expect(plan.conflicts.map(({ reason }) => reason)).toEqual(['NotOurs']);
    expect(plan.conflicts[0]?.message).toBe(
      'exists and carries no mark of ours; it is not taken over while CIS runs (--adopt-beside-cis does)',
    );
    const { steps } = await reconcile(rig.bigip, snapshot, adopting);
    expect(steps).toEqual([]);
  });

  it.each([
    ['it is told to adopt all the same', controller(1), { adoptBesideCis: true }, 2],
    ['it is scaled to nothing', controller(0), {}, 2],
    ['it manages another partition', controller(1, '--bigip-partition', 'blue'), {}, 2],
    ['it does not say which partition', controller(1), {}, 0],
  ])('in the input: %s', async (_what, deployment, more, changes) => {
    await using rig = await open();
    const plan = await planFor(rig.bigip, await beside(deployment), { ...adopting, ...more });
    expect(plan.changes).toHaveLength(changes);
  });

  it('on the device: its metadata are back, and our mark is gone', async () => {
    await using rig = await open();
    await reconcile(rig.bigip, await exampleSnapshot(...names), adopting);
    expect(said(await rig.plan(options))).toEqual([]);
    // As its driver does: the metadata of a virtual server are those that CIS wants, and no others.
    const metadata = [{ name: 'user_agent', value: 'k8s-bigip-ctlr-1.14.2', persist: 'true' }];
    await using cis = new Speaker(rig.device);
    await cis.send('PATCH', `ltm/virtual/~k8s~${virtual}`, { metadata });
    const plan = await rig.plan(options);
    expect(said(plan)).toEqual([`CisWrites BigIp/ltm/virtual/~k8s~${virtual}`]);
    expect(plan.diagnostics.at(-1)?.message).toContain('user_agent k8s-bigip-ctlr-1.14.2');
    expect(plan.conflicts.map(({ uri, reason }) => `${reason} ${uri}`)).toEqual([
      `NotOurs ltm/virtual/~k8s~${virtual}`,
    ]);
  });

  it('on the device: an ARP entry is back that was deleted', async () => {
    await using rig = await open();
    await reconcile(rig.bigip, await exampleSnapshot(...names), adopting);
    const moved = ['service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml'];
    await reconcile(rig.bigip, await exampleSnapshot(...moved), options);
    expect(said(await rig.plan(options, moved))).toEqual([]);
    rig.device.set('net/arp/~Common~k8s-10.244.1.36', { ipAddress: '10.244.1.36', macAddress: '5e:1b:0a:44:9c:02' });
    expect(said(await rig.plan(options, moved))).toEqual(['CisWrites BigIp/net/arp/~Common~k8s-10.244.1.36']);
    // A pod that gets the address later is nobody's sign.
    await reconcile(rig.bigip, await exampleSnapshot(...names), options);
    expect(said(await rig.plan(options, moved))).toEqual([]);
  });
});
