import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { statisticsIn } from '../../src/icontrol/stats.ts';
import { collections } from '../../src/icontrol/tree.ts';
import { catalogue } from '../../src/resources/tree.ts';
import { openRig } from '../apply/device.ts';
import { open } from './open-session.ts';

const host = 'https://localhost/mgmt/tm';
const lines = { 'serverside.curConns': { value: 3 }, 'status.availabilityState': { description: 'available' } };
const read = { counters: { 'serverside.curConns': 3 }, texts: { 'status.availabilityState': 'available' }, nested: {} };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('statistics', () => {
  it.each([
    [
      'nested, as 12.1 and later write them',
      { [`${host}/ltm/pool/~k8s~web/stats`]: { nestedStats: { entries: lines } } },
    ],
    ['with the name twice', { [`${host}/ltm/pool/~k8s~web/~k8s~web/stats`]: { nestedStats: { entries: lines } } }],
    ['flat, as 11.x writes them', lines],
  ])('%s', async (_what, entries) => {
    const { session } = open(() => ({ body: { kind: 'tm:ltm:pool:poolstats', entries } }));
    const { pool } = collections(session, catalogue).ltm;
    expect(plain(await pool.stats('/k8s/web'))).toEqual({ name: '/k8s/web', ...read });
    await session.close();
  });

  it('of a collection are told by the names in their URLs', () => {
    const entries = Object.fromEntries(
      ['~k8s~web', '~k8s~10.0.0.1%255:80', '~k8s~app.app~x'].map((name) => [
        `${host}/ltm/pool/${name}/stats`,
        { nestedStats: { entries: lines } },
      ]),
    );
    expect(statisticsIn({ entries }, ['ltm', 'pool']).map(({ name }) => name)).toEqual([
      '/k8s/web',
      '/k8s/10.0.0.1%5:80',
      '/k8s/app.app/x',
    ]);
    expect(statisticsIn({ kind: 'tm:ltm:pool:poolcollectionstats' }, ['ltm', 'pool'])).toEqual([]);
  });

  it('above 2^53 are not rounded', async () => {
    const body = `{"entries":{"${host}/ltm/pool/~k8s~web/stats":{"nestedStats":{"entries":{"clientside.bitsIn":{"value":9007199254740993},"clientside.pktsIn":{"value":7}}}}}}`;
    const { session } = open(() => ({ body }));
    const { counters } = await collections(session, catalogue).ltm.pool.stats('/k8s/web');
    expect(counters['clientside.bitsIn']).toBe(9_007_199_254_740_993n);
    expect(counters['clientside.pktsIn']).toBe(7);
    await session.close();
  });

  it('come page by page', async () => {
    const page = (names: readonly string[], next?: number) => ({
      entries: Object.fromEntries(
        names.map((name) => [`${host}/net/tunnels/tunnel/~Common~${name}/stats`, { nestedStats: { entries: lines } }]),
      ),
      ...(next === undefined ? {} : { nextLink: `${host}/net/tunnels/tunnel/stats?%24top=2&%24skip=${next}` }),
    });
    const { session, device } = open(({ path }) => ({
      body: path.includes('skip=2') ? page(['c']) : page(['a', 'b'], 2),
    }));
    const all = await collections(session, catalogue).net.tunnels.tunnel.listStats({ pageSize: 2 }).toArray();
    expect(all.map(({ name }) => name)).toEqual(['/Common/a', '/Common/b', '/Common/c']);
    expect(device.work).toHaveLength(2);
    await session.close();
  });

  it('of a device are there for pools, members, nodes and virtual servers', async () => {
    await using rig = await openRig({
      'ltm/pool/~k8s~web': { members: [{ name: '10.0.0.1:80', address: '10.0.0.1' }] },
      'ltm/virtual/~k8s~web': { destination: '/k8s/172.16.100.195:80', pool: '/k8s/web' },
    });
    const { ltm } = rig.bigip;
    expect((await ltm.pool.members('/k8s/web').stats('/k8s/10.0.0.1:80')).counters['serverside.curConns']).toBe(0);
    expect((await ltm.node.stats('/k8s/10.0.0.1')).name).toBe('/k8s/10.0.0.1');
    expect((await ltm.virtual.stats('/k8s/web')).counters['clientside.curConns']).toBe(0);
    expect((await ltm.pool.listStats().toArray()).map(({ name }) => name)).toEqual(['/k8s/web']);
  });

  it.each([
    ['no object', []],
    ['entries that are none', { entries: 'x' }],
    ['a line that is none', { entries: { 'a.b': 7 } }],
    ['a text that is none', { entries: { 'a.b': { description: {} } } }],
  ])('with %s are refused', (_what, body) => {
    expect(() => statisticsIn(body, ['ltm', 'pool'])).toThrow(ProtocolError);
  });
});
