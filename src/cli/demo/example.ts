/** The files of docs/examples/istio-ingressgateway, which ship with the package. */
import { readFile } from 'node:fs/promises';
import type { Objects } from '../../../mocks/index.ts';
import { mergeSnapshots, parseManifests, type Snapshot } from '../../kubernetes/index.ts';
import { packageRoot } from '../package-root.ts';

const folder = new URL('docs/examples/istio-ingressgateway/', packageRoot());

/** One snapshot from several files of the example, as several `-f` would give. */
export async function exampleSnapshot(...names: readonly string[]): Promise<Snapshot> {
  const parts = names.map(async (name) =>
    parseManifests(await readFile(new URL(name, folder), 'utf8'), { source: name }),
  );
  return mergeSnapshots(await Promise.all(parts));
}

interface Network {
  readonly name: string;
  readonly address: string;
  readonly vlan: string;
  readonly trafficGroup?: string;
}

/** What bigip.json says of the BIG-IP before the story begins. */
export interface ExampleDevice {
  readonly partition: string;
  readonly tunnel: {
    readonly name: string;
    readonly partition: string;
    readonly key: number;
    readonly localAddress: string;
    readonly profile: { readonly name: string; readonly port: number; readonly floodingType: string };
  };
  readonly selfIps: readonly Network[];
  readonly underlaySelf: Network;
  readonly tunnelMac: string;
}

export async function exampleDevice(): Promise<ExampleDevice> {
  return JSON.parse(await readFile(new URL('bigip.json', folder), 'utf8')) as ExampleDevice;
}

function selfIp({ name, ...properties }: Network): [string, Objects[string]] {
  return [`net/self/~Common~${name}`, { ...properties }];
}

/** The device of the example as a mock's seed: partition, VXLAN profile and tunnel, self IPs. */
export function exampleSeed({ partition, tunnel, selfIps, underlaySelf, tunnelMac }: ExampleDevice): Objects {
  const { profile, name, partition: folderName, key, localAddress } = tunnel;
  const { name: profileName, ...profileProperties } = profile;
  return {
    [`auth/partition/${partition}`]: {},
    [`net/vlan/~${underlaySelf.vlan.slice(1).replaceAll('/', '~')}`]: {},
    ...Object.fromEntries([selfIp(underlaySelf)]),
    [`net/tunnels/vxlan/~${folderName}~${profileName}`]: { ...profileProperties },
    [`net/tunnels/tunnel/~${folderName}~${name}`]: {
      profile: `/${folderName}/${profileName}`,
      key,
      localAddress,
      macAddress: tunnelMac,
    },
    ...Object.fromEntries(selfIps.map(selfIp)),
  };
}
