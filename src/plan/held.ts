/** What is held on the device: the objects that are named, those under a held prefix, and what all of these refer to. */
import type { ActualState, DesiredState } from '../state.ts';
import { references } from './references.ts';

/** Whether a text begins with one of many prefixes. Takes a binary search for each text. */
export function prefixTest(prefixes: readonly string[]): (text: string) => boolean {
  const shortest: string[] = [];
  for (const prefix of [...prefixes].sort()) {
    const last = shortest.at(-1);
    if (last === undefined || !prefix.startsWith(last)) shortest.push(prefix);
  }
  return (text) => {
    let low = 0;
    let high = shortest.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shortest[middle] ?? '') <= text) low = middle + 1;
      else high = middle;
    }
    const candidate = shortest[low - 1];
    return candidate !== undefined && text.startsWith(candidate);
  };
}

/**
 * URIs that a held object on the device needs: the pool of a held virtual server, the monitors of a held pool. What a wanted
 * object refers to is for the input to say, also when something held needs that object.
 */
export function heldOnDevice(desired: DesiredState, actual: ActualState): ReadonlySet<string> {
  const byUri = new Map(actual.objects.map((entry) => [entry.uri, entry]));
  const wanted = new Set(desired.objects.map(({ uri }) => uri));
  const covered = new Set<string>();
  const cover = (uri: string): void => {
    if (covered.has(uri)) return;
    covered.add(uri);
    const entry = byUri.get(uri);
    if (entry !== undefined && !wanted.has(uri)) references(entry).forEach(cover);
  };
  for (const { uri } of desired.held) cover(uri);
  const underPrefix = prefixTest(desired.scope.heldPrefixes);
  for (const { uri } of actual.objects) if (underPrefix(uri)) cover(uri);
  return covered;
}
