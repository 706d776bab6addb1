/** What CIS does, case by case: each is equal, or differs for a reason that stands beside it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { desiredState } from '../../src/desired/index.ts';
import { mergeSnapshots, parseManifests } from '../../src/kubernetes/index.ts';
import { measuredConfigMaps } from './cis-measured.ts';
import { bindAddressCases, memberNodeCases, overlayCases } from './cis-nodes.ts';
import { asCis, normalised } from './cis-shape.ts';
import { upstreamConfigMaps } from './cis-upstream.ts';

const folder = new URL('../../docs/examples/istio-ingressgateway/', import.meta.url);

it('the Istio ingress gateway, in the words in which CIS tells its driver', () => {
  const files = ['service-after.yaml', 'endpoints-after.yaml', 'nodes.yaml', 'configmap.yaml'];
  const snapshot = mergeSnapshots(files.map((file) => parseManifests(readFileSync(new URL(file, folder), 'utf8'))));
  const pool = 'cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
  expect(normalised(asCis(desiredState(snapshot, { mode: 'cluster', partition: 'k8s' })))).toEqual(
    normalised({
      virtualServers: [
        {
          name: 'istio-system_istio-ingressgateway.32400.vs',
          pool: `/k8s/${pool}`,
          destination: '/k8s/172.16.100.195:31400',
          enabled: true,
          ipProtocol: 'tcp',
          sourceAddressTranslation: { type: 'automap' },
          profiles: [{ name: 'tcp', partition: 'Common', context: 'all' }],
        },
      ],
      pools: [
        {
          name: pool,
          loadBalancingMode: 'least-connections-member',
          members: [
            { address: '10.244.1.36', port: 32400, session: 'user-enabled' },
            { address: '10.244.2.41', port: 32400, session: 'user-enabled' },
          ],
        },
      ],
    }),
  );
});

measuredConfigMaps();
upstreamConfigMaps();
memberNodeCases();
overlayCases();
bindAddressCases();
