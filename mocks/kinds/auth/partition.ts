import type { Config } from '../../config/config.ts';
import { refuse } from '../../errors/refusal.ts';
import { isArray, isObject } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { number, text } from '../property.ts';
import { folder, refuseWhenFilled } from '../sys/folder.ts';

/** `auth/partition`. Lives outside of folders, and brings one of its own name. */
export const partition: Kind = {
  type: 'auth/partition',
  label: 'partition',
  naming: 'plain',
  properties: { defaultRouteDomain: number(0, { range: [0, 65_534] }), description: text() },
  life: {
    name({ name }) {
      if (typeof name !== 'string') return undefined;
      const bare = name.replace(/^\//, '');
      if (bare.includes('/')) throw refuse('invalidValue', { property: 'name', value: name });
      return bare;
    },
    routeDomains: ({ properties }) => {
      const id = properties['defaultRouteDomain'];
      return typeof id === 'number' && id !== 0 ? [id] : [];
    },
    stored(after, before, config) {
      if (before !== undefined && before.properties['defaultRouteDomain'] !== after.properties['defaultRouteDomain'])
        showAnew(after.name, config);
      if (before !== undefined || config.find('sys/folder', `/${after.name}`) !== undefined) return;
      config.create(folder, undefined, { name: `/${after.name}` }, { factory: after.factory });
    },
    removing(entry, config) {
      for (const left of config.store.all()) {
        if (left.partition !== entry.name || left.parent !== undefined || left.kind === folder) continue;
        throw refuse('partitionNotEmpty', { path: entry.name, typeId: left.kind.typeId ?? 4032 });
      }
      refuseWhenFilled(`/${entry.name}`, config);
    },
    removed(entry, config) {
      const own = config.find('sys/folder', `/${entry.name}`);
      if (own !== undefined) config.remove(own, { direct: true });
      takeRoles(entry.name, config);
    },
  },
  taken: 'partitionExists',
  evidence: 'recorded',
  source:
    'f5-ansible load_tm_auth_partition.json (13.0.0), genieparser test_get_auth_partition.py (14.1.2.1); not empty: f5-appsvcs-extension docs/userguide/tips-warnings.rst',
};

/** Who had a role in a partition that was removed has it no more. */
function takeRoles(partition: string, config: Config): void {
  for (const user of config.store.list('auth/user')) {
    const access = user.own['partitionAccess'];
    if (!isArray(access)) continue;
    const left = access.filter((row) => !isObject(row) || row['name'] !== partition);
    if (left.length < access.length) config.adjust(user, { partitionAccess: left.length > 0 ? left : undefined });
  }
}

/** The objects of a partition show their addresses in another way when its default route domain changes. */
function showAnew(partition: string, config: Config): void {
  for (const entry of [...config.store.all()]) if (entry.partition === partition) config.adjust(entry, {});
}
