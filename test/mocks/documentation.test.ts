import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';

const page = readFileSync(new URL('../../docs/mock.md', import.meta.url), 'utf8');

/** What can be called on an object, and what can be read of it. */
function membersOf(object: object): string[] {
  const found = new Set<string>(Object.keys(object));
  for (let at: object = Object.getPrototypeOf(object); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') found.add(name);
  }
  return [...found];
}

describe('docs/mock.md', () => {
  it('tells of everything that a test can do with a device', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const untold = membersOf(device).filter((name) => !new RegExp(`[.\`]${name}\\b`).test(page));
    expect(untold).toEqual([]);
    for (const name of membersOf(device.clock)) expect(page).toContain(`${name}(`);
    for (const name of ['start', 'pair']) expect(page).toContain(`MockBigIp.${name}`);
  });

  it('tells of every path below /__mock', async () => {
    await using device = await MockBigIp.start({ control: true });
    const status = async (method: string, path: string) => {
      const accepted = device.accept({ method, path, body: '{}' });
      await accepted.ready;
      return accepted.perform().reply?.status ?? 0;
    };
    const told = [...page.matchAll(/\| `(GET|PUT|POST|DELETE)[^`]* \/__mock([^`<?]*)/g)];
    expect(told.length).toBeGreaterThanOrEqual(20);
    for (const [, method = '', path = ''] of told) {
      expect([path, await status(method, `/__mock${path}`)]).not.toContain(404);
    }
  });
});
