/** The networks that a BIG-IP looks for behind its tunnels: those of the self IPs on them. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parseAddressPrefix } from '../values/address-prefix.ts';
import { type Network, parseNetwork } from '../values/network.ts';
import { orNone } from '../values/value-error.ts';
import { readItems } from './collection.ts';

/** The self IPs on these tunnels, `10.244.20.60%1/16`. One GET. */
export async function readOverlaySelfs(
  requester: Requester,
  tunnels: readonly (string | undefined)[],
  options: CallOptions,
): Promise<readonly string[]> {
  const select = ['name', 'partition', 'subPath', 'fullPath', 'address', 'vlan'];
  const selfs = await readItems(requester, ['net', 'self'], { ...options, select });
  return selfs.flatMap(({ address, vlan }) =>
    typeof address === 'string' && typeof vlan === 'string' && tunnels.includes(vlan) ? [address] : [],
  );
}

/** Of the self IPs on these tunnels. One GET. */
export async function readOverlayNetworks(
  requester: Requester,
  tunnels: readonly (string | undefined)[],
  options: CallOptions,
): Promise<readonly Network[]> {
  const selfs = await readOverlaySelfs(requester, tunnels, options);
  return selfs.flatMap(
    (text) =>
      orNone(() => {
        const { address, prefix } = parseAddressPrefix(text);
        return parseNetwork(`${address.ip}/${prefix}`);
      }) ?? [],
  );
}
