import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic.ts';
import type { Entry, Held } from '../../src/state.ts';
import { after, before, cluster, examples, files, overlay, run } from './run.ts';
import { parsed } from './schema.ts';

interface Desired {
  readonly objects: readonly Entry[];
  readonly held: readonly Held[];
  readonly diagnostics: readonly Diagnostic[];
}

async function desired(args: readonly string[], stdin = ''): Promise<Desired> {
  const { status, stdout } = await run(['desired', ...args, '-o', 'json'], { stdin });
  expect(status).toBe(0);
  return parsed<Desired>('desired', stdout);
}

describe('bigip desired, the Istio ingress gateway', () => {
  it('holds the virtual server and names the ports that there are, while the Service has no port 32400', async () => {
    const { objects, held, diagnostics } = await desired([...before, ...cluster]);
    expect(objects).toEqual([]);
    expect(held).toEqual([
      {
        uri: 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs',
        type: 'ltm/virtual',
        reason: 'ServicePortNotFound',
      },
    ]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      object: 'ConfigMap/istio-system/istio-ingressgateway.32400.vs',
      reason: 'ServicePortNotFound',
    });
    expect(diagnostics[0]?.message).toContain('32400');
    expect(diagnostics[0]?.message).toContain('15020, 80, 443, 31400 and 15443');
  });

  it('wants pool, members, virtual server, FDB and ARP once the Service has the port', async () => {
    const { objects, held, diagnostics } = await desired([...after, ...cluster, ...overlay, '--bigip-node', 'bigip1']);
    expect(held).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: 'info', reason: 'PoolWithoutMonitor' }]);
    const pool = 'cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
    expect(objects).toHaveLength(9);
    expect(objects).toEqual(
      expect.arrayContaining([
        {
          uri: 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs',
          type: 'ltm/virtual',
          properties: expect.objectContaining({
            destination: '/k8s/172.16.100.195:31400',
            ipProtocol: 'tcp',
            pool: `/k8s/${pool}`,
            profiles: [{ name: '/Common/tcp', context: 'all' }],
            sourceAddressTranslation: { type: 'automap' },
          }),
        },
        {
          uri: `ltm/pool/~k8s~${pool}`,
          type: 'ltm/pool',
          properties: expect.objectContaining({ loadBalancingMode: 'least-connections-member' }),
        },
      ]),
    );
    const uris = objects.map(({ uri }) => uri);
    expect(uris).toContain(`ltm/pool/~k8s~${pool}/members/~k8s~10.244.1.36:32400`);
    expect(uris).toContain(`ltm/pool/~k8s~${pool}/members/~k8s~10.244.2.41:32400`);
    expect(uris.filter((uri) => uri.startsWith('net/fdb/'))).toHaveLength(3);
    expect(uris.filter((uri) => uri.startsWith('net/arp/'))).toEqual([
      'net/arp/~Common~k8s-10.244.1.36',
      'net/arp/~Common~k8s-10.244.2.41',
    ]);
  });

  // The golden outputs are kept beside the project.
  if (existsSync(new URL('../../../shared/contract/golden/seed-cluster.json', import.meta.url))) {
    it('prints at least what the golden outputs say', async () => {
      for (const name of ['seed-before', 'seed-cluster']) {
        const golden = JSON.parse(
          readFileSync(new URL(`../../../shared/contract/golden/${name}.json`, import.meta.url), 'utf8'),
        );
        const words = String(golden.command).split(' ').slice(2);
        const { stdout, status } = await run([
          'desired',
          ...words.map((word) => (word.endsWith('.yaml') ? `${examples}/${word}` : word)),
        ]);
        expect(status).toBe(golden.exit ?? 0);
        const found = parsed<Desired>('desired', stdout);
        expect(found.objects).toHaveLength(golden.objects.length);
        for (const wanted of golden.objects) {
          expect(found.objects.find(({ uri }) => uri === wanted.uri)).toMatchObject(wanted);
        }
        expect(found.held).toEqual(golden.held ?? []);
        // In the golden outputs the message is described, not spelt.
        const wanted = golden.diagnostics.map(({ message: _message, ...rest }: { message?: string }) => rest);
        expect(found.diagnostics).toHaveLength(wanted.length);
        expect(found.diagnostics).toMatchObject(wanted);
      }
    });
  }

  it('writes an IPv6 address with route domain as BIG-IP does', async () => {
    const configMap = readFileSync(`${examples}/configmap.yaml`, 'utf8')
      .replace('172.16.100.195', 'fd00::10%5')
      .replace('"port": 31400', '"port": 8000');
    const { objects } = await desired(
      [...files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml'), '-f', '-', ...cluster],
      configMap,
    );
    expect(objects.find(({ type }) => type === 'ltm/virtual')?.properties['destination']).toBe('/k8s/fd00::10%5.8000');
  });
});

