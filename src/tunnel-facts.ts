/** What only the devices know of their tunnels. */
import { readTunnel } from './actual/index.ts';
import type { OwnVtep } from './desired/index.ts';
import { BigIpError } from './errors.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import type { ReconcileOptions } from './reconcile-options.ts';

/** What is known of the tunnels of other units. One that does not answer says nothing. */
async function tunnelsOf(peers: readonly Requester[], paths: readonly string[], call: CallOptions): Promise<OwnVtep[]> {
  const reading = peers.flatMap((peer) => paths.map((path) => readTunnel(peer, path, call)));
  return (await Promise.allSettled(reading)).flatMap((read) => {
    if (read.status === 'fulfilled') return [read.value];
    if (read.reason instanceof BigIpError) return [];
    throw read.reason;
  });
}

/** The options with what tells which Nodes stand for the BIG-IP itself, or for another unit of its pair. */
export async function withTunnelFacts(
  bigip: Requester,
  options: ReconcileOptions,
  call: CallOptions,
  others: readonly Requester[],
): Promise<ReconcileOptions> {
  const { overlay } = options;
  if (overlay === undefined) return options;
  const { tunnel, tunnelV6 } = overlay;
  const [own, v6, peers] = await Promise.all([
    readTunnel(bigip, tunnel, call),
    tunnelV6 === undefined ? undefined : readTunnel(bigip, tunnelV6, call),
    tunnelsOf(others, tunnelV6 === undefined ? [tunnel] : [tunnel, tunnelV6], call),
  ]);
  const { localAddress, macAddress } = v6 ?? {};
  return {
    ...options,
    overlay: {
      ...overlay,
      ...own,
      ...(localAddress === undefined ? {} : { localAddressV6: localAddress }),
      ...(macAddress === undefined ? {} : { macAddressV6: macAddress }),
      peers: [...(overlay.peers ?? []), ...peers],
    },
  };
}
