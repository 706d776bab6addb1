/** What the documentation shows is run, through the built package as a user imports it. */
import { describe, expect, it } from 'vitest';
import { client } from '../../docs/examples/client.ts';
import { operations } from '../../docs/examples/operations.ts';
import { overlay } from '../../docs/examples/overlay.ts';
import { manifests, publish } from '../../docs/examples/reconcile.ts';

describe('docs/examples', () => {
  it('client.ts creates, lists, commits and catches', async () => {
    expect(await client()).toEqual(['10.244.1.7:32400 10.244.1.7', '01020036', '172.16.100.195 port 31400']);
  });

  it('reconcile.ts publishes, and changes nothing the second time', async () => {
    const { plan, outcomes, again } = await publish();
    expect(plan).toContain('Plan: 4 to create');
    expect(outcomes).toEqual(['created', 'created', 'created', 'created']);
    expect(again).toBe(0);
  });

  it('operations.ts waits, takes a snapshot, tells what drifts, goes back, and would delete', async () => {
    expect(await operations(await manifests())).toEqual([
      'available',
      '/k8s/172.16.100.195:31400 2 members',
      'modified {"slowRampTime":10} {"slowRampTime":300}',
      'modified description ours',
      '4 objects would go',
    ]);
  });

  it('overlay.ts makes an overlay, fills it from a list, and finds nothing wrong with it', async () => {
    const { made, filled, again, broken, node } = await overlay();
    expect(made).toEqual([
      'created net/tunnels/vxlan/~Common~vxlan_profile',
      'created net/tunnels/tunnel/~Common~vxlan',
      'created net/self/~Common~vxlan-self',
    ]);
    expect(filled).toEqual([
      'created ltm/data-group/internal/~edge~bigip-icontrol.default',
      'created net/fdb/tunnel/~Common~vxlan/records/0a:58:01:01:01:01',
      'created net/fdb/tunnel/~Common~vxlan/records/0a:58:01:01:01:02',
      'created net/arp/~Common~k8s-10.200.1.5',
    ]);
    expect([again, node]).toEqual([0, 'bigip1']);
    expect(broken).toEqual([]);
  });
});
