import { describe, expect, expectTypeOf, it } from 'vitest';
import type { BigIp, TransactionTree } from '../../src/bigip.ts';
import { Collection } from '../../src/icontrol/collection.ts';
import { QueuedCollection } from '../../src/icontrol/queued-collection.ts';
import type { Requester } from '../../src/icontrol/requester.ts';
import { Status } from '../../src/icontrol/status.ts';
import { collections, queuedCollections } from '../../src/icontrol/tree.ts';
import { catalogue } from '../../src/resources/tree.ts';
import { TestClock } from './test-clock.ts';

const asked: string[] = [];
const requester: Requester = {
  clock: new TestClock(),
  async request(method, segments) {
    asked.push(`${method} ${segments.join(' ')}`);
    return { status: 200, body: { items: [] }, headers: {} };
  },
};

/** The words of a tree down to its collections: `ltm.pool`. */
function words(node: object, above: readonly string[] = []): string[] {
  return Object.entries(node).flatMap(([word, child]) =>
    child instanceof Collection || child instanceof QueuedCollection || child instanceof Status
      ? [[...above, word].join('.')]
      : typeof child === 'object' && child !== null
        ? words(child, [...above, word])
        : [],
  );
}

describe('the configuration tree', () => {
  it("has F5's own words", () => {
    const all = words(collections(requester, catalogue));
    expect(all).toEqual(
      expect.arrayContaining([
        'ltm.virtual',
        'ltm.pool',
        'ltm.monitor.http',
        'net.tunnels.vxlan',
        'net.fdb.tunnel',
        'net.arp',
        'auth.partition',
      ]),
    );
    // Not in a transaction: what BIG-IP refuses there, and what is only read.
    const outside = ['auth.partition', 'sys.version', 'sys.ready', 'cm.syncStatus', 'cm.failoverStatus'];
    expect(words(queuedCollections(requester, catalogue))).toEqual(all.filter((word) => !outside.includes(word)));
    expect(queuedCollections(requester, catalogue).sys).not.toHaveProperty('config');
    expect(collections(requester, catalogue).sys.config.save).toBeTypeOf('function');
  });

  it('leads to the path that the words say', async () => {
    const { ltm, net } = collections(requester, catalogue);
    await ltm.monitor.http.list().toArray();
    await ltm.pool.members('/k8s/web').list().toArray();
    await ltm.pool.members('web').list().toArray();
    await net.fdb.tunnel.records('/Common/fl').list().toArray();
    await ltm.policy.rules('/Common/p').actions('first rule').list().toArray();
    await ltm.virtualAddress.list().toArray();
    await ltm.dataGroup.internal.list().toArray();
    expect(asked).toEqual([
      'GET ltm monitor http',
      'GET ltm pool /k8s/web members',
      'GET ltm pool /Common/web members',
      'GET net fdb tunnel /Common/fl records',
      'GET ltm policy /Common/p rules first rule actions',
      'GET ltm virtual-address',
      'GET ltm data-group internal',
    ]);
  });

  it('knows its types, and has no reads inside a transaction', () => {
    expectTypeOf<BigIp['ltm']['pool']['get']>().toBeFunction();
    expectTypeOf<TransactionTree['ltm']['pool']>().toHaveProperty('create');
    expectTypeOf<TransactionTree['ltm']['pool']>().not.toHaveProperty('get');
    expectTypeOf<TransactionTree['ltm']['pool']>().not.toHaveProperty('list');
    expectTypeOf<Parameters<BigIp['ltm']['pool']['create']>[0]>().not.toHaveProperty('loadBalancing');
    expect(queuedCollections(requester, catalogue).ltm.pool).not.toHaveProperty('get');
  });
});
