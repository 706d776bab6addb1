import type { Config } from '../config/config.ts';
import type { Entry } from '../config/entry.ts';
import { isSynced } from '../config/synced.ts';
import { type SyncStatus, standalone } from './state.ts';

/** What a pair needs of each of its units. */
export interface Unit {
  readonly config: Config;
  readonly hostname: string;
  /** Told when the unit becomes active or standby. */
  setRole(role: 'active' | 'standby'): void;
}

/** What a unit knows of itself, or of the other one. */
function deviceIn({ config }: Unit, self: boolean): Entry | undefined {
  return config.store.list('cm/device').find(({ properties }) => (properties['selfDevice'] === 'true') === self);
}

/** False after its trust was reset. */
function trustsAnother(unit: Unit): boolean {
  return deviceIn(unit, false) !== undefined;
}

/** The device group of a pair. */
const pairGroup = '/Common/sync-failover';

/**
 * Two units in one sync-failover group. Copied are the objects of traffic; VLANs, tunnels, FDB, ARP, routes, non-floating
 * self IPs and the units' own settings are not.
 */
export class Pair {
  readonly #units: readonly [Unit, Unit];
  readonly #seen = new Map<Unit, number>();
  #syncing = false;

  constructor(units: readonly [Unit, Unit]) {
    this.#units = units;
    for (const unit of units) {
      this.#join(unit);
      this.#seen.set(unit, unit.config.syncedChanges);
      unit.config.committed = () => this.#committed(unit);
    }
    this.activate(units[0]);
  }

  /** As at the start: the first unit is active, and both are in sync. */
  begin(): void {
    this.activate(this.#units[0]);
    for (const unit of this.#units) this.#seen.set(unit, unit.config.syncedChanges);
  }

  /** Makes one unit active and the other standby. */
  activate(unit: Unit): void {
    for (const one of this.#units) {
      const role = one === unit ? 'active' : 'standby';
      one.setRole(role);
      for (const seenBy of this.#units) {
        const device = deviceIn(seenBy, one === seenBy);
        if (device !== undefined) seenBy.config.atomic(() => seenBy.config.adjust(device, { failoverState: role }));
      }
    }
  }

  /** Hands the traffic of a unit to the other. */
  release(unit: Unit): void {
    this.activate(this.#other(unit));
  }

  /** Copies the configuration of a unit to the other (`to-group`) or the other way round. */
  sync(unit: Unit, direction: 'to-group' | 'from-group'): void {
    if (!this.#units.every(trustsAnother)) return;
    const from = direction === 'to-group' ? unit : this.#other(unit);
    const to = this.#other(from);
    this.#syncing = true;
    try {
      const wanted = [...from.config.store.all()].filter(isSynced);
      const kept = [...to.config.store.all()].filter((entry) => !isSynced(entry));
      to.config.store.restore([...kept, ...wanted]);
      to.config.relink(true);
    } finally {
      this.#syncing = false;
    }
    for (const one of this.#units) this.#seen.set(one, one.config.syncedChanges);
  }

  /** What a unit says about the pair. */
  status(unit: Unit): SyncStatus {
    if (!trustsAnother(unit)) return standalone;
    const peers = [`${this.#other(unit).hostname}: connected`];
    const changed = this.#units.filter((unit) => this.#seen.get(unit) !== unit.config.syncedChanges);
    const [first] = changed;
    if (first === undefined) {
      return {
        color: 'green',
        mode: 'high-availability',
        status: 'In Sync',
        summary: 'All devices in the device group are in sync',
        details: [...peers, `${pairGroup.slice(8)} (In Sync): All devices in the device group are in sync`],
      };
    }
    const both = changed.length > 1;
    const summary = both ? 'There is a possible change conflict' : `Changes Pending: ${first.hostname} has changes`;
    return {
      color: both ? 'red' : 'yellow',
      mode: 'high-availability',
      status: 'Changes Pending',
      summary,
      details: [...peers, `Recommended action: Synchronize ${first.hostname} to group ${pairGroup}`],
    };
  }

  #committed(unit: Unit): void {
    if (this.#syncing || this.#seen.get(unit) === unit.config.syncedChanges) return;
    const group = unit.config.find('cm/device-group', pairGroup);
    if (group?.properties['autoSync'] === 'enabled') this.sync(unit, 'to-group');
  }

  #join(unit: Unit): void {
    const { config } = unit;
    const kind = config.tree.kind('cm/device-group');
    const deviceKind = config.tree.kind('cm/device');
    if (kind === undefined || deviceKind === undefined) return;
    const options = { direct: true, factory: true };
    for (const { hostname } of this.#units) {
      if (config.find('cm/device', `/Common/${hostname}`) !== undefined) continue;
      config.create(deviceKind, undefined, { name: hostname, hostname, version: config.version }, options);
    }
    const trust = config.find('cm/trust-domain', '/Common/Root');
    const caDevices = this.#units.map(({ hostname }) => `/Common/${hostname}`);
    if (trust !== undefined) config.modify(trust, { caDevices }, 'patch', options);
    const devices = this.#units.map(({ hostname }) => ({ name: `/Common/${hostname}` }));
    config.create(
      kind,
      undefined,
      { name: pairGroup, type: 'sync-failover', networkFailover: 'enabled', devices },
      options,
    );
    config.baseline();
  }

  #other(unit: Unit): Unit {
    return this.#units[0] === unit ? this.#units[1] : this.#units[0];
  }
}
