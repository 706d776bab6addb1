/** The save at the end of an apply, and the sign on the device for the next one when it failed. */
import { readItems } from '../actual/collection.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError } from '../errors.ts';
import { fullPathOf } from '../icontrol/item-name.ts';
import { isItem, nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { resourceFor, signed } from '../plan/index.ts';
import type { Plan } from '../plan/types.ts';
import { markName, markOf } from '../values/mark.ts';
import { metadataText } from '../values/metadata-items.ts';
import { formatUri, parseUri } from '../values/uri.ts';
import { partitionsToSave, type Saved, saveConfig } from './save.ts';

/** Milliseconds for the sign, also when the apply was interrupted: nothing else would tell the next one. */
const signTimeout = 5_000;

async function sign(requester: Requester, uri: string, owner: string, isUnsaved: boolean): Promise<void> {
  const options = { timeout: signTimeout };
  const { body } = await requester.request('GET', parseUri(uri), options);
  const metadata = signed(isItem(body) ? body['metadata'] : undefined, owner, isUnsaved);
  await requester.request('PATCH', parseUri(uri), { ...options, body: { metadata }, onMaybe: 'retry' });
}

/** An object of this owner that can bear the sign. */
async function bearer(requester: Requester, { owner, scope }: Plan): Promise<string | undefined> {
  if (scope === undefined) return undefined;
  const { partition } = scope;
  for (const type of ['ltm/pool', 'ltm/virtual']) {
    const select = [...nameAndPlace, 'metadata'];
    for (const item of await readItems(requester, type.split('/'), { partition, select, timeout: signTimeout })) {
      if (metadataText(item['metadata'], markName) === markOf(owner))
        return formatUri([...type.split('/'), fullPathOf(item, resourceFor(type))]);
    }
  }
  return undefined;
}

/** Leaves the sign; false when nothing of ours can bear one, or the device does not take it. */
async function leaveSign(requester: Requester, plan: Plan): Promise<boolean> {
  try {
    const uri = plan.unsaved?.[0] ?? (await bearer(requester, plan));
    if (uri === undefined) return false;
    await sign(requester, uri, plan.owner, true);
    return true;
  } catch (error) {
    if (error instanceof BigIpError) return false;
    throw error;
  }
}

/** Takes the signs of earlier failures away. One that stays costs one more save, and no more. */
async function clearSigns(
  requester: Requester,
  { owner, unsaved = [] }: Plan,
  gone: ReadonlySet<string>,
): Promise<void> {
  for (const uri of unsaved) {
    if (gone.has(uri)) continue;
    try {
      await sign(requester, uri, owner, false);
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
    }
  }
}

/** On the unit of a pair the pools may be those of config sync: what only wrote the overlay leaves no sign on them. */
function mayLeaveSign(written: readonly string[], { unsaved = [] }: Plan): boolean {
  return unsaved.length > 0 || written.some((uri) => uri.startsWith('ltm/'));
}

function withHope(diagnostic: Diagnostic, left: boolean): Diagnostic {
  const hope = left ? '; the next apply saves them' : '; an apply that has nothing else to do will not save them';
  return { ...diagnostic, message: `${diagnostic.message}${hope}` };
}

/** Saves what was written, and what an earlier apply could not save. `gone` are the objects that were deleted. */
export async function saveAndSign(
  requester: Requester,
  plan: Plan,
  written: readonly string[],
  gone: ReadonlySet<string>,
  options: CallOptions,
): Promise<Saved> {
  const saved = await saveConfig(requester, partitionsToSave(plan, written), options);
  if (saved.diagnostic === undefined) {
    await clearSigns(requester, plan, gone);
    return saved;
  }
  const left = mayLeaveSign(written, plan) && (await leaveSign(requester, plan));
  return { diagnostic: withHope(saved.diagnostic, left) };
}
