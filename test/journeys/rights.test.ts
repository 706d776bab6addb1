/** What the BIG-IP user of a reconcile may do, by its role: docs/command.md says which role is needed. */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { configMap, node, service, slice } from '../desired/sample-cluster.ts';
import { factory, options } from './open-cluster.ts';

type Role = 'manager' | 'resource-admin' | 'admin';

/** What is refused to a user of this role, by type, and `sys/config` when it cannot be saved. */
async function refused(version: string, role: Role, asked: ReconcileOptions): Promise<readonly string[]> {
  const rights = { name: role === 'manager' ? 'k8s' : 'all-partitions', role };
  const user = { 'auth/user/kubernetes': { password: 'canary-password', partitionAccess: [rights] } };
  const seed = { ...factory, ...user };
  await using device = await MockBigIp.start({ protocol: 'none', version, seed });
  const { url, transport } = device;
  await using bigip = new BigIp({ url, username: 'kubernetes', password: 'canary-password', transport });
  const web = service({ type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] });
  const pods = slice([{ ip: '10.244.1.5', node: 'node1' }]);
  const objects = JSON.parse(JSON.stringify([configMap(), web, node(1), pods])) as unknown[];
  const { steps, saved, diagnostics } = await reconcile(bigip, snapshotOf(objects), asked);
  expect(steps.length).toBeGreaterThan(2);
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  for (const { error } of failed) expect(error?.message).toContain('Access Denied: user (kubernetes)');
  expect(diagnostics.some(({ reason }) => reason === 'ConfigNotSaved')).toBe(!saved);
  const types = failed.map(({ uri }) => uri.split('/').slice(0, 2).join('/'));
  return [...new Set([...types, ...(saved ? [] : ['sys/config'])])];
}

describe('the role of the user', () => {
  const nodeport: ReconcileOptions = { mode: 'nodeport', partition: 'k8s' };

  it.each(['15.1.2.1', '17.1.1'])(
    'manager of the partition may write on %s where no overlay is asked for, and not save',
    async (of) => {
      expect(await refused(of, 'manager', nodeport)).toEqual(['sys/config']);
      expect(await refused(of, 'manager', options)).toEqual(['net/fdb', 'sys/config']);
    },
  );

  it.each(['13.1.3', '14.1.2'])('manager is not enough on %s, where it may not mark a virtual server', async (of) => {
    expect(await refused(of, 'manager', nodeport)).toEqual(['ltm/virtual', 'sys/config']);
    expect(await refused(of, 'manager', options)).toEqual(['net/fdb', 'ltm/virtual', 'sys/config']);
  });

  it.each(['13.1.3', '14.1.2', '15.1.2.1', '17.1.1'])('resource-admin is enough on %s for all of it', async (of) => {
    for (const asked of [nodeport, options]) expect(await refused(of, 'resource-admin', asked)).toEqual([]);
  });
});
