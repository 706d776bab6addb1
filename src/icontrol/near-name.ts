/** Changes of one letter that make one text of the other: left out, put in, or replaced. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (before[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1);
      now.push(Math.min(replaced, (before[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}

/** Letters in common from the beginning that are enough to think of the longer name. */
const SHORTEST_BEGINNING = 4;

/** The name that was meant by one that is none; undefined when none is near. */
export function nearName(name: string, names: Iterable<string>): string | undefined {
  const plain = name.toLowerCase();
  let best: { readonly name: string; readonly away: number } | undefined;
  for (const known of names) {
    const other = known.toLowerCase();
    const begins = Math.min(plain.length, other.length) >= SHORTEST_BEGINNING;
    const away = begins && (other.startsWith(plain) || plain.startsWith(other)) ? 1 : distance(plain, other);
    if (away <= Math.min(2, plain.length / 3) && (best === undefined || away < best.away)) best = { name: known, away };
  }
  return best?.name;
}
