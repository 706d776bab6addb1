/** Whether a change is there: read back after a reply was lost. Nothing is sent again on a guess. */
import { NotFoundError } from '../errors.ts';
import { isItem } from '../icontrol/items.ts';
import { withInlined } from '../icontrol/model.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { sameValue } from '../plan/difference.ts';
import { resourceFor } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import type { Json } from '../state.ts';
import { parseUri } from '../values/uri.ts';

/** The route domain that the device wrote behind an address: what was sent without one is in it. */
function routeDomainIn(found: Json | undefined): number {
  const text = typeof found === 'string' ? /%(\d+)/.exec(found)?.[1] : undefined;
  return text === undefined ? 0 : Number(text);
}

/** Reads the object of a change and compares what the change set. */
export async function isApplied(requester: Requester, change: Change, options: CallOptions = {}): Promise<boolean> {
  const { action, uri, type, after = {} } = change;
  const resource = resourceFor(type);
  try {
    const query = resource.returnedIn === undefined ? {} : { expandSubcollections: 'true' };
    const { body } = await requester.request('GET', parseUri(uri), { ...options, query });
    if (action === 'delete') return false;
    if (!isItem(body)) return false;
    const found = withInlined(resource, body);
    return Object.entries(after).every(([key, value]) =>
      sameValue(resource, key, value, found[key], { defaultRouteDomain: routeDomainIn(found[key]) }),
    );
  } catch (error) {
    if (error instanceof NotFoundError) return action === 'delete';
    throw error;
  }
}
