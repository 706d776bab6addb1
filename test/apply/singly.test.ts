/** A device that takes no transaction: each change by itself. */
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp, type Transport } from '../../src/index.ts';
import { arp, arpUri, desired, member, monitor, pool, record, virtual, virtualUri } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const ips = Array.from({ length: 12 }, (_, at) => `10.244.1.${at + 10}`);
const macs = Array.from({ length: 6 }, (_, at) => `5e:1b:0a:44:9c:0${at + 1}`);
const wanted = desired([
  ...macs.map((each, at) => record(each, `172.16.40.${at + 1}`)),
  ...ips.map((ip) => arp(ip, mac)),
  ...[0, 1, 2].flatMap((at) => [
    monitor(`m${at}`),
    pool(`p${at}`, { monitor: `/k8s/m${at}` }),
    ...ips.slice(at * 4, at * 4 + 4).map((ip) => member(`p${at}`, ip)),
    virtual(`v${at}`, `172.16.0.${at + 1}:80`, `p${at}`),
  ]),
]);
const no = { status: 403, body: { code: 403, message: 'access denied', errorStack: [], apiError: 3 } };

/** A device without transactions, seen through a transport that counts what is under way. */
async function withoutTransactions() {
  const rig = await openRig();
  rig.device.fault({ match: 'POST transaction', do: no, times: 'always' });
  let now = 0;
  const seen = new Map<string, number>();
  const counting: Transport = Object.assign(Object.create(rig.device.transport) as Transport, {
    send: async (...args: Parameters<Transport['send']>) => {
      const [{ method, path }] = args;
      const isWrite = method !== 'GET' && /\/tm\/(?:ltm|net)\//.test(path);
      now += isWrite ? 1 : 0;
      const type = /\/tm\/(.*)$/.exec(path)?.[1] ?? path;
      seen.set(type, Math.max(seen.get(type) ?? 0, now));
      await new Promise((resolve) => setImmediate(resolve));
      try {
        return await rig.device.transport.send(...args);
      } finally {
        now -= isWrite ? 1 : 0;
      }
    },
  });
  const { username, password } = rig.device;
  const bigip = new BigIp({
    url: 'https://192.0.2.10',
    username,
    password,
    transport: counting,
    maxConcurrentWrites: 3,
  });
  return { rig, bigip, seen };
}

const places = (rig: Rig): string[] =>
  rig.writes().map((line) => line.replace('net/fdb/tunnel/~Common~flannel_vxlan/', ''));

describe('a device that takes no transaction', () => {
  it('gets independent writes side by side, within the limit of the client, and each kind after what it needs', async () => {
    const { rig, bigip, seen } = await withoutTransactions();
    const plan = await rig.plan(wanted);
    rig.writes();
    const result = await applyPlan(plan, bigip);
    expect(result.transactions).toBe(0);
    expect(result.steps.every(({ outcome }) => outcome === 'created')).toBe(true);
    expect(result.steps.map(({ uri }) => uri)).toEqual(plan.changes.map(({ uri }) => uri));
    expect([...new Set(places(rig))]).toEqual([
      'POST ltm/data-group/internal',
      'POST ltm/monitor/tcp',
      'POST records',
      'POST net/arp',
      'POST ltm/pool',
      'POST ltm/virtual',
    ]);
    expect(seen.get('net/arp')).toBeGreaterThan(1);
    expect(Math.max(...seen.values())).toBeLessThanOrEqual(3);
    // Of virtual servers one may have to leave what the next one takes.
    expect(seen.get('ltm/virtual')).toBe(1);
    expect((await rig.plan(wanted)).changes).toEqual([]);
    await bigip.close();
    await rig[Symbol.asyncDispose]();
  });

  it('and refuses one of them loses that one and what needs it, and no other', async () => {
    const { rig, bigip } = await withoutTransactions();
    const plan = await rig.plan(wanted);
    const bad = { status: 400, body: { code: 400, message: '01070734:3: Configuration error: no', apiError: 3 } };
    rig.device.fault({
      match: ({ method, path, body }) =>
        method === 'POST' && path.endsWith('net/arp') && JSON.stringify(body).includes('"10.244.1.10"'),
      do: bad,
    });
    const { steps } = await applyPlan(plan, bigip);
    const trouble = steps.filter(({ outcome }) => outcome !== 'created');
    expect(trouble.map(({ outcome, uri }) => `${outcome} ${uri}`)).toEqual([
      `failed ${arpUri('10.244.1.10')}`,
      'skipped ltm/pool/~k8s~p0/members/~k8s~10.244.1.10:8080',
    ]);
    expect(rig.device.get(virtualUri('v0'))).toBeDefined();
    await bigip.close();
    await rig[Symbol.asyncDispose]();
  });

  it('and goes away in the middle gets nothing more, and a second apply ends it', async () => {
    const { rig, bigip } = await withoutTransactions();
    const plan = await rig.plan(wanted);
    rig.device.fault({ match: 'POST net/arp', skip: 3, do: no, times: 'always' });
    const { steps } = await applyPlan(plan, bigip);
    expect(steps.map(({ uri }) => uri)).toEqual(plan.changes.map(({ uri }) => uri));
    expect(steps.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(0);
    rig.device.clearFaults();
    await rig.apply(wanted);
    expect((await rig.plan(wanted)).changes).toEqual([]);
    await bigip.close();
    await rig[Symbol.asyncDispose]();
  });

  it('gets an object that has to be made again in two requests', async () => {
    const { rig, bigip } = await withoutTransactions();
    rig.device.seed({ 'net/route-domain/~Common~5': { id: 5 } });
    rig.device.set(arpUri('10.244.1.10'), { ipAddress: '10.244.1.10%5', macAddress: mac });
    const { steps } = await applyPlan(await rig.plan(wanted), bigip);
    expect(steps.find(({ uri }) => uri === arpUri('10.244.1.10'))?.outcome).toBe('replaced');
    expect(rig.device.get(arpUri('10.244.1.10'))).toMatchObject({ ipAddress: '10.244.1.10' });
    await bigip.close();
    await rig[Symbol.asyncDispose]();
  });
});
