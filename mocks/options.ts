import type { Objects } from './factory.ts';
import type { TimeSource } from './life/clock.ts';
import type { LatencyName, LatencyProfile } from './life/latency.ts';

/** How a mock device is started. */
export interface MockOptions {
  /** TCP port; default 0: any free one. */
  readonly port?: number;
  /** Default `https`. `none`: no socket, only `device.handle` and `device.transport`. */
  readonly protocol?: 'https' | 'http' | 'none';
  /** Address to listen on; default `127.0.0.1`. */
  readonly host?: string;
  /** The administrator; default `admin`. */
  readonly username?: string;
  /** Default `admin`. */
  readonly password?: string;
  /** Objects to begin with, by URI after `/mgmt/tm/`. */
  readonly seed?: Objects;
  /**
   * TMOS version; default `15.1.2.1`. Where versions differ, the mock follows: 13.1, 14.1, 15.1, 16.1, 17.1. Others are
   * taken, and answered as the nearest one before; that a device of theirs does so is not claimed.
   */
  readonly version?: string;
  /** Host name; default `bigip1.example.com`. */
  readonly hostname?: string;
  /** What the machine is told by, in `cm/device`; default: one that is made from the host name. No renaming changes it. */
  readonly chassisId?: string;
  /** MAC address of the tunnels; default `00:50:56:bb:32:66`, and `…:67` for the second unit of a pair. */
  readonly macAddress?: string;
  /** Time below the device's clock; default: real time. */
  readonly clock?: TimeSource;
  /** How fast the device is; default `instant`. Figures of your own: what is not named costs nothing. */
  readonly latency?: LatencyName | Partial<LatencyProfile>;
  /**
   * Whether latency is waited for. `real` (default): with timers, or with `clock.sleep`.
   * `virtual`: nobody waits, the device's clock goes forward instead; for requests that come one after the other.
   */
  readonly latencyTime?: 'real' | 'virtual';
  /** Opens the control path `/__mock` to clients on the same host; default false. */
  readonly control?: boolean;
  /** How many requests the journal keeps; default 10,000. */
  readonly journalSize?: number;
}

const optionNames: Readonly<Record<keyof MockOptions, true>> = {
  port: true,
  protocol: true,
  host: true,
  username: true,
  password: true,
  seed: true,
  version: true,
  hostname: true,
  chassisId: true,
  macAddress: true,
  clock: true,
  latency: true,
  latencyTime: true,
  control: true,
  journalSize: true,
};

/** Throws a `TypeError` for an option that there is not. */
export function checkOptions(options: MockOptions): void {
  const strange = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (strange !== undefined) throw new TypeError(`no option is called ${strange}`);
}

/** The host name when none was asked for. */
export const defaultHostname = 'bigip1.example.com';

/** The version when none was asked for: its 401 and several errors are recorded. */
export const defaultVersion = '15.1.2.1';
