import { describe, expect, it } from 'vitest';
import { after, before, cluster, overlay, run } from './run.ts';

const virtual = 'istio-system_istio-ingressgateway.32400.vs';

describe('bigip explain', () => {
  it('tells the way to every member, ARP entry and FDB record', async () => {
    const { status, stdout, stderr } = await run(['explain', ...after, ...cluster, ...overlay, virtual]);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`virtual server /k8s/${virtual} at /k8s/172.16.100.195:31400`);
    expect(stdout).toContain('member 10.244.1.36:32400');
    expect(stdout).toContain('ARP /Common/k8s-10.244.1.36 -> 5e:1b:0a:44:9c:02');
  });

  it('-o json is the explanation, -o mermaid draws it', async () => {
    const json = await run(['explain', ...after, ...cluster, '10.244.1.36', '-o', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      what: '10.244.1.36',
      chains: [{ outcome: 'published', services: [{ candidates: [{ name: '10.244.1.36', outcome: 'member' }] }] }],
    });
    const drawn = await run(['explain', ...after, ...cluster, virtual, '-o', 'mermaid']);
    expect(drawn.stdout).toMatch(/^flowchart LR\n {2}n1\["ConfigMap\//);
  });

  it('a port that the Service does not have yet is the reason', async () => {
    const { status, stdout } = await run(['explain', ...before, ...cluster, 'istio-system/istio-ingressgateway']);
    expect(status).toBe(0);
    expect(stdout).toContain('has no port 32400; its ports are 15020, 80, 443, 31400 and 15443 [ServicePortNotFound]');
  });

  it('what nobody knows is exit 1, with the names that there are', async () => {
    const { status, stdout, stderr } = await run(['explain', ...after, ...cluster, 'nonsense']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`nothing of the input is called "nonsense"; there are ${virtual}`);
  });

  it('takes a publish list from -f, and --mode nodeportlocal', async () => {
    const stdin =
      'publish:\n  - {namespace: istio-system, service: istio-ingressgateway, address: 10.9.9.9, ports: [80]}\n';
    const asked = ['explain', ...after, '-f', '-', '--partition', 'k8s'];
    const published = await run([...asked, '--mode', 'cluster', '10.9.9.9:80'], { stdin });
    expect(published.stdout).toContain('Publish/istio-system/istio-ingressgateway');
    const local = await run([...asked, '--mode', 'nodeportlocal', '10.9.9.9:80'], { stdin });
    expect(local.stdout).toContain('[EndpointPodUnknown]');
  });
});
