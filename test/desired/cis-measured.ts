import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { desiredState, type MappingOptions } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { asCis, type CisResources, normalised } from './cis-shape.ts';
import { membersOf, reasonsOf } from './sample-cluster.ts';

const folder = new URL('../../../shared/data/cis/', import.meta.url);
const file = (name: string): URL => new URL(name, folder);

export interface Objects {
  readonly nodes?: readonly object[];
  readonly services?: readonly object[];
  readonly endpoints?: readonly object[];
  readonly configMaps?: readonly object[];
}

export interface CisCase extends Objects {
  readonly id: string;
  readonly controller: {
    readonly partition: string;
    readonly poolMemberType: 'cluster' | 'nodeport';
    readonly useNodeInternal: boolean;
    readonly vsSnatPoolName: string;
  };
  readonly expected: { readonly resources: Readonly<Record<string, CisResources>> };
}

/** The cases of a file; none without the data. */
export function casesOf<T>(name: string): readonly T[] {
  if (!existsSync(file(name))) return [];
  return (JSON.parse(readFileSync(file(name), 'utf8')) as { cases: readonly T[] }).cases;
}

export function measuredCases(): readonly CisCase[] {
  return casesOf('configmap-measured.json');
}

export function snapshotObjects(objects: Objects): object[] {
  const typed = (kind: string, list: readonly object[] | undefined) =>
    (list ?? []).map((item) => ({ apiVersion: 'v1', kind, ...item }));
  return [
    ...typed('Node', objects.nodes),
    ...typed('Service', objects.services),
    ...typed('Endpoints', objects.endpoints),
    ...typed('ConfigMap', objects.configMaps),
  ];
}

function state(objects: Objects, options: Partial<MappingOptions>): DesiredState {
  return desiredState(snapshotOf(snapshotObjects(objects)), { mode: 'cluster', partition: 'k8s', ...options });
}

/** Where we mean to differ: the defect of CIS (facts: cis 6) or the rule, and what is done instead. */
type Difference = readonly [why: string, instead: (ours: DesiredState) => void];

const heldWith =
  (reason: string) =>
  (ours: DesiredState): void => {
    expect(ours.held.map((held) => held.reason)).toContain(reason);
    expect(reasonsOf(ours)).toContain(reason);
  };

export const measuredDifferences: Readonly<Record<string, Difference>> = {
  'endpoint-without-nodename': ['4: CIS panics', (ours) => expect(membersOf(ours)).toEqual(['10.244.1.5:8080'])],
  'nodeport-etp-local': [
    'externalTrafficPolicy Local is heeded',
    (ours) => expect(membersOf(ours)).toEqual(['192.168.1.11:30080']),
  ],
  'ssl-bare-name': [
    '10: the profile is dropped in silence',
    (ours) => expect(JSON.stringify(ours.objects)).toContain('{"name":"/k8s/mycert","context":"clientside"}'),
  ],
  'namespace-starts-with-digit': [
    '1: two ConfigMaps share one pool',
    (ours) => expect(membersOf(ours)).toEqual(['10.244.1.5:8080', '10.244.1.5:8081']),
  ],
  'two-configmaps-same-destination': ['11: both are sent', heldWith('DestinationConflict')],
  'sctp-port': ['3: an SCTP port behind a TCP virtual', heldWith('ServicePortNotFound')],
  'balance-arbitrary': ['a mode that BIG-IP does not have', heldWith('UnknownLoadBalancingMode')],
  'iapp-cluster': ['iApps are not supported', heldWith('IAppUnsupported')],
};

/** What CIS takes away because its input is missing stays here; there is nothing to compare in a desired state. */
const removedByCis = [
  'service-port-is-target-port',
  'service-missing',
  'external-name-service',
  'mode-uppercase-rejected',
  'unknown-property-rejected',
];

/** Cases that were run through CIS. Without the data there are none. */
export function measuredConfigMaps(): void {
  const cases = measuredCases();
  if (cases.length === 0) return;
  describe('ConfigMaps that were run through CIS 1.14.2', () => {
    it.each(cases.map((item) => [item.id, item] as const))('%s', (id, item) => {
      const { partition, poolMemberType: mode, useNodeInternal, vsSnatPoolName } = item.controller;
      const ours = state(item, {
        mode,
        partition,
        nodeAddress: useNodeInternal ? 'InternalIP' : 'ExternalIP',
        ...(vsSnatPoolName === '' ? {} : { snatPool: vsSnatPoolName }),
      });
      const theirs = normalised(item.expected.resources[partition]);
      const difference = measuredDifferences[id];
      if (difference === undefined) {
        expect(normalised(asCis(ours))).toEqual(theirs);
        expect(ours.held.length > 0).toBe(removedByCis.includes(id));
      } else {
        expect(normalised(asCis(ours))).not.toEqual(theirs);
        difference[1](ours);
      }
    });

    it.each(removedByCis)('%s: CIS removes it, here it is held', (id) => {
      const item = cases.find((candidate) => candidate.id === id);
      const ours = state(item ?? {}, { partition: item?.controller.partition ?? '' });
      expect(ours.objects).toEqual([]);
      expect(ours.held).toHaveLength(1);
      expect(ours.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    });
  });
}
