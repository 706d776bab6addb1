import { describe, expect, it } from 'vitest';
import { openCluster } from './journeys/open-cluster.ts';

describe('options of planFor and reconcile in plain JavaScript', () => {
  it.each([
    [{ tunnel: '/Common/flannel_vxlan' }, /tunnel: is not an option; did you mean overlay\.tunnel\?/],
    [{ prunee: true }, /prunee: is not an option; did you mean prune\?/],
    [{ timeout: '10s' }, /timeout: must be a number/],
  ])('%o is refused before anything is sent', async (options, why) => {
    await using cluster = await openCluster();
    const { requests } = cluster.device;
    await expect(cluster.plan([], options as never)).rejects.toThrow(why);
    await expect(cluster.reconcile([], options as never)).rejects.toThrow(why);
    expect(cluster.device.requests).toBe(requests);
  });
});
