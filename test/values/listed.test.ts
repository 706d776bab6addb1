import { expect, it } from 'vitest';
import { listed } from '../../src/values/words.ts';

it.each([
  [[], undefined, 'none'],
  [[80], undefined, '80'],
  [[80, 443], undefined, '80 and 443'],
  [[80, 443, 53], undefined, '80, 443 and 53'],
  [[80, 443, 53], 3, '80, 443 and 53'],
  [[1, 2, 3, 4, 5], 2, '1, 2 and 3 more'],
])('%j with limit %s is "%s"', (items, limit, expected) => {
  expect(listed(items, limit)).toBe(expected);
});
