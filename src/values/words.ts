/** Sentences for people. */

/** `15020, 80 and 443`; with a limit `15020, 80 and 5 more`. */
export function listed(items: readonly (string | number)[], limit = items.length): string {
  const shown = items.length > limit ? [...items.slice(0, limit), `${items.length - limit} more`] : items;
  const last = shown.at(-1);
  if (last === undefined) return 'none';
  return shown.length === 1 ? String(last) : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
