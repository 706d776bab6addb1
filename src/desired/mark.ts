/** The mark of what is ours, as `metadata` of virtual servers and pools. */
import type { Json } from '../state.ts';
import { markName, markOf } from '../values/mark.ts';

export function markMetadata(owner: string): Json {
  return [{ name: markName, persist: 'true', value: markOf(owner) }];
}
