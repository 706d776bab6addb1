/**
 * The ConfigMap `cilium-config`, as far as it is about VTEPs: lists separated by blanks, one item for each device (Cilium's
 * documentation of the VTEP integration; F5's guide to Cilium has the same keys).
 */
import type { ConfigMap } from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import { orNone } from '../values/value-error.ts';
import { isRecord } from './record.ts';

export interface CiliumVteps {
  readonly enabled: boolean;
  readonly vteps: readonly {
    readonly endpoint: string;
    /** In its one spelling; what is no MAC address stays as it is. */
    readonly mac: string;
    /** As it is written. */
    readonly cidr: string;
  }[];
}

export function readCiliumVteps(configMaps: readonly ConfigMap[]): CiliumVteps | undefined {
  const data = configMaps.find(({ metadata }) => metadata.name === 'cilium-config')?.data;
  if (!isRecord(data)) return undefined;
  const words = (key: string): readonly string[] => {
    const value = data[key];
    return typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '') : [];
  };
  const [macs, cidrs] = [words('vtep-mac'), words('vtep-cidr')];
  return {
    enabled: String(data['enable-vtep']) === 'true',
    vteps: words('vtep-endpoint').map((endpoint, index) => ({
      endpoint: canonicalIp(endpoint) ?? endpoint,
      mac: orNone(() => parseMac(macs[index])) ?? macs[index] ?? '',
      cidr: cidrs[index] ?? '',
    })),
  };
}
