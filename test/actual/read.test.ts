import { describe, expect, it } from 'vitest';
import { PartitionNotFoundError, readActual, readTunnel, TunnelNotFoundError } from '../../src/actual/index.ts';
import { NotFoundError, ValidationError } from '../../src/errors.ts';
import type { Reply } from '../../src/icontrol/exchange.ts';
import type { Requester } from '../../src/icontrol/requester.ts';
import { makePlan } from '../../src/plan/index.ts';
import { openRig } from '../apply/device.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import { arp, desired, member, monitor, pool, poolUri, record, virtual, virtualUri } from '../plan/wanted.ts';

const mac1 = '5e:1b:0a:44:9c:01';
const wanted = desired([virtual('web', '172.16.100.195:80', 'web'), pool('web'), member('web', '10.244.1.7')]);

/** Answers GETs from a table of bodies by path; what is not in it is an empty collection. */
function answering(bodies: Readonly<Record<string, unknown>>): Requester & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    clock: new TestClock(),
    async request(method, segments): Promise<Reply> {
      expect(method).toBe('GET');
      const path = segments.join(' ');
      asked.push(path);
      if (bodies[path] === undefined && segments.at(-1)?.startsWith('/')) throw new NotFoundError('not found');
      return { status: 200, body: bodies[path] ?? { items: [] }, headers: {} };
    },
  };
}
const partitions = { 'auth partition': { items: [{ name: 'Common' }, { name: 'k8s', defaultRouteDomain: 5 }] } };

