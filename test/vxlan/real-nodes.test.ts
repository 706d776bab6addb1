/** Nodes of real clusters, beside the repository; absent in a checkout of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifests } from '../../src/kubernetes/index.ts';
import { clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { detectCni } from '../../src/vxlan/detect.ts';
import { staticRoutes } from '../../src/vxlan/static-routes.ts';

const folder = new URL('../../../shared/data/kubernetes/', import.meta.url);
const there = existsSync(folder);
const factsOf = (name: string) =>
  clusterFacts(parseManifests(readFileSync(new URL(name, folder), 'utf8'), { source: name }));
const bigips = there ? readdirSync(folder).filter((name) => /^node-(bigip|flannel)/.test(name)) : [];

describe.runIf(there)('Nodes of real clusters', () => {
  it.each(bigips)('%s is a Node made by hand, with a VTEP and a podCIDR', (name) => {
    const [node] = factsOf(name).nodes;
    expect(node?.hasStatus).toBe(false);
    expect(node?.vtep).toHaveProperty('vtep');
    expect(node?.podRanges).toHaveLength(1);
  });

  it.each([
    ['nodes-canal-3.json', 'flannel'],
    ['nodes-flannel-ec2.json', 'flannel'],
    ['nodes-ovn-ocp411.yaml', 'ovn-kubernetes'],
    ['cilium-nodeport-v1.24-init.yaml', 'unknown'],
  ])('%s is told to be %s', (name, expected) => {
    const found = detectCni(factsOf(name).nodes);
    expect(found.kind === 'tunnel' ? found.cni : found.kind === 'routes' ? found.source : found.kind).toBe(expected);
  });

  it('of OVN-Kubernetes get a route each', () => {
    const { nodes } = factsOf('nodes-ovn-ocp411.yaml');
    const { objects, diagnostics } = staticRoutes(nodes, {
      source: 'ovn-kubernetes',
      partition: 'k8s',
      description: 'x',
    });
    expect(objects.map(({ properties }) => [properties['network'], properties['gw']])).toEqual([
      ['10.129.2.0/23', '10.192.125.172'],
      ['10.131.0.0/23', '10.192.125.174'],
      ['10.128.2.0/23', '10.192.125.177'],
    ]);
    expect(diagnostics).toEqual([]);
  });
});
