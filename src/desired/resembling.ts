/** Words that are spelt nearly like others: what somebody may have meant. */

function same(a: string, b: string): boolean {
  return a.toLowerCase().replace(/[-_]/g, '') === b.toLowerCase().replace(/[-_]/g, '');
}

/** One letter more, less or other, or two that changed places. */
function isOneSlip(a: string, b: string): boolean {
  if (a.length < b.length) return isOneSlip(b, a);
  let first = 0;
  while (first < b.length && a[first] === b[first]) first += 1;
  const rest = (text: string, left: number): string => text.slice(first + left);
  if (a.length > b.length) return rest(a, 1) === rest(b, 0);
  const swapped = a[first] === b[first + 1] && a[first + 1] === b[first] && rest(a, 2) === rest(b, 2);
  return swapped || rest(a, 1) === rest(b, 1);
}

/** The first of the words that `text` is another spelling of: in other case, with dashes, or with one slip. */
export function resembling(text: string, words: Iterable<string>): string | undefined {
  for (const word of words) if (same(text, word) || isOneSlip(text.toLowerCase(), word.toLowerCase())) return word;
  return undefined;
}
