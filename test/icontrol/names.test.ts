/** A name that could be taken for another object is refused wherever it stands: in the path, and in the body. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { openRig } from '../apply/device.ts';
import { runs } from '../share.ts';

const HOSTILE = [
  '..',
  '.',
  '..;',
  '.;x',
  '%5',
  'a%65535',
  '\x85',
  'a/b',
  'a~b',
  '~',
  'a\r\nb',
  '\0x',
  '%2e%2e',
  'a%2fb',
  '',
  'x'.repeat(256),
  '\ud800',
];

describe('a name in a body', () => {
  it.each(HOSTILE)('%j is refused with the field it stands in, and nothing is sent', async (bad) => {
    await using rig = await openRig();
    const { pool } = rig.bigip.ltm;
    const refused = async (create: () => Promise<unknown>, path: string) => {
      const error = await create().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BigIpValueError);
      expect(error).toMatchObject({ path, outcome: 'not-sent' });
    };
    await refused(async () => pool.create({ name: bad, partition: 'k8s' }), 'name');
    await refused(async () => pool.create({ name: 'web', partition: bad }), 'partition');
    if (bad !== 'a/b') await refused(async () => pool.create({ name: 'web', subPath: bad }), 'subPath');
    await refused(
      async () => pool.create({ name: 'web', members: [{ name: '10.0.0.1:80' }, { name: bad }] }),
      'members[1].name',
    );
    await refused(
      async () => rig.bigip.transaction(async (tx) => tx.ltm.pool.create({ name: bad, partition: 'k8s' })),
      'name',
    );
    expect(rig.device.journal).toEqual([]);
  });

  it('may be a full path, lie in folders, and have a route domain', async () => {
    await using rig = await openRig();
    const { pool, node } = rig.bigip.ltm;
    expect((await pool.create({ name: '/k8s/web' })).fullPath).toBe('/k8s/web');
    expect((await node.create({ name: '10.0.0.9%0', partition: 'k8s', address: '10.0.0.9' })).name).toMatch(/10\.0\.0/);
    await expect(pool.create({ name: '/k8s/../web' })).rejects.toMatchObject({ path: 'name' });
  });

  it('F23: is the object that is read afterwards, or nothing was sent', async () => {
    await using rig = await openRig();
    const { pool } = rig.bigip.ltm;
    const part = fc.constantFrom('..', '/', '~', '%2e', '%1', '\r', '\0', ' ', 'é', 'a', '-', ':', '.', '80');
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const before = rig.device.requests;
        const made = await pool.create({ name: text, partition: 'k8s' }).catch((error: unknown) => error);
        if (made instanceof BigIpValueError) {
          expect(rig.device.requests).toBe(before);
          return;
        }
        const posted = rig.device.journal.findLast(({ method }) => method === 'POST')?.body;
        expect(posted).toMatchObject({ name: text });
        if (made instanceof Error) return;
        const address = text.startsWith('/') ? text : `/k8s/${text}`;
        expect((await pool.get(address)).fullPath).toBe((made as { fullPath: string }).fullPath);
        await pool.delete(address);
      }),
      { numRuns: runs(100) },
    );
  });
});
