import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { desiredState, type MappingOptions } from '../../src/desired/index.ts';
import { mergeSnapshots, parseManifests, snapshotOf } from '../../src/kubernetes/index.ts';
import { type ConfigMapParts, configMap, membersOf, overlay, reasonsOf } from './sample-cluster.ts';

const folder = new URL('../../../shared/data/kubernetes/', import.meta.url);
const read = (file: string) => parseManifests(readFileSync(new URL(file, folder), 'utf8'), { source: file });

/** What a ConfigMap that asks for one Service of the dumps would give. */
function ask(files: readonly string[], parts: ConfigMapParts, options: Partial<MappingOptions> = {}) {
  const asked = snapshotOf([JSON.parse(JSON.stringify(configMap(parts)))]);
  return desiredState(mergeSnapshots([...files.map(read), asked]), { mode: 'cluster', partition: 'k8s', ...options });
}
const backend = (namespace: string, serviceName: string, servicePort: number): ConfigMapParts => ({
  namespace,
  backend: { serviceName, servicePort },
});

/** Dumps of real clusters, with what a person would expect of them. Without the data there are none. */
export function clusterDumps(): void {
  if (!existsSync(folder)) return;
  describe('dumps of real clusters', () => {
    it('kind, NodePort Services over Endpoints and slices: no member twice', () => {
      const files = ['cilium-nodeport-v1.24-init.yaml', 'cilium-nodeport-v1.24-state1.yaml'];
      expect(membersOf(ask(files, backend('test', 'echo', 80)))).toEqual(['10.244.2.73:80']);
      // The control plane is labelled out.
      expect(membersOf(ask(files, backend('test', 'echo', 80), { mode: 'nodeport' }))).toEqual([
        '172.18.0.3:31010',
        '172.18.0.5:31010',
      ]);
    });

    it('kind, externalTrafficPolicy Local: one ready pod on one Node is one member', () => {
      const files = ['cilium-nodeport-v1.24-init.yaml', 'cilium-nodeport-v1.24-state1.yaml'];
      expect(membersOf(ask(files, backend('test', 'echo-local', 80), { mode: 'nodeport' }))).toEqual([
        '172.18.0.3:32556',
      ]);
    });

    it('kind, dual-stack: the family of the virtual server, TCP and UDP apart', () => {
      const files = ['cilium-dualstack-v1.24-init.yaml', 'cilium-dualstack-v1.24-state1.yaml'];
      const with6 = (parts: ConfigMapParts, frontend: Record<string, unknown> = {}): ConfigMapParts => ({
        ...parts,
        frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 }, ...frontend },
      });
      expect(membersOf(ask(files, backend('default', 'echo-dualstack', 80)))).toEqual([
        '10.244.1.54:80',
        '10.244.2.9:80',
      ]);
      expect(membersOf(ask(files, with6(backend('default', 'echo-dualstack', 80))))).toEqual([
        'fd00:10:244:1::247e.80',
        'fd00:10:244:2::a314.80',
      ]);
      const udp = { ...backend('default', 'echo-dualstack', 69), frontend: { mode: 'udp' } };
      expect(membersOf(ask(files, udp))).toEqual(['10.244.1.54:69', '10.244.2.9:69']);
      expect(reasonsOf(ask(files, backend('default', 'echo-dualstack', 69)))).toContain('ServicePortNotFound');
      const six = ask(files, with6(backend('default', 'echo-dualstack', 80)), { mode: 'nodeport' });
      expect(membersOf(six)).toEqual(['fc00:f853:ccd:e793::4.30181', 'fc00:f853:ccd:e793::5.30181']);
    });

    it('the API server: an endpoint without Node and without targetRef is a member', () => {
      const files = ['cilium-dualstack-v1.24-state1.yaml'];
      expect(membersOf(ask(files, backend('default', 'kubernetes', 443)))).toEqual(['172.18.0.3:6443']);
    });

    it('a Service and a slice whose only port has no name', () => {
      expect(membersOf(ask(['cilium-graceful-1-ready.yaml'], backend('test', 'graceful-term-svc', 8081)))).toEqual([
        '10.244.0.10:8081',
      ]);
    });

    it('a slice without service label belongs to nobody', () => {
      const asked = backend('blee', 'fred', 4244);
      expect(reasonsOf(ask(['endpointslice-two.json'], asked))).toContain('ServiceNotFound');
    });

    it('Services of every type, with Endpoints', () => {
      const files = ['services-popeye.yaml', 'endpoints-popeye.yaml'];
      expect(membersOf(ask(files, backend('default', 'svc1', 9090)))).toEqual(['10.244.1.27:4000']);
      expect(membersOf(ask(files, backend('default', 'svc2', 80)))).toEqual(['10.244.1.19:3000']);
      expect(reasonsOf(ask(files, backend('default', 'svc3', 80)))).toEqual(['WrongServiceType']);
      expect(reasonsOf(ask(files, backend('default', 'svc4', 80)))).toContain('NoReadyEndpoints');
      expect(reasonsOf(ask(files, backend('default', 'svc5', 80)))).toEqual(['EndpointsNotFound']);
      const port = (name: string, number: number) =>
        reasonsOf(ask([...files, 'node-minikube.json'], backend('default', name, number), { mode: 'nodeport' }));
      expect(port('svc2', 80)).toEqual(['WrongServiceType']);
      expect(port('svc4', 80)).toEqual(['NodePortNotAllocated']);
      expect(port('svc5', 80)).toEqual(['WrongServiceType']);
    });

    it('Istio ingress gateways that have no endpoints, or no node port yet', () => {
      const gateway = (port: number) => backend('istio-system', 'istio-ingressgateway', port);
      const wrong = ask(['service-istio-1.6-ingressgateway.yaml'], gateway(8080));
      expect(wrong.diagnostics[0]?.message).toContain(
        'its ports are 15020, 80, 443 and 15443; 8080 is the targetPort of its port 80',
      );
      const old = ['service-istio-1.2-ingressgateway.yaml', 'node-minikube.json'];
      expect(membersOf(ask(old, gateway(31400), { mode: 'nodeport' }))).toEqual(['192.168.64.107:31400']);
      expect(reasonsOf(ask(old, gateway(15020), { mode: 'nodeport' }))).toContain('NodePortNotAllocated');
      expect(
        reasonsOf(
          ask(['service-istio-nodeport-cis-labels.yaml', 'node-minikube.json'], backend('default', 'istiogwcis', 80), {
            mode: 'nodeport',
          }),
        ),
      ).toContain('NodePortNotAllocated');
    });

    it('Canal: flannel VXLAN beside annotations of Calico', () => {
      const state = desiredState(read('nodes-canal-3.json'), { mode: 'cluster', partition: 'k8s', overlay });
      expect(
        state.objects.map(
          ({ uri, properties }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${String(properties['endpoint'])}`,
        ),
      ).toEqual(['1a:f1:ed:df:19:cd 172.20.0.102', '6e:c7:7a:19:fb:7f 172.20.0.100', 'fa:f6:f4:57:8f:2e 172.20.0.101']);
      expect(state.diagnostics).toEqual([]);
    });

    it('Nodes made by hand: each has its record, and may be the BIG-IP', () => {
      const files = ['node-flannel-fake.yaml', 'node-bigip-ve.yaml', 'nodes-flannel-ec2.json'];
      const all = (options: Partial<MappingOptions>) =>
        desiredState(mergeSnapshots(files.map(read)), { mode: 'cluster', partition: 'k8s', overlay, ...options });
      const found = (options: Partial<MappingOptions>) =>
        all(options).objects.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));
      expect(found({})).toEqual(['00:50:56:a0:7d:d8', '96:59:b2:3f:04:ee', 'c6:c2:b9:1b:49:2e']);
      expect(reasonsOf(all({}))).toEqual(['NodeWithoutStatus', 'NodeWithoutStatus']);
      expect(found({ bigipNodes: ['bigip'] })).toEqual(['96:59:b2:3f:04:ee', 'c6:c2:b9:1b:49:2e']);
      expect(found({ overlay: { ...overlay, localAddress: '10.169.72.34' } })).toEqual([
        '96:59:b2:3f:04:ee',
        'c6:c2:b9:1b:49:2e',
      ]);
    });

    it("F5's two ConfigMaps on one address: http as it is, and https with a profile of Common", () => {
      const state = desiredState(mergeSnapshots([read('cm-vs-http-and-https.yaml')]), {
        mode: 'cluster',
        partition: 'test',
      });
      expect(state.held.map(({ uri, reason }) => `${uri} ${reason}`)).toEqual([
        'ltm/virtual/~test~default_http.vs ServiceNotFound',
        'ltm/virtual/~test~default_https.vs ServiceNotFound',
      ]);
    });

    it("F5's UDP example has an interval that is more than its timeout", () => {
      const state = desiredState(read('cm-vs-udp.yaml'), { mode: 'cluster', partition: 'kubernetes' });
      expect(reasonsOf(state)).toEqual(['InvalidMonitor']);
    });

    it('an AS3 ConfigMap, and other kinds, are passed over', () => {
      expect(reasonsOf(desiredState(read('as3-cm-istio.yaml'), { mode: 'cluster', partition: 'k8s' }))).toEqual([
        'As3ConfigMapIgnored',
      ]);
      expect(read('cm-vs-https-json.json')).toMatchObject({ recognised: 0, diagnostics: [] });
      // OpenShift SDN's own: they ask for nothing.
      for (const file of ['hostsubnet-f5-server.yaml', 'hostsubnet-worker.json']) {
        const state = desiredState(read(file), { mode: 'cluster', partition: 'k8s' });
        expect(state).toMatchObject({ objects: [], held: [], diagnostics: [] });
        expect(read(file).hostSubnets).toHaveLength(1);
      }
      const flannel = read('flannel-configmap.yml');
      expect(flannel).toMatchObject({ diagnostics: [], unreadable: [] });
      expect(desiredState(flannel, { mode: 'cluster', partition: 'k8s' })).toMatchObject({
        objects: [],
        held: [],
        diagnostics: [],
      });
    });

    it('every file is read without a diagnostic about an object', () => {
      const { files } = JSON.parse(readFileSync(new URL('sources.json', folder), 'utf8')) as {
        files: readonly { file: string }[];
      };
      const manifests = files.map(({ file }) => file).filter((file) => /\.(?:ya?ml|json)$/.test(file));
      expect(manifests.length).toBeGreaterThan(40);
      for (const file of manifests) expect([file, read(file).diagnostics]).toEqual([file, []]);
    });
  });
}
