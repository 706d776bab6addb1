/**
 * The mark of what is ours: `bigip-icontrol/<owner>`, in the metadata `managed-by` of an object, or as text in its
 * description where a type has no metadata.
 */
const product = 'bigip-icontrol/';
export const markName = 'managed-by';

/**
 * Metadata of a pool: of which types monitors were made for it, `http tcp`. A monitor that no pool names any more is then
 * looked for without asking for every type each time.
 */
export const monitorTypesName = 'monitor-types';

/** Metadata of an object whose owner could not save what it changed; its value is the mark. */
export const unsavedName = 'unsaved-by';

/** `bigip-icontrol/default`. */
export function markOf(owner: string): string {
  return `${product}${owner}`;
}

/** `managed-by bigip-icontrol/default`. */
export function markDescription(owner: string): string {
  return `${markName} ${markOf(owner)}`;
}

/** The mark in a description; undefined when it says something else. */
export function markInDescription(text: string): string | undefined {
  return text.startsWith(markDescription('')) ? text.slice(markName.length + 1) : undefined;
}
