import type { Config } from '../../config/config.ts';
import type { Entry } from '../../config/entry.ts';
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
      if (entry.partition === undefined) throw refuse('systemObject', { label: 'folder', path: entry.fullPath });
      refuseWhenUsed(entry, config);
    },
  },
  evidence: 'recorded',
  source: 'genieparser test_get_sys_folder.py (14.1.2.1); names in bodies from f5-cloud-libs createFolder and go-bigip',
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

function refuseWhenUsed(entry: Entry, config: Config): void {
  const inside = `${entry.fullPath}/`;
  for (const other of config.store.all()) {
    if (other.parent !== undefined || !other.fullPath.startsWith(inside)) continue;
    throw refuse('inUse', { label: 'folder', path: entry.fullPath, user: other.kind.label, userPath: other.fullPath });
  }
}
