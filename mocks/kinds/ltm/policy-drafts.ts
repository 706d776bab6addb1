import type { Config } from '../../config/config.ts';
import type { Draft, Entry } from '../../config/entry.ts';
import { copyEntry } from '../../config/move.ts';
import { folderOf } from '../../config/names.ts';
import { type Refusal, refuse } from '../../errors/refusal.ts';
import type { JsonObject } from '../../json.ts';
import { compareVersions } from '../../versions.ts';
import type { Life } from '../kind.ts';

/** The version that brought drafts of policies. */
export const draftsSince = '12.1';

/** The place of the draft of a policy. */
export function draftPath(path: string): string {
  return `${folderOf(path)}/Drafts/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** Whether a policy lies where drafts do. */
export function isInDrafts(path: string): boolean {
  return folderOf(path).endsWith('/Drafts');
}

/** Where a draft is published: beside its folder. */
export function publishedPath(draft: string): string {
  return draft.replace(/\/Drafts\/([^/]+)$/, '/$1');
}

/** `publish`: a draft takes the place of the policy beside its folder. Terraform names it `Drafts/web`. */
export function publish({ name }: JsonObject, config: Config): void {
  if (typeof name !== 'string') throw refuse('nameMissing');
  const path = name.startsWith('/') ? name : `/Common/Drafts/${name.replace(/^Drafts\//, '')}`;
  const draft = config.find('ltm/policy', path);
  if (draft === undefined) throw refuse('notFound', { label: 'policy', path });
  if (draft.properties['status'] !== 'draft') throw refuse('invalidOption');
  copyEntry(draft, publishedPath(path), config, { status: 'published' });
  config.remove(draft);
}

/** `createDraft`, or `?options=create-draft`: the draft begins as what is published. */
export function makeDraft(before: Entry, config: Config): void {
  const path = draftPath(before.fullPath);
  if (config.find('ltm/policy', path) !== undefined)
    throw refuse('alreadyExists', { label: 'policy', path, partition: before.partition ?? 'Common' });
  copyEntry(before, path, config, { status: 'draft' });
}

/** From 12.1 on a policy is drafted and then published; those of the old kind say so. */
export function checkDraft(draft: Draft, before: Entry | undefined, config: Config): void {
  const legacy = draft.own['legacy'] === true || before?.properties['status'] === 'legacy';
  delete draft.own['legacy'];
  if (draft.direct || compareVersions(config.version, draftsSince) < 0) return;
  const { fullPath } = draft;
  if (!isInDrafts(fullPath)) {
    if (legacy) return;
    throw published(fullPath);
  }
  const path = publishedPath(fullPath);
  if (before === undefined && config.find('ltm/policy', path)?.properties['status'] === 'published')
    throw refuse('policyAlreadyPublished', { path });
}

/** Rules, actions and conditions of a published policy cannot be made, changed or removed. */
export const partOfPolicy: Life = {
  prepare: (draft, _before, config) => {
    if (!draft.direct) keepPublished(draft.parent, config);
  },
  removing: (entry, config) => keepPublished(entry.parent, config),
};

/** An action does one thing: the pair that Terraform met (terraform-provider-bigip 809). */
export const actionOfPolicy: Life = {
  ...partOfPolicy,
  prepare(draft, before, config) {
    const { select, replace } = draft.own;
    if (select === true && replace === true && !draft.lenient)
      throw refuse('bothOfPair', { property: 'select', opposite: 'replace' });
    partOfPolicy.prepare?.(draft, before, config);
  },
};

function keepPublished(parent: string | undefined, config: Config): void {
  let above = parent === undefined ? undefined : config.store.get(parent);
  while (above?.parent !== undefined) above = config.store.get(above.parent);
  if (above?.properties['status'] === 'published') throw published(above.fullPath);
}

function published(path: string): Refusal {
  return refuse('policyPublished', { path, draft: draftPath(path) });
}
