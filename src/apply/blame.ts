/** Which change a refused commit speaks of: the device names the object in its text, never the command. */
import type { Change } from '../plan/types.ts';
import { uriName } from '../values/uri.ts';

/** How the device may call the object of a change: its full path, or for a member its pool with address and port. */
function namesOf({ uri }: Change): readonly string[] {
  const name = uriName(uri);
  return [name, name.slice(name.lastIndexOf('/') + 1)].filter((text) => text.length > 1);
}

/** Where a name stands in a text as a whole word; -1 when it does not. */
function position(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const next = text[at + name.length];
    const previous = text[at - 1];
    if ((next === undefined || !/[\w/~-]/.test(next)) && (previous === undefined || !/[\w~.-]/.test(previous)))
      return at;
  }
  return -1;
}

/**
 * The change that the device's text names first; of several at one place the one with the longest name. Undefined when
 * the text names none of them.
 */
export function blamed(message: string, changes: readonly Change[]): Change | undefined {
  let best: { readonly change: Change; readonly at: number; readonly length: number } | undefined;
  for (const change of changes) {
    for (const name of namesOf(change)) {
      const at = position(message, name);
      if (at < 0) continue;
      if (best === undefined || at < best.at || (at === best.at && name.length > best.length))
        best = { change, at, length: name.length };
    }
  }
  return best?.change;
}
