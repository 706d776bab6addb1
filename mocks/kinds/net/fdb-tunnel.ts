import { textAt } from '../../config/entry.ts';
import { resolve, routedAlways } from '../../config/route-domains.ts';
import { refuse } from '../../errors/refusal.ts';
import { parseAddress } from '../../values/address.ts';
import { parseMac } from '../../values/mac.ts';
import type { Kind } from '../kind.ts';
import { children, text } from '../property.ts';

/** `net/fdb/tunnel/records`: which VTEP has a MAC address. */
export const fdbRecord: Kind = {
  type: 'net/fdb/tunnel/records',
  label: 'Tunnel FDB record',
  naming: 'plain',
  properties: {
    description: text(),
    endpoint: text(undefined, {
      spell: (value, draft, config) => routedAlways(value, partitionOf(draft.parent), config),
    }),
  },
  life: {
    name(body) {
      const name = body['name'];
      if (typeof name !== 'string') return undefined;
      const mac = parseMac(name);
      if (mac === undefined) throw refuse('invalidValue', { property: 'name', value: name });
      return mac;
    },
    prepare(draft, _before, config) {
      if (draft.own['endpoint'] !== undefined || draft.lenient) return;
      const fdb = draft.parent === undefined ? undefined : config.store.get(draft.parent);
      throw refuse('recordWithoutEndpoint', { path: `${fdb?.fullPath} ${draft.name}` });
    },
    check(entry, config) {
      const fdb = entry.parent === undefined ? undefined : config.store.get(entry.parent);
      const tunnel = fdb === undefined ? undefined : config.find('net/tunnels/tunnel', fdb.fullPath);
      const local = tunnel === undefined ? '' : textAt(tunnel, 'localAddress');
      const here = resolve(local, { partition: fdb?.partition }, config);
      const endpoint = textAt(entry, 'endpoint');
      if (here === undefined || here.routeDomain === parseAddress(endpoint)?.routeDomain) return;
      throw refuse('recordRouteDomain', {
        address: endpoint,
        path: `${fdb?.fullPath} ${entry.name}`,
        local: `${here.address}%${here.routeDomain}`,
      });
    },
  },
  missing: 'object',
  local: true,
  evidence: 'recorded',
  source: 'k8s-bigip-ctlr 1730 (14.1.3.1), mdditt2000/kubernetes-1-26 cni/cilium/README.md (16.1.2)',
};

/** `net/fdb/tunnel`: exists with its tunnel; only its records can be written. */
export const fdbTunnel: Kind = {
  type: 'net/fdb/tunnel',
  label: 'Tunnel FDB',
  naming: 'folder',
  properties: { records: children(fdbRecord) },
  refuses: ['create', 'delete'],
  local: true,
  evidence: 'recorded',
  source: 'genieparser test_get_net_fdbtunnel.py (14.1.2.1); refusal of DELETE: k8s-bigip-ctlr 1508',
};

function partitionOf(fdbUri: string | undefined): { partition: string | undefined } {
  return { partition: fdbUri?.split('/')[3]?.split('~')[1] };
}
