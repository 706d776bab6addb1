import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { type Item, type ListOptions, listItems } from '../../src/icontrol/items.ts';
import type { Requester } from '../../src/icontrol/requester.ts';
import type { RequestOptions } from '../../src/icontrol/session.ts';
import { TestClock } from './test-clock.ts';

interface Asked {
  readonly path: string;
  readonly query: RequestOptions['query'];
}

function paging(answer: (skip: number) => unknown): Requester & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    clock: new TestClock(),
    async request(_method, segments, options = {}) {
      asked.push({ path: segments.join('/'), query: options.query });
      return { status: 200, body: answer(Number(options.query?.['$skip'] ?? 0)), headers: {} };
    },
  };
}

async function read(requester: Requester, options: ListOptions = {}): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of listItems(requester, ['ltm', 'pool'], options)) items.push(item);
  return items;
}

const names = Array.from({ length: 5 }, (_, at) => ({ name: `p${at}` }));
const link = (skip: number): string => `https://localhost/mgmt/tm/ltm/pool?%24top=2&%24skip=${skip}&ver=15.1.2`;
const page = (skip: number): unknown => ({
  items: names.slice(skip, skip + 2),
  ...(skip + 2 < names.length ? { nextLink: link(skip + 2) } : {}),
});

describe('a list', () => {
  it('is read page by page, and each page is asked of the same device', async () => {
    const requester = paging(page);
    expect(await read(requester, { pageSize: 2 })).toEqual(names);
    expect(requester.asked.map(({ query }) => query)).toEqual([
      { $top: '2' },
      { $top: '2', $skip: '2' },
      { $top: '2', $skip: '4' },
    ]);
    expect(new Set(requester.asked.map(({ path }) => path))).toEqual(new Set(['ltm/pool']));
  });

  it('is read to the end also when the device pages by itself', async () => {
    expect(await read(paging(page))).toEqual(names);
  });

  it.each([
    ['goes in circles', () => ({ items: names, nextLink: link(0) })],
    ['leads nowhere', () => ({ items: names, nextLink: 'https://203.0.113.66/x' })],
    ['is no text', () => ({ items: names, nextLink: 7 })],
  ])('whose next page %s is refused, not cut short', async (_what, answer) => {
    await expect(read(paging(answer))).rejects.toThrow(ProtocolError);
  });

  it('that is absent is empty', async () => {
    expect(await read(paging(() => ({ kind: 'tm:ltm:pool:poolcollectionstate' })))).toEqual([]);
  });

  it.each([[undefined], [null], ['x'], [[]], [{ items: 'x' }], [{ items: [1] }], [{ items: [null] }]])(
    'that is %j is refused',
    async (body) => {
      await expect(read(paging(() => body))).rejects.toThrow(ProtocolError);
    },
  );

  it('asks for what was asked', async () => {
    const requester = paging(() => ({ items: [] }));
    await read(requester, { partition: 'k8s', select: ['name', 'monitor'], expandSubcollections: true });
    expect(requester.asked[0]?.query).toEqual({
      $filter: 'partition eq k8s',
      $select: 'name,monitor',
      expandSubcollections: 'true',
    });
  });
});
