/** The ltm nodes that new members stand on: an address has one in a route domain, whoever made it and whatever its name. */
import { describe, expect, it } from 'vitest';
import { uriName } from '../../src/values/uri.ts';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { openCluster } from './open-cluster.ts';

const pool = 'ltm/pool/~k8s~cfgmap_default_vs_web';
const members = `${pool}/members`;
const podOn = (ip: string): readonly Manifest[] => [configMap(), service(), node(1), slice([{ ip, node: 'node1' }])];
const web = podOn('10.244.1.5');

async function published(seed: Parameters<typeof openCluster>[0], manifests = web, partition = {}) {
  const cluster = await openCluster({
    ...(Object.keys(partition).length > 0 ? { 'auth/partition/k8s': partition } : {}),
    ...seed,
  });
  const plan = await cluster.plan(manifests);
  const result = await cluster.reconcile(manifests);
  const again = await cluster.plan(manifests);
  const paths = cluster.device.list(members).map(uriName);
  return { cluster, plan, result, again, paths };
}

describe('a new member on an address that has a node', () => {
  it.each([
    ['as CIS names it', 'ltm/node/~k8s~10.244.1.5%250', '10.244.1.5', '/k8s/10.244.1.5%0:8080'],
    ['with a name of its own', 'ltm/node/~k8s~web-1', '10.244.1.5', '/k8s/web-1:8080'],
    ['in Common', 'ltm/node/~Common~10.244.1.5', '10.244.1.5', '/Common/10.244.1.5:8080'],
    ['in Common, with a name of its own', 'ltm/node/~Common~web-1', '10.244.1.5', '/Common/web-1:8080'],
    ['as BIG-IP names it', 'ltm/node/~k8s~10.244.1.5', '10.244.1.5', '/k8s/10.244.1.5:8080'],
    ['with the name of another address', 'ltm/node/~k8s~10.9.9.9', '10.244.1.5', '/k8s/10.9.9.9:8080'],
  ])('%s: takes that name, and a second run has nothing to do', async (_how, uri, address, fullPath) => {
    const { cluster, plan, result, again, paths } = await published({ [uri]: { address } });
    await using _device = cluster;
    expect(plan.conflicts).toEqual([]);
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(paths).toEqual([fullPath]);
    expect(again).toMatchObject({ changes: [], conflicts: [] });
  });

  it('in Common, where the partition has a route domain of its own: only the one of that domain is taken', async () => {
    const seed = {
      'net/route-domain/~Common~5': { id: 5 },
      'ltm/node/~Common~zero': { address: '10.244.1.5' },
      'ltm/node/~Common~five': { address: '10.244.1.5%5' },
    };
    const { cluster, again, paths } = await published(seed, web, { defaultRouteDomain: 5 });
    await using _device = cluster;
    expect(paths).toEqual(['/Common/five:8080']);
    expect(again).toMatchObject({ changes: [], conflicts: [] });
  });

  it('in another partition: is a conflict that names the node, and nothing is sent for it', async () => {
    const holder = 'ltm/node/~blue~theirs';
    const { cluster, plan, result, paths } = await published({
      'auth/partition/blue': {},
      [holder]: { address: '10.244.1.5' },
    });
    await using _device = cluster;
    expect(plan.conflicts).toMatchObject([{ type: 'ltm/pool/members', reason: 'NodeTaken', holder }]);
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(paths).toEqual([]);
  });

  it('a node of the wanted name with another address: is a conflict that says which address it has', async () => {
    const holder = 'ltm/node/~k8s~10.244.1.5';
    const { cluster, plan, paths } = await published({ [holder]: { address: '10.9.9.9' } });
    await using _device = cluster;
    expect(plan.conflicts).toMatchObject([
      { reason: 'NodeTaken', holder, message: expect.stringContaining('10.9.9.9') },
    ]);
    expect(paths).toEqual([]);
  });

  it('a pod of a pool that CIS wrote gets one more port: the member stands on the node that CIS made', async () => {
    const { cluster } = await published({});
    await using device = cluster;
    const elsewhere = 'ltm/pool/~k8s~theirs';
    device.device.set(elsewhere, {});
    const pod = [configMap(), service(), node(1), slice([{ ip: '10.244.1.6', node: 'node1' }])];
    device.device.set(`${elsewhere}/members/~k8s~10.244.1.6%250:9000`, { address: '10.244.1.6' });
    const { steps } = await device.reconcile(pod);
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(device.device.list(members).map(uriName)).toEqual(['/k8s/10.244.1.6%0:8080']);
  });
});
