/** Objects as real clusters give them. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseManifests } from '../../src/kubernetes/index.ts';
import { clusterDumps } from './cluster-dumps.ts';

it('every manifest of the example is read without a diagnostic', () => {
  const folder = new URL('../../docs/examples/istio-ingressgateway/', import.meta.url);
  for (const file of [
    'service-before',
    'service-after',
    'endpoints-after',
    'endpointslices-after',
    'nodes',
    'configmap',
    'istio-gateway',
  ]) {
    const { diagnostics, recognised } = parseManifests(readFileSync(new URL(`${file}.yaml`, folder), 'utf8'));
    expect([file, diagnostics, recognised > 0]).toEqual([file, [], file !== 'istio-gateway']);
  }
});

clusterDumps();
