import type { Config } from '../../config/config.ts';
import { type Entry, textAt } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';

/** Of these a virtual server may have many: one for each name that a client asks for. */
const many = new Set(['client-ssl', 'server-ssl']);

/** Profiles that carry one protocol and no other. */
const carriers: Readonly<Record<string, string>> = { tcp: 'tcp', fasthttp: 'tcp', udp: 'udp', sctp: 'sctp' };

interface Attached {
  readonly type: string;
  readonly context: string;
}

/** Which profiles may sit on a virtual server together, and with its protocol. */
export function checkProfiles(virtual: Entry, config: Config): void {
  const attached = config.store.list(`${virtual.uri}/profiles`).flatMap((entry): Attached[] => {
    const target = entry.links.find(({ property, excused }) => property === 'name' && excused !== true)?.uri;
    const [, family, type] = target?.split('/') ?? [];
    return family !== 'profile' || type === undefined ? [] : [{ type, context: textAt(entry, 'context') }];
  });
  const types = new Set(attached.map(({ type }) => type));
  const path = virtual.fullPath;
  if ((types.has('fastl4') || types.has('fasthttp')) && (types.has('tcp') || types.has('udp')))
    throw refuse('profilesExclusive', { path });
  const protocol = textAt(virtual, 'ipProtocol');
  for (const [type, carried] of Object.entries(carriers)) {
    if (types.has(type) && protocol !== 'any' && protocol !== carried) throw refuse('profilesUnfit', { path });
  }
  if (attached.some((one, at) => attached.slice(0, at).some((other) => clash(one, other))))
    throw refuse('profilesDuplicate', { path });
}

function clash(one: Attached, other: Attached): boolean {
  if (one.type !== other.type || many.has(one.type)) return false;
  return one.context === other.context || one.context === 'all' || other.context === 'all';
}
