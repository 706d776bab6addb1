/** `bigip plan` and `bigip apply` against a mock over HTTPS. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import type { ApplyResult } from '../../src/apply/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import type { Plan } from '../../src/plan/index.ts';
import { after, before, cluster, examples, files, overlay, type Ran, run } from './run.ts';
import { parsed } from './schema.ts';

const password = 'correct-horse-battery-staple';
const poolPath = '~k8s~cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
const poolUri = `ltm/pool/${poolPath}`;
const virtualUri = 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs';
const withoutConfigMap = files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml');

let device: MockBigIp;

beforeEach(async () => {
  device = await MockBigIp.start({ username: 'operator', password, seed: exampleSeed(await exampleDevice()) });
});

afterEach(async () => {
  await device.close();
});

function bigip(command: 'plan' | 'apply', args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const device_ = { BIGIP_URL: device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password, ...env };
  return run([command, ...args, '--fingerprint', device.fingerprint256 ?? '', '-o', 'json'], { env: device_ });
}

async function plan(args: readonly string[], status: number): Promise<Plan> {
  const ran = await bigip('plan', args);
  expect(ran.status, ran.stderr).toBe(status);
  return parsed<Plan>('plan', ran.stdout);
}

async function apply(args: readonly string[], status = 0): Promise<ApplyResult> {
  const ran = await bigip('apply', args);
  expect(ran.status, ran.stderr).toBe(status);
  return parsed<ApplyResult>('apply', ran.stdout);
}

function writes(): readonly string[] {
  return device.journal
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))
    .map(({ method, path }) => `${method} ${path}`);
}

describe('plan, apply, plan', () => {
  it('exits 2, 0, 0, and changes nothing the second time', async () => {
    const first = await plan([...after, ...cluster, ...overlay], 2);
    expect(first.changes.map(({ action, type }) => `${action} ${type}`)).toEqual([
      'create net/fdb/tunnel/records',
      'create net/fdb/tunnel/records',
      'create net/fdb/tunnel/records',
      'create net/arp',
      'create net/arp',
      'create ltm/pool',
      'create ltm/pool/members',
      'create ltm/pool/members',
      'create ltm/virtual',
    ]);
    expect(writes()).toEqual([]);
    const applied = await apply([...after, ...cluster, ...overlay]);
    expect(applied).toMatchObject({ transactions: 1, saved: true });
    expect(applied.steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 9 }, () => 'created'));
    const second = await plan([...after, ...cluster, ...overlay], 0);
    expect(second).toMatchObject({ changes: [], kept: [], held: [], conflicts: [] });
    const written = writes().length;
    expect(await apply([...after, ...cluster, ...overlay])).toMatchObject({ steps: [], transactions: 0, saved: false });
    expect(writes()).toHaveLength(written);
  });

  it('does not need to be told which Node is the BIG-IP: its tunnel says so', async () => {
    const { changes } = await plan([...after, ...cluster, ...overlay], 2);
    const records = changes
      .filter(({ type }) => type === 'net/fdb/tunnel/records')
      .map(({ uri }) => uri.split('/').at(-1));
    expect(records).toEqual(['5e:1b:0a:44:9c:01', '5e:1b:0a:44:9c:02', '5e:1b:0a:44:9c:03']);
  });

  it('leaves no token and no open transaction behind', async () => {
    await apply([...after, ...cluster, ...overlay]);
    expect(device.tokens).toBe(0);
    expect(device.transactions).toEqual([]);
  });
});

describe('a Service that loses its port again', () => {
  it('keeps what was published and says that it is held', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const held = await plan([...before, ...cluster, ...overlay, '--prune'], 0);
    expect(held.changes).toEqual([]);
    expect(held.held.map(({ uri }) => uri)).toContain(virtualUri);
  });
});

describe('what a plan shows of an object before', () => {
  it('is what a POST could send: no links, no generation, no counters of the device', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const { changes } = await plan([...withoutConfigMap, ...cluster, ...overlay, '--prune'], 2);
    const virtual = changes.find(({ uri }) => uri === virtualUri);
    expect(virtual?.before).toMatchObject({ profiles: [{ name: '/Common/tcp', context: 'all' }] });
    for (const { before = {} } of changes) {
      expect(
        Object.keys(before).filter((key) => /Reference$|^(kind|generation|selfLink|vsIndex|creationTime)$/.test(key)),
      ).toEqual([]);
    }
  });
});

describe('a ConfigMap that is gone from the input', () => {
  it('is kept without --prune', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const { changes, kept } = await plan([...withoutConfigMap, ...cluster, ...overlay], 0);
    expect(changes).toEqual([]);
    expect(kept.map(({ uri }) => uri).sort()).toEqual([poolUri, virtualUri]);
  });

  it('goes with --prune, and its ARP entries and nodes with it', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const planned = await plan([...withoutConfigMap, ...cluster, ...overlay, '--prune'], 2);
    expect(new Set(planned.changes.map(({ action }) => action))).toEqual(new Set(['delete']));
    const { steps } = await apply([...withoutConfigMap, ...cluster, ...overlay, '--prune']);
    expect(steps.every(({ outcome }) => outcome === 'deleted')).toBe(true);
    expect(Object.keys(device.list()).filter((uri) => uri.includes('~k8s~') || uri.includes('~k8s-'))).toEqual([]);
    expect(device.get('net/fdb/tunnel/~Common~flannel_vxlan/records/5e:1b:0a:44:9c:01')).toBeDefined();
  });

  it('does not touch what another owner has published', async () => {
    await apply([...after, ...cluster, ...overlay, '--owner', 'cluster-1']);
    const { changes, kept } = await plan(
      [...withoutConfigMap, ...cluster, ...overlay, '--prune', '--owner', 'cluster-2'],
      0,
    );
    expect({ changes, kept }).toEqual({ changes: [], kept: [] });
  });
});

describe('a pool of the same name that somebody else made', () => {
  beforeEach(() => {
    device.seed({
      [poolUri]: { description: 'made by hand' },
      [`${poolUri}/members/~k8s~10.9.9.9:80`]: { address: '10.9.9.9' },
    });
  });

  it('is a conflict; nothing depends on it and nothing is written', async () => {
    const { conflicts, changes, held } = await plan([...after, ...cluster], 1);
    expect(conflicts).toMatchObject([{ uri: poolUri, type: 'ltm/pool', reason: 'NotOurs' }]);
    expect(changes).toEqual([]);
    expect(held.map(({ uri }) => uri)).toContain(virtualUri);
    expect(writes()).toEqual([]);
  });

  it('is taken over with --adopt: modified, not made anew, and its description stays', async () => {
    const { changes } = await plan([...after, ...cluster, '--adopt'], 2);
    expect(changes.find(({ uri }) => uri === poolUri)).toMatchObject({ action: 'modify' });
    expect(changes.find(({ uri }) => uri === virtualUri)).toMatchObject({ action: 'create' });
    await apply([...after, ...cluster, '--adopt']);
    expect(device.get(poolUri)).toMatchObject({
      description: 'made by hand',
      loadBalancingMode: 'least-connections-member',
    });
    expect((await plan([...after, ...cluster], 0)).changes).toEqual([]);
  });
});

describe('a pod that is replaced on another node', () => {
  const replaced = files('service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml');

  it('is one member and one ARP entry in, one member and one ARP entry out; the orphaned node goes afterwards', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const { changes } = await plan([...replaced, ...cluster, ...overlay], 2);
    expect(changes.map(({ action, uri }) => `${action} ${uri}`)).toEqual([
      'create net/arp/~Common~k8s-10.244.2.57',
      `create ${poolUri}/members/~k8s~10.244.2.57:32400`,
      `delete ${poolUri}/members/~k8s~10.244.1.36:32400`,
      'delete net/arp/~Common~k8s-10.244.1.36',
    ]);
    const { steps } = await apply([...replaced, ...cluster, ...overlay]);
    expect(steps.at(-1)).toEqual({ uri: 'ltm/node/~k8s~10.244.1.36', type: 'ltm/node', outcome: 'deleted' });
    expect(device.get('ltm/node/~k8s~10.244.1.36')).toBeUndefined();
    expect(device.get('ltm/node/~k8s~10.244.2.57')).toBeDefined();
  });
});

describe('a device that is not as the command needs it', () => {
  it('an unknown partition is said before anything is written', async () => {
    const { status, stderr } = await bigip('apply', [...after, '--mode', 'cluster', '--partition', 'nowhere']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/partition nowhere does not exist/);
    expect(writes()).toEqual([]);
  });

  it('a tunnel that does not exist is said, and nothing is written', async () => {
    const { status, stderr } = await bigip('apply', [...after, ...cluster, '--tunnel', '/Common/no_such_tunnel']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/tunnel \/Common\/no_such_tunnel does not exist/);
    expect(writes()).toEqual([]);
  });

  it('a wrong password is one login, exit 1, and stands in no output', async () => {
    const wrong = 'Tr0ub4dor&3-canary';
    const { status, stdout, stderr } = await bigip('apply', [...after, ...cluster], {
      BIGIP_PASSWORD: wrong,
      DEBUG: 'bigip:*',
    });
    expect(status).toBe(1);
    expect(device.journal.filter(({ path }) => path.includes('/authn/login'))).toHaveLength(1);
    expect(`${stdout}${stderr}`).not.toContain(wrong);
    expect(stderr).not.toContain(Buffer.from(wrong).toString('base64'));
  });

  it('a device that is away is named, with what to check', async () => {
    const { url } = device;
    await device.close();
    const { status, stdout, stderr } = await bigip('plan', [...after, ...cluster]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(new URL(url).host);
    expect(stderr).toMatch(/nothing listens there; is this the management address and port/);
    device = await MockBigIp.start({ protocol: 'none' });
  });

  it('an unknown certificate is refused, with the fingerprint to pin', async () => {
    const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const { status, stderr } = await run(['plan', ...after, ...cluster], { env });
    expect(status).toBe(1);
    expect(stderr).toContain(device.fingerprint256);
    expect(device.journal).toEqual([]);
  });
});

describe('text for people', () => {
  it('shows the plan, what was done, and the nodes that went', async () => {
    const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const pin = ['--fingerprint', device.fingerprint256 ?? ''];
    const applied = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(applied.stdout).toMatch(
      /^Plan: 9 to create\n {2}\+ net\/fdb\/tunnel\/records {2}5e:1b:0a:44:9c:01 in \/Common\/flannel_vxlan {2}-> 172\.16\.40\.201\n/,
    );
    expect(applied.stdout).toContain('Applied: 9 created in 1 transaction; configuration saved');
    expect(applied.stderr).toMatch(
      /^info: ConfigMap\/istio-system\/istio-ingressgateway\.32400\.vs asks for no health monitor.*\[PoolWithoutMonitor\]\n$/,
    );
    const again = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(again.stdout).toBe('Plan: no changes\nNothing to do.\n');
    const pruned = await run(['apply', ...withoutConfigMap, ...cluster, ...overlay, '--prune', ...pin], { env });
    expect(pruned.stdout).toContain('orphaned ltm nodes deleted: /k8s/10.244.1.36, /k8s/10.244.2.41');
  });
});

describe('Ctrl-C in the middle of an apply', () => {
  it('gives the token back, tells what was done, and exits 130', async () => {
    device.fault({ match: 'POST ltm/pool', do: 'hang' });
    const args = ['dist/src/cli/main.js', 'apply', ...after, ...cluster, '--fingerprint', device.fingerprint256 ?? ''];
    const env = {
      PATH: process.env['PATH'] ?? '',
      BIGIP_URL: device.url,
      BIGIP_USERNAME: 'operator',
      BIGIP_PASSWORD: password,
    };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = text(child.stdout);
    await vi.waitFor(
      () =>
        expect(device.journal.some(({ method, path }) => method === 'POST' && path.endsWith('ltm/pool'))).toBe(true),
      10_000,
    );
    child.kill('SIGINT');
    const [status] = (await once(child, 'exit')) as [number];
    expect(status).toBe(130);
    expect(await out).toContain('failed');
    expect(device.tokens).toBe(0);
    expect(device.get(poolUri)).toBeUndefined();
  });
});

describe('bad input', () => {
  it('an empty pipe exits 1 and sends nothing', async () => {
    const { status } = await bigip('apply', ['-f', '-', ...cluster]);
    expect(status).toBe(1);
    expect(device.journal).toEqual([]);
  });

  it('--strict stops before the login', async () => {
    const { status, stderr } = await bigip('apply', [...before, ...cluster, '--strict']);
    expect(status).toBe(1);
    expect(stderr).toContain('ServicePortNotFound');
    expect(device.journal).toEqual([]);
  });

  it('the password is never an argument', async () => {
    const { status, stderr } = await bigip('plan', [...after, ...cluster, '--password', 'x']);
    expect(status).toBe(1);
    expect(stderr).toContain("unknown option '--password'");
  });
});

describe('an operator who disabled a member', () => {
  it('finds it disabled after the next apply', async () => {
    await apply([...after, ...cluster, ...overlay]);
    const member = `${poolUri}/members/~k8s~10.244.1.36:32400`;
    device.set(member, { session: 'user-disabled' });
    expect((await plan([...after, ...cluster, ...overlay], 0)).changes).toEqual([]);
  });
});

describe('what an operator made by hand', () => {
  const gateway = 'net/arp/~Common~k8s-router';
  const other = 'net/arp/~Common~k8s-10.9.9.9';

  it('stays, also when its name looks a little like ours', async () => {
    device.seed({
      [gateway]: { ipAddress: '10.244.9.1', macAddress: '02:00:00:00:00:03' },
      [other]: { ipAddress: '10.244.9.2', macAddress: '02:00:00:00:00:04' },
    });
    const { changes } = await plan([...after, ...cluster, ...overlay, '--prune'], 2);
    expect(changes.filter(({ action }) => action === 'delete')).toEqual([]);
  });
});

describe('health monitors', () => {
  const configMap = readFileSync(`${examples}/configmap.yaml`, 'utf8');
  const monitored = configMap.replace(
    '"servicePort": 32400',
    '"servicePort": 32400, "healthMonitors": [{"protocol": "tcp", "interval": 10, "timeout": 31}]',
  );
  const others = [...files('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml'), '-f', '-', ...cluster];
  const monitorUri = `ltm/monitor/tcp/${poolPath}_0_tcp`;
  const both = async (
    command: 'plan' | 'apply',
    stdin: string,
    ...more: string[]
  ): Promise<Plan & Partial<ApplyResult>> => {
    const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const args = [command, ...others, ...more, '--fingerprint', device.fingerprint256 ?? '', '-o', 'json'];
    return parsed(command, (await run(args, { stdin, env })).stdout);
  };

  it('that are withdrawn are kept, stay listed as kept, and go with --prune in the first run', async () => {
    await both('apply', monitored);
    expect((await both('plan', monitored)).changes).toEqual([]);
    await both('apply', configMap);
    expect((await both('plan', configMap)).kept).toEqual([{ uri: monitorUri, type: 'ltm/monitor/tcp' }]);
    await both('apply', monitored);
    const pruned = await both('apply', configMap, '--prune');
    expect(pruned.steps?.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(device.get(monitorUri)).toBeUndefined();
  });

  it('whose description an operator wrote are still ours, and his text stays', async () => {
    await both('apply', monitored);
    device.set(monitorUri, { description: 'ask Jane before touching' });
    const { changes, conflicts } = await both('apply', monitored.replace('"interval": 10', '"interval": 7'));
    expect(conflicts).toEqual([]);
    expect(changes).toMatchObject([{ action: 'modify', uri: monitorUri, after: { interval: 7 } }]);
    expect(device.get(monitorUri)).toMatchObject({ interval: 7, description: 'ask Jane before touching' });
  });
});

describe('a Node that is missing from the input', () => {
  it('leaves the pod that is on it out, instead of enabling a member that nobody can reach', async () => {
    const nodes = readFileSync(`${examples}/nodes.yaml`, 'utf8').replace(
      /- apiVersion: v1\n {2}kind: Node\n {2}metadata:\n {4}name: k8s-node2[\s\S]*?(?=- apiVersion)/,
      '',
    );
    const args = [
      ...files('service-after.yaml', 'endpointslices-after.yaml', 'configmap.yaml'),
      '-f',
      '-',
      ...cluster,
      ...overlay,
    ];
    const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const ran = await run(['plan', ...args, '--fingerprint', device.fingerprint256 ?? '', '-o', 'json'], {
      stdin: nodes,
      env,
    });
    const { changes, held } = parsed<Plan>('plan', ran.stdout);
    expect(changes.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri.split('~').at(-1))).toEqual([
      '10.244.1.36:32400',
    ]);
    expect(held.map(({ uri, reason }) => `${uri.split('~').at(-1)} ${reason}`)).toContain(
      '10.244.2.41:32400 MemberNodeUnknown',
    );
  });
});

describe('nodeport mode', () => {
  it('publishes three nodes on the node port, and never the BIG-IP itself', async () => {
    device.seed({ 'auth/partition/k8s-nodeport': {} });
    const input = [
      ...files('service-after.yaml', 'nodes.yaml', 'configmap-nodeport.yaml'),
      '--mode',
      'nodeport',
      '--partition',
      'k8s-nodeport',
    ];
    const { steps } = await apply(input);
    const expected = JSON.parse(readFileSync(`${examples}/expected.json`, 'utf8')) as {
      after: { nodeport: { members: string[] } };
    };
    const members = steps.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri.split('~').at(-1));
    expect(members).toEqual(expected.after.nodeport.members);
  });
});
