import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { runs } from '../share.ts';
import { Player, unreadable } from './random/play.ts';
import { step } from './random/steps.ts';
import { overlay } from './speak.ts';

/** How many steps in all; more are asked for with `MOCK_RANDOM_REQUESTS`, see docs/mock.md. */
const steps = Number(process.env['MOCK_RANDOM_REQUESTS'] ?? 3000);
const perRun = 150;
const journalSize = 40;
/** Many steps take their time. */
const timeout = 20_000 + 10 * steps;
const seed = process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) };

const start = () =>
  MockBigIp.start({
    protocol: 'none',
    journalSize,
    clock: { now: () => 1_700_000_000_000 },
    seed: {
      ...overlay,
      'net/route-domain/~Common~7': { id: 7 },
      'sys/folder/~k8s~app': {},
      'auth/user/manager': { password: 'manager', partitionAccess: [{ name: 'k8s', role: 'manager' }] },
    },
  });

describe('random bytes', () => {
  it('never crash the device', { timeout }, async () => {
    const device = await start();
    const headers = { authorization: `Basic ${btoa('admin:admin')}` };
    const texts = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 10 }), fc.webPath());
    const prefix = fc.constantFrom(
      '',
      '/',
      '/mgmt/',
      '/mgmt/tm/',
      '/mgmt/tm/ltm/pool/',
      '/mgmt/shared/authn/login',
      '/mgmt/shared/authz/tokens/',
      '/mgmt/tm/transaction/',
    );
    const anything = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'),
      path: fc.tuple(prefix, texts).map((parts) => parts.join('')),
      body: fc.oneof(texts, fc.json()),
    });
    fc.assert(
      fc.property(anything, ({ method, path: target, body: sent }) => {
        const reply = device.handle({ method, path: target, headers, body: sent });
        expect(reply.status).toBeGreaterThanOrEqual(200);
        expect(reply.status).toBeLessThan(502);
      }),
      { numRuns: runs(Math.ceil(steps / 3)), ...seed },
    );
  });
});

describe('random requests', () => {
  it('never crash the device, never leave a reference behind, never leak out of a transaction', {
    timeout,
  }, async () => {
    const device = await start();
    const statuses = new Map<number, number>();
    const property = fc.property(fc.array(step, { minLength: perRun, maxLength: perRun }), (played) => {
      device.reset();
      const player = new Player(device, journalSize);
      player.play(played);
      expect(player.wrong).toEqual([]);
      device.recover();
      expect(unreadable(device)).toEqual([]);
      for (const [status, count] of player.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
    });
    fc.assert(property, { numRuns: Math.ceil(steps / perRun), ...seed });
    // The generator reaches the depths: most kinds of answers occur, and many are 200.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404, 409, 501]));
    const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expect((statuses.get(200) ?? 0) / all).toBeGreaterThan(0.2);
  });
});
