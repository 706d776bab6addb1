import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../dist/src/index.d.ts', import.meta.url));

/** Every declaration file that a user's compiler reads, and every package that they name. */
function reachable(): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, from = '', inline = ''] of readFileSync(file, 'utf8').matchAll(
      /from '([^']+)'|import\("([^"]+)"\)/g,
    )) {
      const target = from || inline;
      if (target.startsWith('.')) queue.push(join(dirname(file), target.replace(/\.(ts|js)$/, '.d.ts')));
      else packages.add(target);
    }
  }
  return { files, packages };
}

describe('the declarations that are published', () => {
  it('bring the types of zod along, and not those of what is only used inside', () => {
    expect(existsSync(entry)).toBe(true);
    const { files, packages } = reachable();
    expect(files.size).toBeGreaterThan(20);
    expect(packages).toContain('zod');
    const inner = ['undici', 'undici-types', 'p-retry', 'netmask', 'yaml', 'commander', 'selfsigned'];
    expect(inner.filter((name) => packages.has(name))).toEqual([]);
  });
});
