import type { Config } from '../../config/config.ts';
import type { Entry } from '../../config/entry.ts';
import { folderOf } from '../../config/names.ts';
import { refuse } from '../../errors/refusal.ts';
import type { Json } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { reference, text, trueFalse } from '../property.ts';

/** `sys/folder`. A partition has one of its own name, at the root. */
export const folder: Kind = {
  type: 'sys/folder',
  label: 'folder',
  naming: 'folder',
  properties: {
    appService: text(undefined, { readOnly: true }),
    description: text(),
    deviceGroup: reference(['cm/device-group'], { value: 'none' }),
    hidden: trueFalse('false'),
    inheritedDevicegroup: trueFalse('true'),
    inheritedTrafficGroup: trueFalse('true'),
    noRefCheck: trueFalse('false'),
    trafficGroup: reference(['cm/traffic-group'], { value: '/Common/traffic-group-1' }),
  },
  life: {
    name: folderName,
    stored(after, before, config) {
      if (before !== undefined || after.partition !== undefined || after.name === '/') return;
      if (config.find('auth/partition', after.name) !== undefined) return;
      const kind = config.tree.kind('auth/partition');
      if (kind !== undefined) config.create(kind, undefined, { name: after.name }, { factory: after.factory });
    },
    removing(entry, config) {
      if (entry.name === '/') throw refuse('systemObject', { label: 'folder', path: entry.fullPath });
      refuseWhenFilled(entry.fullPath, config);
    },
    removed(entry, config) {
      removeDrafts(entry.fullPath, config);
      if (entry.partition !== undefined) return;
      const whole = config.find('auth/partition', entry.name);
      if (whole !== undefined) config.remove(whole, { direct: true });
    },
  },
  evidence: 'recorded',
  source:
    'genieparser test_get_sys_folder.py (14.1.2.1); names in bodies from f5-cloud-libs createFolder and go-bigip; made and removed at the root: f5-common-python test_folder.py',
};

/** `{name: '/Common/app'}`, `{name: 'app', partition: 'Common'}`, `{name: 'k8s', subPath: '/'}`. */
function folderName(body: Readonly<Record<string, Json>>): string | undefined {
  const { name, partition, subPath } = body;
  if (typeof name !== 'string' || name.startsWith('/')) return typeof name === 'string' ? name : undefined;
  if (typeof partition === 'string')
    return `/${partition}/${typeof subPath === 'string' && subPath !== '' ? `${subPath}/` : ''}${name}`;
  if (typeof subPath === 'string' && subPath !== '') return `${subPath === '/' ? '' : subPath}/${name}`;
  return `/Common/${name}`;
}

/** The folder of drafts, which nobody made and nobody uses. */
function isEmptyDrafts({ kind, name, fullPath }: Entry, config: Config): boolean {
  if (kind !== folder || name !== 'Drafts') return false;
  for (const other of config.store.all()) if (folderOf(other.fullPath) === fullPath) return false;
  return true;
}

/** Removes what a folder that is removed takes with it: its empty folder of drafts. */
export function removeDrafts(path: string, config: Config): void {
  const drafts = config.find('sys/folder', `${path}/Drafts`);
  if (drafts !== undefined) config.remove(drafts, { direct: true });
}

/** Refuses to remove a folder while anything lies in it; objects are named before folders. */
export function refuseWhenFilled(path: string, config: Config): void {
  let found: Entry | undefined;
  for (const other of config.store.all()) {
    if (other.parent !== undefined || other.kind.naming !== 'folder' || folderOf(other.fullPath) !== path) continue;
    if (isEmptyDrafts(other, config)) continue;
    if (found === undefined || found.kind === folder) found = other;
  }
  if (found !== undefined) throw refuse('folderNotEmpty', { path, label: found.kind.label, item: found.fullPath });
}
