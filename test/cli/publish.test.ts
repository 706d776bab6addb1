/** `bigip plan` and `bigip apply` against a mock over HTTPS: what is published, kept and taken away. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { poolUri, useDevice, virtualUri, withoutConfigMap } from './rig.ts';
import { after, before, cluster, examples, files, overlay } from './run.ts';

const rig = useDevice();

describe('plan, apply, plan', () => {
  it('exits 2, 0, 0, and changes nothing the second time', async () => {
    const first = await rig.plan([...after, ...cluster, ...overlay], 2);
    expect(first.changes.map(({ action, type }) => `${action} ${type}`)).toEqual([
      'create ltm/data-group/internal',
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
    expect(rig.writes()).toEqual([]);
    const applied = await rig.apply([...after, ...cluster, ...overlay]);
    expect(applied).toMatchObject({ transactions: 1, saved: true });
    expect(applied.steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 10 }, () => 'created'));
    const second = await rig.plan([...after, ...cluster, ...overlay], 0);
    expect(second).toMatchObject({ changes: [], kept: [], held: [], conflicts: [] });
    const written = rig.writes().length;
    expect(await rig.apply([...after, ...cluster, ...overlay])).toMatchObject({
      steps: [],
      transactions: 0,
      saved: false,
    });
    expect(rig.writes()).toHaveLength(written);
  });

  it('does not need to be told which Node is the BIG-IP: its tunnel says so', async () => {
    const { changes } = await rig.plan([...after, ...cluster, ...overlay], 2);
    const records = changes
      .filter(({ type }) => type === 'net/fdb/tunnel/records')
      .map(({ uri }) => uri.split('/').at(-1));
    expect(records).toEqual(['5e:1b:0a:44:9c:01', '5e:1b:0a:44:9c:02', '5e:1b:0a:44:9c:03']);
  });

  it('leaves no token and no open transaction behind', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    expect(rig.device.tokens).toBe(0);
    expect(rig.device.transactions).toEqual([]);
  });
});

describe('a Service that loses its port again', () => {
  it('keeps what was published and says that it is held', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const held = await rig.plan([...before, ...cluster, ...overlay, '--prune'], 0);
    expect(held.changes).toEqual([]);
    expect(held.held.map(({ uri }) => uri)).toContain(virtualUri);
  });
});

describe('what a plan shows of an object before', () => {
  it('is what a POST could send: no links, no generation, no counters of the device', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const { changes } = await rig.plan([...withoutConfigMap, ...cluster, ...overlay, '--prune'], 2);
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
    await rig.apply([...after, ...cluster, ...overlay]);
    const { changes, kept } = await rig.plan([...withoutConfigMap, ...cluster, ...overlay], 0);
    expect(changes).toEqual([]);
    expect(kept.map(({ uri }) => uri).sort()).toEqual([poolUri, virtualUri]);
  });

  it('goes with --prune, and its ARP entries and nodes with it', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const planned = await rig.plan([...withoutConfigMap, ...cluster, ...overlay, '--prune'], 2);
    expect(new Set(planned.changes.map(({ action }) => action))).toEqual(new Set(['delete']));
    const { steps } = await rig.apply([...withoutConfigMap, ...cluster, ...overlay, '--prune']);
    expect(steps.every(({ outcome }) => outcome === 'deleted')).toBe(true);
    expect(Object.keys(rig.device.list()).filter((uri) => uri.includes('~k8s~') || uri.includes('~k8s-'))).toEqual([]);
    expect(rig.device.get('net/fdb/tunnel/~Common~flannel_vxlan/records/5e:1b:0a:44:9c:01')).toBeDefined();
  });

  it('does not touch what another owner has published', async () => {
    await rig.apply([...after, ...cluster, ...overlay, '--owner', 'cluster-1']);
    const { changes, kept } = await rig.plan(
      [...withoutConfigMap, ...cluster, ...overlay, '--prune', '--owner', 'cluster-2'],
      0,
    );
    expect({ changes, kept }).toEqual({ changes: [], kept: [] });
  });
});

describe('a pool of the same name that somebody else made', () => {
  beforeEach(() => {
    rig.device.seed({
      [poolUri]: { description: 'made by hand' },
      [`${poolUri}/members/~k8s~10.9.9.9:80`]: { address: '10.9.9.9' },
    });
  });

  it('is a conflict; nothing depends on it and nothing is written', async () => {
    const { conflicts, changes, held } = await rig.plan([...after, ...cluster], 1);
    expect(conflicts).toMatchObject([{ uri: poolUri, type: 'ltm/pool', reason: 'NotOurs' }]);
    expect(changes).toEqual([]);
    expect(held.map(({ uri }) => uri)).toContain(virtualUri);
    expect(rig.writes()).toEqual([]);
  });

  it('is taken over with --adopt: modified, not made anew, and its description stays', async () => {
    const { changes } = await rig.plan([...after, ...cluster, '--adopt'], 2);
    expect(changes.find(({ uri }) => uri === poolUri)).toMatchObject({ action: 'modify' });
    expect(changes.find(({ uri }) => uri === virtualUri)).toMatchObject({ action: 'create' });
    await rig.apply([...after, ...cluster, '--adopt']);
    expect(rig.device.get(poolUri)).toMatchObject({
      description: 'made by hand',
      loadBalancingMode: 'least-connections-member',
    });
    expect((await rig.plan([...after, ...cluster], 0)).changes).toEqual([]);
  });
});

describe('a pod that is replaced on another node', () => {
  const replaced = files('service-after.yaml', 'endpointslices-replaced.yaml', 'nodes.yaml', 'configmap.yaml');

  it('is one member and one ARP entry in, one member and one ARP entry out; the orphaned node goes afterwards', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const { changes } = await rig.plan([...replaced, ...cluster, ...overlay], 2);
    expect(changes.map(({ action, uri }) => `${action} ${uri}`)).toEqual([
      'create net/arp/~Common~k8s-10.244.2.57',
      `create ${poolUri}/members/~k8s~10.244.2.57:32400`,
      `delete ${poolUri}/members/~k8s~10.244.1.36:32400`,
      'delete net/arp/~Common~k8s-10.244.1.36',
    ]);
    const { steps } = await rig.apply([...replaced, ...cluster, ...overlay]);
    expect(steps.at(-1)).toEqual({ uri: 'ltm/node/~k8s~10.244.1.36', type: 'ltm/node', outcome: 'deleted' });
    expect(rig.device.get('ltm/node/~k8s~10.244.1.36')).toBeUndefined();
    expect(rig.device.get('ltm/node/~k8s~10.244.2.57')).toBeDefined();
  });
});

describe('nodeport mode', () => {
  it('publishes three nodes on the node port, and never the BIG-IP itself', async () => {
    rig.device.seed({ 'auth/partition/k8s-nodeport': {} });
    const input = [
      ...files('service-after.yaml', 'nodes.yaml', 'configmap-nodeport.yaml'),
      '--mode',
      'nodeport',
      '--partition',
      'k8s-nodeport',
    ];
    const { steps } = await rig.apply(input);
    const expected = JSON.parse(readFileSync(`${examples}/expected.json`, 'utf8')) as {
      after: { nodeport: { members: string[] } };
    };
    const members = steps.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri.split('~').at(-1));
    expect(members).toEqual(expected.after.nodeport.members);
  });
});
