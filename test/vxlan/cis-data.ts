/** The measured cases beside the repository; absent in a checkout of its own, and then no test is made of them. */
import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../shared/data/', import.meta.url);

export function sharedCases<T>(name: string): readonly T[] {
  const file = new URL(name, folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: T[] }).cases : [];
}
