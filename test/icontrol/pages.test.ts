import { describe, expect, it } from 'vitest';
import { ConnectError, NotFoundError, ReplyLimitError, ServerError, TimeoutError } from '../../src/errors.ts';
import { listItems } from '../../src/icontrol/items.ts';
import type { Requester } from '../../src/icontrol/requester.ts';
import type { RequestOptions } from '../../src/icontrol/session.ts';
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

describe('another failure of a page', () => {
  it('that passes is tried again as often as the session says, at the same size', async () => {
    let failures = 1;
    const { requester, asked, clock } = slow(5_000, () => new Error('never'));
    const flaky: Requester = {
      clock,
      request(method, segments, options) {
        if (failures-- > 0) return Promise.reject(new ConnectError('reset', { sent: true }));
        return requester.request(method, segments, options);
      },
    };
    expect(await read(flaky, 5_000)).toEqual(names);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.attempts).toBeUndefined();
    expect(clock.pauses).toEqual([200]);
  });

  it('that is a statement about the object is final', async () => {
    const { requester, asked } = slow(0, () => new NotFoundError('no such pool', { outcome: 'refused' }));
    await expect(read(requester)).rejects.toThrow(NotFoundError);
    expect(asked).toHaveLength(1);
  });
});
