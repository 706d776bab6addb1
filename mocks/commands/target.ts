/** What a load from disk takes. */
export interface LoadRequest {
  /** `saved`: what the device starts with; `default`: the factory's; else a file. */
  readonly from: 'saved' | 'default' | { readonly file: string };
  /** Adds to the running configuration instead of replacing it. */
  readonly merge: boolean;
  /** Only looks whether it could be loaded. */
  readonly verify: boolean;
}

/** What a save writes. */
export interface SaveRequest {
  /** To a file, and not to what the device starts with. */
  readonly file: string | undefined;
  /** Only these. */
  readonly partitions: ReadonlySet<string> | undefined;
}

/** A device to take into the trust domain. */
export interface TrustRequest {
  readonly device: string;
  readonly deviceName: string | undefined;
  readonly username: string;
  readonly password: string;
}

/** What the commands of `/mgmt/tm` do to the device. */
export interface CommandTarget {
  /** Writes the running configuration to disk. */
  save(request: SaveRequest): void;
  /** Takes back what is on disk. */
  load(request: LoadRequest): void;
  /** Sends the configuration to, or takes it from, the peers of a group. */
  syncGroup(direction: 'to-group' | 'from-group', group: string): void;
  /** Hands the traffic over, leaves, or comes back. */
  failover(to: 'standby' | 'offline' | 'online'): void;
  /** Takes a device into the trust domain. */
  addToTrust(request: TrustRequest): void;
  /** Begins a restart, after the reply was made. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot'): void;
}
