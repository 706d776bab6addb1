/** The networks that a BIG-IP looks for behind its tunnels: those of the self IPs on them. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parseAddressPrefix } from '../values/address-prefix.ts';
import { type Network, parseNetwork } from '../values/network.ts';
import { orNone } from '../values/value-error.ts';
import { readItems } from './collection.ts';

/** Of the self IPs on these tunnels. One GET. */
export async function readOverlayNetworks(
  requester: Requester,
  tunnels: readonly (string | undefined)[],
  options: CallOptions,
): Promise<readonly Network[]> {
  const selfs = await readItems(requester, ['net', 'self'], options);
  return selfs.flatMap(({ address, vlan }) => {
    if (typeof address !== 'string' || typeof vlan !== 'string' || !tunnels.includes(vlan)) return [];
    return (
      orNone(() => {
        const { address: self, prefix } = parseAddressPrefix(address);
        return parseNetwork(`${self.ip}/${prefix}`);
      }) ?? []
    );
  });
}
