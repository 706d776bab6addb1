import type { Config } from '../../config/config.ts';
import { type Draft, type Subject, textAt } from '../../config/entry.ts';
import { folderOf } from '../../config/names.ts';
import { explicit, routed } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isObject, type JsonDraft } from '../../json.ts';
import { joinPort, parseHostPort } from '../../values/endpoint.ts';
import type { Kind } from '../kind.ts';
import { address, choice, metadata, number, object, rows, shown, sixteenBits, text, toggle } from '../property.ts';
import { availability, session, state } from './availability.ts';
import { monitorTypes } from './monitor-types.ts';
import { node, traffic } from './node.ts';

/** How a name is resolved: taken when a member is made, and kept by its node alone. */
const resolution = {
  addressFamily: choice(undefined, ['ipv4', 'ipv6', 'all']),
  downInterval: number(),
  interval: text(),
};

/** Types of the profiles through which a member is reached. */
export const encapsulations = ['net/tunnels/ipip', 'net/tunnels/gre'];

/** `ltm/pool/members`. A member stands on a node: it makes one when there is none, and leaves it behind. */
export const poolMember: Kind = {
  type: 'ltm/pool/members',
  label: 'Pool Member',
  naming: 'folder',
  title: (fullPath, poolPath) => `${poolPath} ${nodePath(fullPath)} ${portOf(fullPath)}`,
  properties: {
    address: address({
      fixed: true,
      spell: (value, draft, config) => (value === 'any6' ? value : routed(value, draft, config)),
    }),
    appService: text(undefined, { readOnly: true }),
    connectionLimit: number(0),
    description: text(),
    dynamicRatio: number(1, sixteenBits),
    ephemeral: { ...shown('false'), since: '11.6' },
    fqdn: object({ ...resolution, autopopulate: toggle('disabled'), tmName: text() }, { since: '11.6' }),
    inheritProfile: toggle('enabled'),
    logging: toggle('disabled'),
    monitor: { shape: 'monitors', to: monitorTypes, default: 'default', choices: ['default'], bare: true },
    priorityGroup: number(0, sixteenBits),
    rateLimit: text('disabled'),
    ratio: number(1, sixteenBits),
    session,
    state,
    metadata,
    profiles: rows({ name: text(undefined, { names: encapsulations }), partition: text('Common'), subPath: text() }),
  },
  life: {
    name(body) {
      const name = body['name'];
      if (typeof name !== 'string') return undefined;
      const split = parseHostPort(name.slice(name.lastIndexOf('/') + 1));
      if (split === undefined) throw refuse('memberWithoutPort');
      return name.slice(0, name.lastIndexOf('/') + 1) + joinPort(split.host, split.port);
    },
    prepare(draft, before, config) {
      if (before === undefined) standOnNode(draft, config);
      const { fqdn } = draft.own;
      if (!isObject(fqdn)) return;
      const kept = Object.entries(fqdn).filter(([name]) => !Object.hasOwn(resolution, name));
      draft.own['fqdn'] = Object.fromEntries(kept);
    },
    uses: (subject) => [{ type: 'ltm/node', fullPath: nodePath(subject.fullPath) }],
    derive: (subject, config) => availability(subject, isMonitored(subject, config), config),
    stats(entry, config) {
      const pool = entry.parent === undefined ? undefined : config.store.get(entry.parent);
      const state = textAt(entry, 'state');
      const disabled = textAt(entry, 'session') === 'user-disabled';
      const monitor = pool === undefined ? '' : textAt(pool, 'monitor').trim();
      return {
        addr: textAt(entry, 'address'),
        ...queue('connq'),
        curSessions: 0,
        monitorRule: monitor === '' ? 'none' : `${monitor} (pool monitor)`,
        monitorStatus: state,
        nodeName: nodePath(entry.fullPath),
        poolName: pool?.fullPath ?? '',
        port: portOf(entry.fullPath),
        ...traffic('serverside'),
        sessionStatus: disabled ? 'disabled' : 'enabled',
        'status.availabilityState': state === 'up' ? 'available' : state === 'down' ? 'offline' : 'unknown',
        'status.enabledState': disabled ? 'disabled' : 'enabled',
        'status.statusReason':
          state === 'up' ? 'Pool member is available' : 'Pool member does not have service checking enabled',
        totRequests: 0,
      };
    },
  },
  missing: 'object',
  evidence: 'recorded',
  source:
    'f5-ansible pool_members_subcollection.json (11.5.4), f5-openstack-agent 583 (11.6.1); nodes made by members: f5-ansible 1925, CCCL',
};

/** The queue counters of a pool or member. */
export function queue(prefix: string): Record<string, number> {
  const counters = ['ageEdm', 'ageEma', 'ageHead', 'ageMax', 'depth', 'serviced'];
  return Object.fromEntries(counters.map((counter) => [`${prefix}.${counter}`, 0]));
}

function nodePath(memberPath: string): string {
  const name = memberPath.slice(memberPath.lastIndexOf('/') + 1);
  return `${folderOf(memberPath)}/${parseHostPort(name)?.host ?? name}`;
}

function portOf(memberPath: string): number {
  return parseHostPort(memberPath.slice(memberPath.lastIndexOf('/') + 1))?.port ?? 0;
}

function isMonitored(subject: Subject, config: Config): boolean {
  const monitor = textAt(subject, 'monitor');
  if (monitor !== '' && monitor !== 'default') return monitor !== '/Common/none';
  const pool = subject.parent === undefined ? undefined : config.store.get(subject.parent);
  return pool !== undefined && textAt(pool, 'monitor') !== '';
}

function standOnNode(draft: Draft, config: Config): void {
  const path = nodePath(draft.fullPath);
  const sent = draft.own['address'];
  const existing = config.find('ltm/node', path);
  if (existing !== undefined) {
    const address = textAt(existing, 'address');
    if (sent !== undefined && sent !== address && sent !== 'any6' && !draft.direct) {
      throw refuse('nodeAddressDiffers', { path: draft.fullPath, address: String(sent), nodeAddress: address });
    }
    draft.own['address'] = address;
    return;
  }
  const host = path.slice(path.lastIndexOf('/') + 1);
  const fqdn = draft.own['fqdn'];
  const body: JsonDraft = { name: path };
  const address = sent ?? routed(host, draft, config);
  if (typeof address === 'string') body['address'] = explicit(address);
  if (isObject(fqdn) && typeof fqdn['tmName'] === 'string') body['fqdn'] = fqdn;
  else if (address === undefined) {
    if (draft.lenient) return;
    throw refuse('referenceMissing', { label: 'Node', path });
  }
  draft.own['address'] = textAt(
    config.create(node, undefined, body, { factory: draft.factory, lenient: draft.lenient }),
    'address',
  );
}
