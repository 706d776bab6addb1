import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../../src/errors.ts';
import { open } from './open-session.ts';
import { notFound } from './scripted-device.ts';

const pool = ['ltm', 'pool', '/k8s/web'];
const whole = JSON.stringify(notFound('/k8s/web').body);

describe('F6: a 404 that is cut at any byte', () => {
  it('is no statement about the object: a GET is asked again, and nothing is taken for absent', async () => {
    for (let cut = 1; cut < whole.length; cut += 1) {
      const { device, session } = open((_, count) =>
        count === 1 ? { status: 404, body: whole.slice(0, cut) } : { body: { name: 'web' } },
      );
      expect((await session.request('GET', pool)).body, `cut at ${cut}`).toEqual({ name: 'web' });
      expect(device.work).toHaveLength(2);
    }
  });

  it('leaves the outcome of a delete to reading back', async () => {
    const { device, session } = open(({ method }) =>
      method === 'DELETE' ? { status: 404, body: whole.slice(0, 40) } : notFound('/k8s/web'),
    );
    const readBack = async () => {
      const error: unknown = await session.request('GET', pool).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(NotFoundError);
      return { status: 200, body: undefined, headers: {} };
    };
    await session.request('DELETE', pool, { resolve: readBack });
    expect(device.count(/^DELETE ltm/)).toBe(1);
  });
});