describe('reading a device', () => {
  it('finds what an apply made, in the spelling of the device', async () => {
    await using rig = await openRig();
    await rig.apply(desired([...wanted.objects, record(mac1, '172.16.40.1'), arp('10.244.1.7', mac1)]));
    const { objects, routeDomains } = await readActual(rig.bigip, wanted);
    expect(objects.map(({ type }) => type).sort()).toEqual([
      'ltm/pool',
      'ltm/pool/members',
      'ltm/virtual',
      'net/arp',
      'net/fdb/tunnel/records',
    ]);
    expect(routeDomains).toEqual({});
    const found = objects.find(({ type }) => type === 'ltm/virtual');
    expect(found?.uri).toBe(virtualUri('web'));
    expect(found?.properties['profiles']).toEqual([{ name: '/Common/tcp', context: 'all' }]);
    expect(
      Object.keys(found?.properties ?? {}).filter((key) =>
        /Reference$|^(kind|selfLink|generation|fullPath)$/.test(key),
      ),
    ).toEqual([]);
    expect(objects.find(({ type }) => type === 'net/fdb/tunnel/records')?.properties).toEqual({
      endpoint: '172.16.40.1%0',
    });
  });

  it('takes one GET a type when the device is as wanted', async () => {
    await using rig = await openRig();
    const all = desired([...wanted.objects, record(mac1, '172.16.40.1'), arp('10.244.1.7', mac1)]);
    await rig.apply(all);
    const before = rig.device.journal.length;
    expect(makePlan(all, await readActual(rig.bigip, all)).changes).toEqual([]);
    const asked = rig.device.journal.slice(before).map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    expect(asked.sort()).toEqual([
      'GET /mgmt/tm/ltm/pool',
      'GET /mgmt/tm/ltm/virtual',
      'GET /mgmt/tm/net/arp',
      'GET /mgmt/tm/net/fdb/tunnel/~Common~flannel_vxlan/records',
    ]);
  });

  it('asks for the default route domains when an address says its own', async () => {
    await using rig = await openRig();
    const { objects } = wanted;
    const far = desired([...objects, virtual('far', '172.16.100.196%0:80', 'web')]);
    expect((await readActual(rig.bigip, far)).routeDomains).toMatchObject({ Common: 0, k8s: 0 });
  });

  it('asks only with GETs', async () => {
    await using rig = await openRig();
    await readActual(rig.bigip, wanted);
    expect(rig.writes()).toEqual([]);
  });

  it('says that the partition or the tunnel does not exist, and what there is', async () => {
    await using rig = await openRig();
    const scope = { ...wanted.scope, partition: 'nope' };
    await expect(readActual(rig.bigip, { ...wanted, scope })).rejects.toThrow(PartitionNotFoundError);
    await expect(readActual(rig.bigip, { ...wanted, scope })).rejects.toThrow(/it has: Common, k8s/);
    const elsewhere = { ...wanted.scope, tunnel: '/Common/none' };
    await expect(readActual(rig.bigip, { ...wanted, scope: elsewhere })).rejects.toThrow(TunnelNotFoundError);
    await expect(readTunnel(rig.bigip, '/Common/none')).rejects.toThrow(TunnelNotFoundError);
    expect(rig.writes()).toEqual([]);
  });

  it('knows the address and the MAC of a tunnel', async () => {
    await using rig = await openRig();
    expect(await readTunnel(rig.bigip, '/Common/flannel_vxlan')).toEqual({
      localAddress: '172.16.40.10',
      macAddress: '00:50:56:bb:32:66',
    });
  });

  it('asks other partitions for members only when an ARP entry may have to go', async () => {
    await using rig = await openRig();
    rig.device.set('ltm/pool/~Common~theirs', {});
    rig.device.set('ltm/pool/~Common~theirs/members/~Common~10.244.1.9:80', {});
    expect((await readActual(rig.bigip, wanted)).membersElsewhere).toEqual([]);
    rig.device.set('net/arp/~Common~k8s-10.244.1.9', { ipAddress: '10.244.1.9', macAddress: mac1 });
    const actual = await readActual(rig.bigip, wanted);
    expect(actual.membersElsewhere.map((text) => text.split('%')[0])).toEqual(['10.244.1.9']);
    expect(makePlan(wanted, actual).changes.filter(({ action }) => action === 'delete')).toEqual([]);
  });

  it('still finds a monitor that no pool names any more, because the pool remembers', async () => {
    const monitored = desired([pool('web', { monitor: '/k8s/web_0_tcp' }), monitor('web_0_tcp')]);
    await using rig = await openRig();
    await rig.apply(monitored);
    await rig.apply(desired([pool('web', { monitor: null })]));
    const { objects } = await readActual(rig.bigip, desired([]));
    expect(objects.map(({ type }) => type).filter((type) => type.includes('monitor'))).toEqual(['ltm/monitor/tcp']);
    const requests = rig.device.journal.filter(({ path }) => path.includes('/ltm/monitor/udp'));
    expect(requests).toEqual([]);
  });

  it('finds a monitor whose pool is gone when it is to look for orphans', async () => {
    await using rig = await openRig({ 'ltm/monitor/udp/~k8s~web_0_udp': {} });
    const types = async (orphans: boolean) =>
      (await readActual(rig.bigip, wanted, { orphans })).objects.map(({ type }) => type);
    expect(await types(false)).toEqual([]);
    expect(await types(true)).toEqual(['ltm/monitor/udp']);
  });
});

