import { describe, expect, it } from 'vitest';
import { mergeSnapshots, snapshotOf } from '../../src/kubernetes/index.ts';

const container = (image: string, ...args: readonly string[]) => ({ name: 'ctlr', image, args });
const deployment = (spec: object, containers: readonly object[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'k8s-bigip-ctlr', namespace: 'kube-system' },
  spec: { ...spec, template: { spec: { containers } } },
});
const pod = (image: string, phase: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'ctlr-1', namespace: 'kube-system' },
  spec: { containers: [container(image)] },
  status: { phase },
});
const found = (...objects: readonly unknown[]) => snapshotOf(objects).cisControllers;
const cis = 'f5networks/k8s-bigip-ctlr:1.14.2';

describe('a controller of F5 in the input', () => {
  it('is a Deployment that runs it, with the partitions that it says', () => {
    const said = container(cis, '--bigip-partition=k8s', '--bigip-partition', 'blue', '--insecure=true');
    expect(found(deployment({ replicas: 1 }, [{ image: 'sidecar:1' }, said]))).toEqual([
      { object: 'Deployment/kube-system/k8s-bigip-ctlr', partitions: ['k8s', 'blue'] },
    ]);
    expect(found(deployment({}, [container(cis)]))).toHaveLength(1);
  });

  it.each(['docker.io/f5networks/k8s-bigip-ctlr', 'registry.connect.redhat.com/f5networks/cntr-ingress-svcs@sha256:0'])(
    'is a Pod of the image %s',
    (image) => {
      expect(found(pod(image, 'Running'))).toEqual([{ object: 'Pod/kube-system/ctlr-1', partitions: [] }]);
    },
  );

  it.each([
    ['is scaled to nothing', deployment({ replicas: 0 }, [container(cis)])],
    ['has ended', pod(cis, 'Succeeded')],
    ['is another program', deployment({}, [container('example/k8s-bigip-ctlr-exporter:1')])],
    ['has no containers', deployment({}, [])],
    ['has another shape', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: null, spec: { template: [] } }],
    ['is no Deployment of Kubernetes', { ...deployment({}, [container(cis)]), apiVersion: 'example.com/v1' }],
  ])('is none when it %s', (_what, object) => {
    expect(found(object)).toEqual([]);
  });

  it('is no object of a cluster by itself, and is found in any part of the input, once', () => {
    const snapshot = snapshotOf([deployment({}, [container(cis)])]);
    expect(snapshot.recognised).toBe(0);
    expect(mergeSnapshots([snapshot, snapshotOf([]), snapshot]).cisControllers).toHaveLength(1);
  });
});
