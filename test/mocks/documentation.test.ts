import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deviceActs, plainActions } from '../../mocks/fault/action.ts';
import { namedFaults } from '../../mocks/fault/named.ts';
import { type FaultName, MockBigIp } from '../../mocks/index.ts';

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

  it('shows requests and replies as they are', async () => {
    const [, code = ''] = /```js\nimport \{ MockBigIp \}.*\n([^`]*`Basic[\s\S]*?)```/.exec(page) ?? [];
    const told = [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, text]) => text);
    const said: string[] = [];
    const console = { log: (...words: unknown[]) => void said.push(words.join(' ')) };
    const run = new Function('MockBigIp', 'console', `return (async () => {${code}})()`);
    await run(MockBigIp, console);
    expect(said).toEqual(told);
    expect(said).toHaveLength(2);
  });

  it('says which faults take no match', async () => {
    const [, text = ''] = /No `match` take ([\s\S]*?)\n\n/.exec(page) ?? [];
    const told = [...text.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name).filter((name) => name !== 'times');
    const refuse: string[] = [];
    const device = await MockBigIp.start({ protocol: 'none' });
    for (const name of Object.keys(namedFaults) as FaultName[]) {
      await device.play(name, { match: 'GET ltm/pool' }).catch(() => void refuse.push(name));
      device.clearFaults();
    }
    expect(told.sort()).toEqual(refuse.sort());
  });

  it('tells of every fault that there is', () => {
    for (const name of plainActions) expect(page).toContain(`| \`'${name}'\``);
    for (const act of deviceActs) expect(page).toContain(`\`${act}\``);
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
