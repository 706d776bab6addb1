import { describe, expect, it } from 'vitest';
import { NotFoundError, ReplyLimitError, ServerError, TimeoutError } from '../../src/errors.ts';
import { listItems } from '../../src/icontrol/items.ts';
import type { Requester } from '../../src/icontrol/requester.ts';
import type { RequestOptions } from '../../src/icontrol/session.ts';
import { open } from './open-session.ts';
import { networkFailure } from './scripted-device.ts';
import { TestClock } from './test-clock.ts';

const names = Array.from({ length: 1_200 }, (_, at) => ({ name: `p${at}` }));

/** A device that cannot answer more than `most` objects at once. */
function slow(most: number, failure: () => Error, clock = new TestClock({ auto: true })) {
  const asked: RequestOptions[] = [];
  const requester: Requester = {
    clock,
    async request(_method, _segments, options = {}) {
      asked.push(options);
      const top = Number(options.query?.['$top'] ?? names.length);
      const skip = Number(options.query?.['$skip'] ?? 0);
      if (Math.min(top, names.length - skip) > most) throw failure();
      const next = skip + top;
      const link = `https://localhost/mgmt/tm/ltm/pool?%24top=${top}&%24skip=${next}`;
      const body = { items: names.slice(skip, next), ...(next < names.length ? { nextLink: link } : {}) };
      return { status: 200, body, headers: {} };
    },
  };
  return { requester, sizes: () => asked.map(({ query }) => query?.['$top']), asked, clock };
}

async function read(requester: Requester, pageSize?: number): Promise<unknown[]> {
  const items: unknown[] = [];
  const options = pageSize === undefined ? {} : { pageSize };
  for await (const item of listItems(requester, ['ltm', 'pool'], options)) items.push(item);
  return items;
}

describe('a list that is too much for the device', () => {
  it.each([
    ['takes too long', () => new TimeoutError('no answer', { outcome: 'maybe-applied' })],
    ['breaks it', () => new ServerError('500', { outcome: 'maybe-applied' })],
    ['is larger than the limits', () => new ReplyLimitError('too large', { outcome: 'refused' })],
  ])('because it %s is asked for in smaller and smaller pages, and read to the end', async (_what, failure) => {
    const { requester, sizes } = slow(200, failure);
    expect(await read(requester)).toEqual(names);
    expect(sizes()).toEqual([undefined, '500', '250', '125', ...Array(9).fill('125')]);
  });

  it('keeps the page that worked, and is not asked for what did again', async () => {
    const { requester, sizes, asked } = slow(300, () => new TimeoutError('x', { outcome: 'maybe-applied' }));
    expect(await read(requester, 400)).toEqual(names);
    expect(sizes()).toEqual(['400', ...Array(6).fill('200')]);
    expect(asked.map(({ query }) => query?.['$skip'])).toEqual([
      undefined,
      undefined,
      '200',
      '400',
      '600',
      '800',
      '1000',
    ]);
  });

  it('is given up when a single object is too much', async () => {
    const { requester, sizes } = slow(0, () => new TimeoutError('x', { outcome: 'maybe-applied' }));
    await expect(read(requester, 4)).rejects.toThrow(TimeoutError);
    expect(sizes()).toEqual(['4', '2', '1']);
  });
});

describe('a page with a time', () => {
  it('is given up when that is over, however many smaller ones would be left to ask for', async () => {
    const clock = new TestClock();
    const { device, session } = open(() => new Promise(() => {}), { clock, timeout: 700 });
    await clock.advance(0);
    const began = clock.now();
    let ended = Number.NaN;
    const options = { timeout: 1_000 };
    const reading = listItems(session, ['ltm', 'pool'], options)
      .next()
      .catch((error: unknown) => {
        ended = clock.now();
        return error;
      });
    await clock.advance(60_000);
    expect(await reading).toMatchObject({ code: 'BIGIP_TIMEOUT', timeout: 1_000 });
    expect(ended - began).toBe(1_000);
    expect(device.work).toHaveLength(2);
    const closing = session.close();
    await clock.advance(10_000);
    await closing;
  });
});

describe('another failure of a page', () => {
  it('that passes is tried again by the session, at the same size', async () => {
    const { device, session } = open((_, count) =>
      count < 3 ? networkFailure('ECONNRESET') : { body: { items: [] } },
    );
    expect(await read(session, 5_000)).toEqual([]);
    expect(device.seen.filter(({ path }) => path.endsWith('pool?$top=5000'))).toHaveLength(3);
    await session.close();
  });

  it('that fewer objects would mend is not tried again at the same size', async () => {
    const gaveUp = { status: 500, body: '<html><title>AsyncContext timeout</title></html>' };
    const { device, session } = open(({ path }) => (path.endsWith('top=3') ? { body: { items: [] } } : gaveUp));
    expect(await read(session, 12)).toEqual([]);
    expect(device.seen.map(({ path }) => path).filter((path) => path.includes('pool'))).toEqual([
      '/mgmt/tm/ltm/pool?$top=12',
      '/mgmt/tm/ltm/pool?$top=6',
      '/mgmt/tm/ltm/pool?$top=3',
    ]);
    await session.close();
  });

  it('that is a statement about the object is final', async () => {
    const { requester, asked } = slow(0, () => new NotFoundError('no such pool', { outcome: 'refused' }));
    await expect(read(requester)).rejects.toThrow(NotFoundError);
    expect(asked).toHaveLength(1);
  });
});
