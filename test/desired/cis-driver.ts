/** Writes to a device what the driver of CIS writes (CCCL), in its bodies: facts: cis 3.2, 3.3, 4.1. */
import type { BigIp } from '../../src/index.ts';
import type { CisResources } from './cis-shape.ts';

type Body = Readonly<Record<string, unknown>>;

export interface DriverSettings {
  readonly partition: string;
  /** Default route domain of the partition: it stands behind every address. Default 0. */
  readonly routeDomain?: number;
  /** As V1 does it on every virtual server. */
  readonly metadata?: readonly Body[];
}

/** `10.0.0.1` -> `10.0.0.1%0`; what says its own keeps it. */
function routed(address: string, routeDomain: number): string {
  return address.includes('%') ? address : `${address}%${routeDomain}`;
}

function memberBody(
  { address, port, session }: { address: string; port: number; session?: string },
  { partition, routeDomain = 0 }: DriverSettings,
): Body {
  const join = address.includes(':') ? '.' : ':';
  return {
    name: `${routed(address, routeDomain)}${join}${port}`,
    partition,
    ratio: 1,
    connectionLimit: 0,
    priorityGroup: 0,
    session: session ?? 'user-enabled',
    description: null,
  };
}

const send: Readonly<Record<string, string>> = { http: 'GET /\\r\\n', tcp: '', udp: 'default send string' };

/** All of a partition: monitors, pools, virtual servers, in the driver's order. */
export async function writeAsDriver(bigip: BigIp, resources: CisResources, settings: DriverSettings): Promise<void> {
  const { partition, routeDomain = 0 } = settings;
  const post = (path: readonly string[], body: Body) => bigip.request('POST', path, { body: body as never });
  for (const { name, type, ...rest } of resources.monitors ?? []) {
    const kind = String(type);
    await post(['ltm', 'monitor', kind], {
      name,
      partition,
      interval: 5,
      timeout: 16,
      send: send[kind] ?? '',
      recv: '',
      ...rest,
    });
  }
  for (const { name, loadBalancingMode, members, monitors } of resources.pools ?? []) {
    const monitor = monitors == null || monitors.length === 0 ? 'default' : [...monitors].sort().join(' and ');
    await post(['ltm', 'pool'], {
      name,
      partition,
      loadBalancingMode,
      description: null,
      monitor,
      membersReference: {
        isSubcollection: true,
        items: (members ?? []).map((member) => memberBody(member, settings)),
      },
    });
  }
  for (const { name, destination, profiles, ...rest } of resources.virtualServers ?? []) {
    const text = String(destination);
    const own = /%(\d+)/.exec(text)?.[1] ?? routeDomain;
    await post(['ltm', 'virtual'], {
      ...rest,
      name,
      partition,
      destination: text.includes('%') ? text : text.replace(/[:.]\d+$/, (port) => `%${routeDomain}${port}`),
      profiles,
      vlansDisabled: true,
      vlans: [],
      connectionLimit: 0,
      policies: [],
      rules: [],
      source: text.split(':').length > 2 ? `::%${own}/0` : `0.0.0.0%${own}/0`,
      ...(settings.metadata === undefined ? {} : { metadata: settings.metadata }),
    });
  }
}
