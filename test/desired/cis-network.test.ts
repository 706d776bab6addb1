/** ARP entries and FDB records of a device, beside what the driver of CIS does to them. */
import { describe, expect, it } from 'vitest';
import { planFor, TunnelNotFoundError } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { casesOf } from './cis-measured.ts';
import { onDevice, type Seed } from './on-device.ts';
import { type Manifest, node, overlay } from './sample-cluster.ts';

interface NetCase {
  readonly id: string;
  readonly kind: 'arp' | 'fdb';
  readonly existing: readonly (Manifest & { readonly name: string; readonly records?: readonly NetRecord[] })[];
  readonly desired: { readonly records?: readonly NetRecord[] };
  readonly expected: { readonly delete?: readonly string[]; readonly update?: readonly unknown[] };
}
interface NetRecord {
  readonly name: string;
  readonly endpoint: string;
}
const net = casesOf<NetCase>('net-diff-cases.json');
const macOf = (name: string, index: number): string => (name.includes(':') ? name : `0a:58:01:01:01:0${index + 1}`);

if (net.length > 0) {
  describe('what of the network is to be done, where the driver of CIS was asked too', () => {
    it.each(net.map((one) => [one.id, one] as const))('%s', async (_id, { kind, existing, desired, expected }) => {
      const tunnel = existing.find(({ name }) => name === 'flannel_vxlan');
      const wanted = (desired.records ?? []).map(({ name, endpoint }, index) =>
        node(index + 1, { mac: macOf(name, index), publicIp: endpoint }),
      );
      const names = (desired.records ?? []).map(({ name }) => name);
      const records = (tunnel?.records ?? []).map(({ name, endpoint }) => {
        return [macOf(name, names.indexOf(name)), endpoint.replace('%0', '')] as const;
      });
      const missing = kind === 'fdb' && tunnel === undefined;
      const seed: Seed = {
        'auth/partition/k8s': {},
        'net/tunnels/vxlan/~Common~flannel': { port: 8472, floodingType: 'none' },
        ...(missing
          ? {}
          : {
              'net/tunnels/tunnel/~Common~flannel_vxlan': {
                profile: '/Common/flannel',
                key: 1,
                localAddress: '10.0.0.9',
              },
            }),
        ...Object.fromEntries(
          records.map(([mac, endpoint]) => [`net/fdb/tunnel/~Common~flannel_vxlan/records/${mac}`, { endpoint }]),
        ),
        ...Object.fromEntries(
          kind === 'arp' ? existing.map(({ name, ...rest }) => [`net/arp/~Common~${name}`, rest]) : [],
        ),
      };
      await onDevice(seed, async (bigip) => {
        const snapshot = snapshotOf(JSON.parse(JSON.stringify(wanted.length > 0 ? wanted : [node(1)])) as unknown[]);
        const plan = planFor(bigip, snapshot, { mode: 'cluster', partition: 'k8s', overlay });
        // Defect 8: the driver says that all is done.
        if (missing) return expect(plan).rejects.toThrow(TunnelNotFoundError);
        const { changes } = await plan;
        const of = (type: string) => changes.filter((change) => change.type === type);
        if (kind === 'arp') {
          const gone = (expected.delete ?? []).map((name) => ['delete', `net/arp/~Common~${name}`]);
          expect(of('net/arp').map(({ action, uri }) => [action, uri])).toEqual(gone);
        } else {
          // The driver replaces the list; here one record is made (defect 9).
          const added = (desired.records ?? []).length - records.length;
          expect(of('net/fdb/tunnel/records').map(({ action }) => action)).toEqual(
            (expected.update ?? []).length === 0 ? [] : Array.from({ length: added }, () => 'create'),
          );
        }
      });
    });
  });
}