describe('odd things on a device', () => {
  const reference = (...items: readonly object[]) => ({ items });
  const odd = {
    ...partitions,
    'ltm pool': {
      items: [
        {
          name: 'web',
          partition: 'k8s',
          monitor: '/Common/a /Common/b',
          membersReference: reference(
            { name: 'no-port', partition: 'k8s', address: '10.1.1.1' },
            { name: 'a~b:80', partition: 'k8s', address: '10.1.1.2' },
          ),
        },
        {
          name: 'a~b',
          partition: 'k8s',
          membersReference: reference({ name: '10.1.1.3:80', partition: 'k8s', address: '10.1.1.3%5' }),
        },
        { name: '..', partition: 'k8s' },
        { name: 'web%2f', partition: 'k8s', membersReference: { link: 'x' } },
        { name: '__proto__', partition: 'k8s', monitor: 7 },
        { name: '😀', partition: 'k8s', subPath: 'app.app' },
      ],
    },
    'ltm virtual': {
      items: [
        { name: 'v\u0000', partition: 'k8s' },
        { name: 'v', partition: 'k8s', destination: '/Common/named:80', pool: '/k8s/a~b' },
      ],
    },
    'net arp': {
      items: [
        { name: 'k8s-10.1.1.2', partition: 'Common', ipAddress: '10.1.1.2%0', macAddress: 'incomplete' },
        { name: 'k8s-10.1.1.3', partition: 'Common', ipAddress: '10.1.1.3', macAddress: mac1 },
      ],
    },
    'net fdb tunnel /Common/flannel_vxlan records': {
      items: [
        { name: 'not-a-mac', endpoint: 'x' },
        { name: mac1, endpoint: '172.16.40.1%0' },
      ],
    },
  };

  it('are left out or read as they are, and the rest is read', async () => {
    const actual = await readActual(answering(odd), wanted);
    const uris = actual.objects.map(({ uri }) => uri);
    expect(uris).toEqual(
      expect.arrayContaining([
        poolUri('web'),
        poolUri('__proto__'),
        'ltm/pool/~k8s~app.app~%F0%9F%98%80',
        virtualUri('v'),
      ]),
    );
    expect(uris.filter((uri) => /\.\.|%00|a~b|2f/i.test(uri))).toEqual([]);
  });

  it('that cannot be named keep the ARP entries of their members', async () => {
    const actual = await readActual(answering(odd), wanted);
    expect(actual.membersElsewhere).toEqual(expect.arrayContaining(['10.1.1.2', '10.1.1.3%5']));
    const plan = makePlan(wanted, actual, { prune: true, adopt: true });
    expect(plan.changes.filter(({ type, action }) => type === 'net/arp' && action === 'delete')).toEqual([]);
    expect(plan.changes.map(({ uri }) => uri)).toContain(virtualUri('web'));
  });

  it('secrets of an object are no part of what is read', async () => {
    const monitors = { items: [{ name: 'm', partition: 'k8s', username: 'u', password: '$M$xy$canary', interval: 5 }] };
    const actual = await readActual(answering({ ...partitions, 'ltm monitor http': monitors }), wanted, {
      orphans: true,
    });
    expect(actual.objects.some(({ type }) => type === 'ltm/monitor/http')).toBe(true);
    expect(JSON.stringify(actual)).not.toContain('canary');
  });

  it('a collection without items is empty; a body that is none is refused', async () => {
    const empty = await readActual(answering({ ...partitions, 'ltm pool': { kind: 'x' } }), wanted);
    expect(empty.objects).toEqual([]);
    await expect(readActual(answering({ ...partitions, 'ltm pool': [] }), wanted)).rejects.toThrow(/not an object/);
    await expect(readActual(answering({ ...partitions, 'ltm pool': { items: [1] } }), wanted)).rejects.toThrow(
      /list of objects/,
    );
  });
});

describe('the statistics of a tunnel', () => {
  const named = (entries: object) => ({
    'net tunnels tunnel /Common/t': { name: 't', localAddress: 'any6' },
    'net tunnels tunnel /Common/t stats': { entries: { 'https://localhost/any/key': { nestedStats: { entries } } } },
  });

  it('give its MAC under any key; one that is none is left out', async () => {
    expect(await readTunnel(answering(named({ macAddr: { description: '0:50:56:BB:32:66' } })), '/Common/t')).toEqual({
      macAddress: '00:50:56:bb:32:66',
    });
    for (const entries of [{}, { macAddr: { description: 'none' } }, { macAddr: 1 }]) {
      expect(await readTunnel(answering(named(entries)), '/Common/t')).toEqual({});
    }
  });

  it('that a version does not have are no failure', async () => {
    const requester = answering(named({}));
    const without: Requester = {
      clock: requester.clock,
      async request(method, segments, options) {
        if (segments.at(-1) === 'stats') throw new ValidationError('no such option', { status: 400 });
        return requester.request(method, segments, options);
      },
    };
    expect(await readTunnel(without, '/Common/t')).toEqual({});
  });
});
