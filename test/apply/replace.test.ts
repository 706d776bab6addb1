/** Objects that have to be deleted and made again, because what differs cannot change. */
import { describe, expect, it } from 'vitest';
import { type ApplyResult, applyPlan } from '../../src/apply/index.ts';
import { describePlan } from '../../src/plan/index.ts';
import { configMap, node, service, slice } from '../desired/sample-cluster.ts';
import { openCluster } from '../journeys/open-cluster.ts';
import { arp, arpUri, desired, member, memberUri, pool, record, virtual } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const seven = arpUri('10.244.1.7');
const front = [record(mac, '172.16.40.1'), pool('web'), virtual('web', '172.16.100.195:80', 'web')];
const wanted = desired([...front, member('web', '10.244.1.7'), arp('10.244.1.7', mac)]);
const outcomes = ({ steps }: ApplyResult): string[] => steps.map(({ uri, outcome }) => `${outcome} ${uri}`);

/** An entry of ours that lies in another route domain than the tunnel does now, with a note of an operator. */
async function withOldEntry(): Promise<Rig> {
  const rig = await openRig({ 'net/route-domain/~Common~5': { id: 5 } });
  rig.device.set(seven, { ipAddress: '10.244.1.7%5', macAddress: mac, description: 'change 4711' });
  return rig;
}

const refused = (message: string) => ({
  status: 400,
  body: { code: 400, message: `transaction failed:${message}`, errorStack: [], apiError: 2 },
});
const stands = refused('01020066:3: The requested ARP (/Common/k8s-10.244.1.7) already exists in partition Common.');

describe('what an operator wrote on an object that is made again', () => {
  it('goes over to the new one, is shown in the plan, and there is nothing to do afterwards', async () => {
    await using rig = await withOldEntry();
    const plan = await rig.plan(wanted);
    expect(plan.changes.find(({ uri }) => uri === seven)).toMatchObject({
      action: 'replace',
      before: { ipAddress: '10.244.1.7%5', description: 'change 4711' },
      after: { ipAddress: '10.244.1.7', macAddress: mac, description: 'change 4711' },
      reason: 'ipAddress cannot change after creation',
    });
    expect(describePlan(plan)).toContain(
      'k8s-10.244.1.7  ipAddress: 10.244.1.7%5 -> 10.244.1.7, keeps description and macAddress (ipAddress cannot change',
    );
    await applyPlan(plan, rig.bigip);
    expect(rig.device.get(seven)).toMatchObject({ ipAddress: '10.244.1.7', description: 'change 4711' });
    expect((await rig.plan(wanted)).changes).toEqual([]);
  });

  it('but no member is: the node of its name has another address, and would refuse the new one as well', async () => {
    await using rig = await openRig({ 'ltm/node/~k8s~db': { address: '10.244.1.99' } });
    await rig.apply(desired([pool('web')]));
    const uri = memberUri('web', 'db:8080');
    rig.device.set(uri, { address: '10.244.1.99' });
    const { type, initial = {} } = member('web', '10.244.1.7');
    const plan = await rig.plan(desired([pool('web'), { uri, type, properties: { address: '10.244.1.7' }, initial }]));
    expect(plan.changes).toEqual([]);
    expect(plan.conflicts).toMatchObject([
      { uri, reason: 'NodeTaken', holder: 'ltm/node/~k8s~db', message: expect.stringContaining('10.244.1.99') },
    ]);
  });

  it('on a static route, of which a plan does not read everything otherwise', async () => {
    const routed = { overlay: undefined, staticRoutes: { source: 'pod-cidr' } } as never;
    const rest = [configMap(), service(), slice([{ ip: '10.244.1.5', node: 'node1' }])];
    await using rig = await openCluster();
    await rig.reconcile([...rest, node(1)], routed);
    const uri = 'net/route/~k8s~k8s-node1-192.168.1.11';
    rig.device.set(uri, { mtu: 1400 });
    const moved = [...rest, node(1, { spec: { podCIDRs: ['10.244.7.0/24'] } })];
    const plan = await rig.plan(moved, routed);
    expect(plan.changes.find((change) => change.uri === uri)).toMatchObject({
      action: 'replace',
      after: { network: '10.244.7.0/24', mtu: 1400 },
    });
    await rig.reconcile(moved, routed);
    expect(rig.device.get(uri)).toMatchObject({ network: '10.244.7.0/24', mtu: 1400 });
    expect((await rig.plan(moved, routed)).changes).toEqual([]);
  });
});

describe('a device that takes no deletion and creation of one object in one transaction', () => {
  it('gets them in two, in order, with what comes before and after; one step says replaced', async () => {
    await using rig = await withOldEntry();
    rig.device.fault({ match: 'PATCH transaction/*', do: stands });
    const result = await rig.apply(wanted);
    expect(outcomes(result).filter((line) => !line.startsWith('created'))).toEqual([`replaced ${seven}`]);
    expect(result.transactions).toBe(2);
    const last = rig.writes().slice(-4);
    expect(last).toEqual([
      'DELETE net/arp/~Common~k8s-10.244.1.7',
      'POST net/arp',
      'POST ltm/pool',
      'POST ltm/virtual',
    ]);
    expect(rig.device.get(seven)).toMatchObject({ ipAddress: '10.244.1.7', description: 'change 4711' });
    expect(rig.device.transactions).toEqual([]);
    expect((await rig.plan(wanted)).changes).toEqual([]);
  });

  it('and then refuses the new one has the old one again, and what needs the new one is left out', async () => {
    await using rig = await withOldEntry();
    rig.device.fault({ match: 'PATCH transaction/*', do: stands });
    rig.device.fault({
      match: ({ method, path, body }) =>
        method === 'POST' && path.endsWith('net/arp') && JSON.stringify(body).includes('"10.244.1.7"'),
      do: { status: 400, body: { code: 400, message: '01070734:3: Configuration error: no', apiError: 3 } },
      skip: 1,
      times: 3,
    });
    const result = await rig.apply(wanted);
    const step = result.steps.find(({ uri }) => uri === seven);
    expect(step).toMatchObject({ outcome: 'failed' });
    expect(step?.error?.message).toMatch(/Configuration error: no.*; the old one was made again$/);
    expect(rig.device.get(seven)).toMatchObject({ ipAddress: '10.244.1.7%5', description: 'change 4711' });
    expect(result.steps.find(({ uri }) => uri === memberUri('web', '10.244.1.7:8080'))?.outcome).toBe('skipped');
    expect(rig.device.get('ltm/virtual/~k8s~web')).toBeDefined();
  });

  it('and refuses the deletion as well keeps the old one, and the rest is made', async () => {
    await using rig = await withOldEntry();
    rig.device.fault({ match: 'PATCH transaction/*', do: stands });
    rig.device.fault({
      match: 'DELETE net/arp/*',
      do: { status: 400, body: { code: 400, message: '01070734:3: Configuration error: no', apiError: 3 } },
      skip: 1,
      times: 3,
    });
    const result = await rig.apply(wanted);
    expect(result.steps.find(({ uri }) => uri === seven)?.outcome).toBe('failed');
    expect(rig.device.get(seven)).toMatchObject({ ipAddress: '10.244.1.7%5' });
    expect(rig.device.get('ltm/virtual/~k8s~web')).toBeDefined();
  });
});