describe('bigip desired, bad input', () => {
  it('tells file, line and column of broken YAML, prints nothing else and exits 1', async () => {
    const { status, stdout, stderr } = await run(['desired', '-f', '-', ...cluster], {
      stdin: 'kind: Service\n  apiVersion: [v1\n',
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/<stdin>:\d+:\d+/);
  });

  it('diagnoses the ConfigMap as the article prints it, with the position, and goes on with the others', async () => {
    const { objects, held, diagnostics } = await desired([
      ...files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap-as-printed.yaml'),
      ...cluster,
      ...overlay,
    ]);
    expect(held).toMatchObject([{ type: 'ltm/virtual', reason: 'InvalidConfigMap' }]);
    expect(objects.some(({ type }) => type === 'net/fdb/tunnel/records')).toBe(true);
    const found = diagnostics.find(({ reason }) => reason === 'InvalidConfigMap');
    expect(found).toMatchObject({ severity: 'error', object: 'ConfigMap/istio-system/istio-ingressgateway.32400.vs' });
    expect(found?.message).toMatch(/line 6, column 7/);
  });

  it('takes an empty pipe for a mistake', async () => {
    const { status, stdout, stderr } = await run(['desired', '-f', '-', ...cluster, '-o', 'json']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('standard input');
  });

  it('says which file cannot be read', async () => {
    const { status, stderr } = await run(['desired', '-f', 'no-such-file.yaml', ...cluster]);
    expect(status).toBe(1);
    expect(stderr).toContain('cannot read no-such-file.yaml: no such file or directory');
  });

  it('exits 1 on a wrong option and says which words there are', async () => {
    const { status, stderr } = await run(['desired', ...after, '--mode', 'pods', '--partition', 'k8s']);
    expect(status).toBe(1);
    expect(stderr).toContain('cluster, nodeport');
  });

  it('exits 1 with --strict when a diagnostic is an error, and still prints the result', async () => {
    const { status, stdout } = await run(['desired', ...before, ...cluster, '--strict', '-o', 'json']);
    expect(status).toBe(1);
    expect(parsed<Desired>('desired', stdout).held).toHaveLength(1);
  });
});

describe('bigip desired, inputs', () => {
  it('reads a directory and ignores what is of another kind', async () => {
    const { status, stdout } = await run(['desired', '-f', examples, ...cluster, '-o', 'json']);
    expect(status).toBe(0);
    expect(parsed<Desired>('desired', stdout).diagnostics.some(({ reason }) => reason === 'DuplicateObject')).toBe(
      true,
    );
  });

  it('reads a pipe of kubectl get -o json', async () => {
    const list = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'b' }, spec: {} }],
    });
    expect((await desired(['-f', '-', ...cluster], list)).objects).toEqual([]);
  });
});

describe('what was hardly meant so', () => {
  it('an option that is given twice with two values is refused; the same value twice is not', async () => {
    const twice = await run(['desired', ...after, ...cluster, '--mode', 'nodeport']);
    expect(twice.status).toBe(1);
    expect(twice.stderr).toMatch(/option '--mode <mode>' is given twice, as "cluster" and as "nodeport"/);
    expect((await run(['desired', ...after, ...cluster, '--mode', 'cluster'])).status).toBe(0);
  });

  it('an -f with nothing in it beside one that has something is warned of', async () => {
    const { status, stderr } = await run(['desired', ...after, '-f', '-', ...cluster]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/warning: .*there is nothing in standard input that is read.*\[NothingRecognised\]/);
  });
});
