/**
 * A platform engineer publishes one more port of an Istio ingress gateway on a BIG-IP: from the mistake that everybody
 * makes first to the day on which a pod moves. Over real HTTPS, against the mock.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../../src/cli/demo/example.ts';
import { applyPlan, BigIp, type Plan, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';

const cluster: ReconcileOptions = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } };
const nodeport: ReconcileOptions = { mode: 'nodeport', partition: 'k8s-nodeport' };
const after = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
const pool = '/k8s/cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';

interface Expected {
  readonly after: {
    readonly cluster: {
      readonly members: readonly string[];
      readonly fdb: { readonly records: readonly { readonly mac: string; readonly endpoint: string }[] };
      readonly arp: readonly { readonly ip: string; readonly mac: string }[];
    };
    readonly nodeport: { readonly members: readonly string[] };
  };
}

describe('an Istio ingress gateway gets one more port', () => {
  let device: MockBigIp;
  let bigip: BigIp;
  let expected: Expected;

  const writes = () =>
    device.journal.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/')).length;
  const plan = async (names: readonly string[], options: ReconcileOptions): Promise<Plan> =>
    planFor(bigip, await exampleSnapshot(...names), options);
  const lines = ({ changes }: Plan) => changes.map(({ action, uri }) => `${action} ${uri}`);

  beforeAll(async () => {
    device = await MockBigIp.start({ seed: exampleSeed(await exampleDevice()) });
    const { url, username, password, fingerprint256 = '' } = device;
    bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
    expected = JSON.parse(await readFile('docs/examples/istio-ingressgateway/expected.json', 'utf8')) as Expected;
  });

  afterAll(async () => {
    await bigip.close();
    expect(device.tokens).toBe(0);
    await device.close();
  });

  it('before the Service has the port: told which ports there are, the virtual server held, nothing sent', async () => {
    const { changes, held, diagnostics } = await plan(
      ['service-before.yaml', 'endpointslices-before.yaml', 'nodes.yaml', 'configmap.yaml'],
      { mode: 'cluster', partition: 'k8s' },
    );
    expect(changes).toEqual([]);
    expect(held).toMatchObject([{ uri: 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs' }]);
    expect(diagnostics[0]).toMatchObject({ object: 'ConfigMap/istio-system/istio-ingressgateway.32400.vs' });
    expect(diagnostics[0]?.message).toMatch(/32400.*15020, 80, 443, 31400 and 15443/);
    expect(writes()).toBe(0);
  });

  it('after the edit: the plan has pool, members, virtual server, three records and their list, two ARP entries, and is applied', async () => {
    const planned = await plan(after, cluster);
    expect(planned.changes).toHaveLength(10);
    const { steps, saved } = await applyPlan(planned, bigip);
    expect(steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(saved).toBe(true);
  });

  it('read back, everything is as expected, and nothing points at the BIG-IP itself', async () => {
    const virtual = await bigip.ltm.virtual.get('/k8s/istio-system_istio-ingressgateway.32400.vs');
    expect(virtual.destination).toEqual({ folder: '/k8s', address: { ip: '172.16.100.195', family: 4 }, port: 31400 });
    expect(virtual.pool).toBe(pool);
    const members = await bigip.ltm.pool.members(pool).list().toArray();
    expect(members.map(({ name }) => name)).toEqual(expected.after.cluster.members);
    const records = await bigip.net.fdb.tunnel.records('/Common/flannel_vxlan').list().toArray();
    expect(records.map(({ name, endpoint }) => ({ mac: name, endpoint: endpoint.ip }))).toEqual(
      expected.after.cluster.fdb.records,
    );
    const arp = await bigip.net.arp.list({ partition: 'Common' }).toArray();
    expect(arp.map(({ ipAddress, macAddress }) => ({ ip: ipAddress.ip, mac: macAddress }))).toEqual(
      expected.after.cluster.arp,
    );
  });

  it('the same again changes nothing', async () => {
    const sent = writes();
    const { changes, steps } = await reconcile(bigip, await exampleSnapshot(...after), cluster);
    expect({ changes, steps, sent: writes() }).toEqual({ changes: [], steps: [], sent });
  });

  it('a pod replaced on another node is one member and one ARP entry in, one of each out, then its orphaned node', async () => {
    const planned = await plan(
      ['service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml'],
      cluster,
    );
    const members = `ltm/pool/${pool.replaceAll('/', '~')}/members/~k8s~`;
    expect(lines(planned)).toEqual([
      'create net/arp/~Common~k8s-10.244.2.57',
      `create ${members}10.244.2.57:32400`,
      `delete ${members}10.244.1.36:32400`,
      'delete net/arp/~Common~k8s-10.244.1.36',
    ]);
    const { steps } = await applyPlan(planned, bigip);
    expect(steps.at(-1)).toMatchObject({ uri: 'ltm/node/~k8s~10.244.1.36', outcome: 'deleted' });
    const nodes = await bigip.ltm.node.list({ partition: 'k8s' }).toArray();
    expect(nodes.map(({ name }) => name).sort()).toEqual(['10.244.2.41', '10.244.2.57']);
  });

  it('in nodeport mode the members are the three nodes on port 30776', async () => {
    device.seed({ 'auth/partition/k8s-nodeport': {} });
    const { steps } = await reconcile(
      bigip,
      await exampleSnapshot('service-after.yaml', 'nodes.yaml', 'configmap-nodeport.yaml'),
      nodeport,
    );
    const members = steps.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri.split('~').at(-1));
    expect(members).toEqual(expected.after.nodeport.members);
    const [virtual] = await bigip.ltm.virtual.list({ partition: 'k8s-nodeport' }).toArray();
    expect(virtual?.destination?.address.ip).toBe('172.16.100.196');
  });
});
