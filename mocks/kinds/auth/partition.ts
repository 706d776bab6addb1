import { refuse } from '../../errors/refusal.ts';
import type { Kind } from '../kind.ts';
import { number, text } from '../property.ts';
import { folder } from '../sys/folder.ts';

/** `auth/partition`. Lives outside of folders, and brings one of its own name. */
export const partition: Kind = {
  type: 'auth/partition',
  label: 'partition',
  naming: 'plain',
  properties: { defaultRouteDomain: number(0), description: text() },
  life: {
    stored(after, before, config) {
      if (before !== undefined || config.find('sys/folder', `/${after.name}`) !== undefined) return;
      config.create(folder, undefined, { name: `/${after.name}` }, { factory: after.factory });
    },
    removing(entry, config) {
      for (const left of config.store.all()) {
        if (left.partition !== entry.name || left.parent !== undefined) continue;
        throw refuse('partitionNotEmpty', { path: entry.name, typeId: left.kind.typeId ?? 4032 });
      }
    },
    removed(entry, config) {
      const own = config.find('sys/folder', `/${entry.name}`);
      if (own !== undefined) config.remove(own, { direct: true });
    },
  },
  evidence: 'recorded',
  source: 'captures auth-partition; not empty: captures errors/man-400-partition-not-empty',
};
