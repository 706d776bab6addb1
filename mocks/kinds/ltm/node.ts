import { textAt } from '../../config/entry.ts';
import { routed } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { isObject } from '../../json.ts';
import type { Kind } from '../kind.ts';
import { address, choice, metadata, number, object, shown, sixteenBits, text, toggle } from '../property.ts';
import { availability, session, state } from './availability.ts';
import { monitorTypes } from './monitor-types.ts';

/** `ltm/node`. Made by pool members too, and kept when they go. */
export const node: Kind = {
  type: 'ltm/node',
  label: 'Node',
  naming: 'folder',
  properties: {
    address: address({
      required: true,
      fixed: true,
      spell: (value, draft, config) => (value === 'any6' ? value : routed(value, draft, config)),
    }),
    appService: text(undefined, { readOnly: true }),
    connectionLimit: number(0),
    description: text(),
    dynamicRatio: number(1, sixteenBits),
    ephemeral: { ...shown('false'), since: '11.6' },
    fqdn: object(
      {
        addressFamily: choice('ipv4', ['ipv4', 'ipv6', 'all']),
        autopopulate: toggle('disabled'),
        downInterval: number(5),
        interval: text('3600'),
        tmName: text(),
      },
      { since: '11.6' },
    ),
    logging: toggle('disabled'),
    monitor: { shape: 'monitors', to: monitorTypes, default: 'default', choices: ['default'], bare: true },
    rateLimit: text('disabled'),
    ratio: number(1, sixteenBits),
    session,
    state,
    metadata,
  },
  life: {
    name: ({ name, address, fqdn }) => {
      const host = isObject(fqdn ?? null) ? (fqdn as { tmName?: unknown }).tmName : undefined;
      const named = name ?? address ?? host;
      return typeof named === 'string' ? named : undefined;
    },
    prepare(draft, _before, config) {
      const fqdn = draft.own['fqdn'];
      if (isObject(fqdn) && typeof fqdn['tmName'] === 'string') draft.own['address'] ??= 'any6';
      const named = routed(draft.name, draft, config);
      if (draft.own['address'] === undefined && named !== undefined) draft.own['address'] = named;
    },
    derive: (subject, config) => {
      const monitor = textAt(subject, 'monitor');
      // There is no default node monitor unless one was set, so `default` means unchecked.
      return availability(subject, monitor !== '' && monitor !== 'default' && monitor !== '/Common/none', config);
    },
    keys: (entry) => {
      const address = textAt(entry, 'address');
      return address === 'any6' ? [] : [`node ${address}`];
    },
    check(entry, config) {
      const address = textAt(entry, 'address');
      const other = config.store.byKey(`node ${address}`).find((found) => found.uri !== entry.uri);
      if (other === undefined) return;
      throw refuse('nodeAddressTaken', { path: entry.fullPath, userPath: other.fullPath, address });
    },
    stats: (entry) => ({
      addr: textAt(entry, 'address'),
      curSessions: 0,
      monitorRule: textAt(entry, 'monitor') === 'default' ? 'none' : textAt(entry, 'monitor').trim(),
      monitorStatus: textAt(entry, 'state'),
      tmName: entry.fullPath,
      ...traffic('serverside'),
      sessionStatus: textAt(entry, 'session') === 'user-disabled' ? 'disabled' : 'enabled',
      'status.availabilityState': textAt(entry, 'state') === 'up' ? 'available' : 'unknown',
      'status.enabledState': textAt(entry, 'session') === 'user-disabled' ? 'disabled' : 'enabled',
      'status.statusReason': 'Node address does not have service checking enabled',
      totRequests: 0,
    }),
  },
  busy: 'nodeInUse',
  evidence: 'recorded',
  source:
    'f5-ansible load_ltm_node_1.json (13.0.0), genieparser test_get_ltm_node.py (14.1.2.1); state and session from tests of f5-common-python',
};

/** The traffic counters of one side; the mock passes no traffic. */
export function traffic(side: string): Record<string, number> {
  const counters = ['bitsIn', 'bitsOut', 'curConns', 'maxConns', 'pktsIn', 'pktsOut', 'totConns'];
  return Object.fromEntries(counters.map((counter) => [`${side}.${counter}`, 0]));
}
