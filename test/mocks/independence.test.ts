import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../mocks');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

describe('the mock', () => {
  it('knows no client: it imports node, selfsigned and itself', () => {
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const [, from = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
        const inside = from.startsWith('.') && !join(file, '..', from).startsWith('..');
        expect([file, from, inside || from.startsWith('node:') || from === 'selfsigned']).toEqual([file, from, true]);
      }
    }
  });

  it('loads selfsigned only for https', () => {
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect([file, /^import .*'selfsigned'/m.test(text)]).toEqual([file, false]);
    }
  });
});
