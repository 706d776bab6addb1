import type { Config } from '../config/config.ts';
import type { Entry } from '../config/entry.ts';
import { isSynced } from '../config/synced.ts';
import { refuse } from '../errors/refusal.ts';
import type { Evidence } from '../evidence.ts';
import { deviceIn, introduce, madeGroups, membersOf, mirrorGroups, trusts, updatePeer } from './device-groups.ts';
import type { DeviceLife } from './life.ts';
import { failoverState, type SyncStatus } from './state.ts';
import { describeSync, disconnected, standalone } from './sync-status.ts';

/** What a pair needs of each of its units. */
export interface Unit {
  readonly config: Config;
  readonly life: DeviceLife;
}

/** How it is known what config-sync carries, and what it does not. */
export const syncSources: readonly { rule: string; evidence: Evidence; source: string }[] = [
  {
    rule: 'not copied: non-floating self IPs, VLANs, static ARP, L2 forwarding, route domains, provisioning',
    evidence: 'documented',
    source: 'my.f5.com K13946, as listed by cordero.me',
  },
  {
    rule: 'not copied: tunnels, where `iptunnel.configsync` is `disable`',
    evidence: 'documented',
    source: 'k8s-bigip-ctlr docs, user guide k8s-ha',
  },
  {
    rule: 'copied: VXLAN profiles',
    evidence: 'tested',
    source: 'f5-k8s-demo: the profile is made on one unit and synchronised, then a tunnel on each',
  },
  {
    rule: 'copied: routes, but for those of a folder such as LOCAL_ONLY',
    evidence: 'tested',
    source: 'f5-declarative-onboarding network.schema.json, `localOnly`',
  },
  {
    rule: 'device groups of one unit are those of the other',
    evidence: 'tested',
    source: 'f5-cloud-libs bigIpCluster.js joins a group on one unit and looks for it on the other',
  },
];

/**
 * Two units, and what goes on between them. They have one active unit while they trust each other and are in one
 * sync-failover group; else each is on its own. Copied are the objects of traffic, routes and floating self IPs; VLANs,
 * tunnels, FDB, ARP, non-floating self IPs and the units' own settings are not.
 */
export class Pair {
  readonly #units: readonly [Unit, Unit];
  readonly #seen = new Map<Unit, number>();
  #coupled: boolean;
  #awaiting = false;
  #failure: string | undefined;
  #busy = false;

  constructor(units: readonly [Unit, Unit]) {
    this.#units = units;
    this.#coupled = this.#areCoupled();
    this.#settle(units[0]);
    for (const unit of units) {
      unit.config.baseline();
      this.#seen.set(unit, unit.config.syncedChanges);
      unit.config.committed = () => this.#committed(unit);
    }
  }

  /** Hands traffic over, or takes a unit out and back. `forced`: also when nobody takes the traffic over. */
  failover(unit: Unit, to: 'standby' | 'offline' | 'online', forced: boolean): void {
    const other = this.#other(unit);
    if (to === 'offline') {
      unit.life.role = 'offline';
      this.#settle(other);
    } else if (to === 'online' && unit.life.role === 'offline') {
      unit.life.role = 'standby';
      this.#settle(other);
    } else if (to === 'standby' && unit.life.role === 'active') {
      if (this.#coupled && other.life.role === 'standby' && other.life.connected) this.#settle(other);
      else if (forced) unit.life.role = 'standby';
      this.#show();
    }
  }

  /** Copies the configuration of a unit to the other (`to-group`) or the other way round, if the group has both. */
  sync(unit: Unit, direction: 'to-group' | 'from-group', group: string): void {
    const shared = this.#commonGroups(unit).some(({ fullPath }) => fullPath === group);
    if (!shared || !this.#areConnected()) return;
    if (direction === 'from-group' && this.#awaiting) throw refuse('pullBeforePush', { path: group });
    const from = direction === 'to-group' ? unit : this.#other(unit);
    this.#quietly(() => {
      this.#failure = copy(from, this.#other(from));
    });
    if (this.#failure !== undefined) return;
    this.#awaiting = false;
    for (const one of this.#units) this.#seen.set(one, one.config.syncedChanges);
  }

  /** What a unit says about the pair. */
  status(unit: Unit): SyncStatus {
    const peer = deviceIn(unit.config, false)?.name;
    if (peer === undefined) return standalone;
    if (!this.#areConnected()) return disconnected(peer);
    const changed = this.#units.filter((one) => this.#seen.get(one) !== one.config.syncedChanges);
    return describeSync({
      peer,
      group: this.#commonGroups(unit)[0],
      failure: this.#failure,
      awaiting: this.#awaiting,
      changed: changed.map((one) => deviceIn(one.config, true)?.name ?? ''),
      self: deviceIn(unit.config, true)?.name ?? '',
    });
  }

  /** The active unit goes down: the other takes its traffic over. */
  goesDown(unit: Unit): void {
    this.failover(unit, 'standby', false);
  }

  /** A unit is as at the start: the first one is active; they are in sync if the other is as at the start too. */
  wasReset(unit: Unit): void {
    const other = this.#other(unit);
    this.#failure = undefined;
    this.#awaiting = false;
    this.#seen.set(unit, unit.config.syncedChanges);
    const differs = [...other.config.store.changes()].some((entry) => isSynced(entry, other.config.store));
    this.#seen.set(other, other.config.syncedChanges - (differs ? 1 : 0));
    this.#coupled = this.#areCoupled();
    this.#settle(this.#units[0]);
  }

  /** The unit that this one is paired with. */
  #other(unit: Unit): Unit {
    return this.#units[0] === unit ? this.#units[1] : this.#units[0];
  }

  /** Takes the other unit into the trust domain of this one, whose device groups it then has. */
  trust(unit: Unit): void {
    this.#quietly(() => introduce(unit.config, this.#other(unit).config));
    this.#follow(unit);
  }

  /** Looks again at trust and groups, after one of the units changed. */
  #follow(unit: Unit): void {
    if (this.#busy) return;
    const other = this.#other(unit);
    if (this.#areConnected()) {
      this.#quietly(() => {
        updatePeer(unit.config, other.config);
        mirrorGroups(unit.config, other.config);
      });
    }
    const coupled = this.#areCoupled();
    if (coupled === this.#coupled) return;
    this.#coupled = coupled;
    this.#awaiting = coupled;
    this.#settle(unit);
  }

  #committed(unit: Unit): void {
    this.#follow(unit);
    if (!this.#busy) this.#show();
    if (this.#busy || this.#seen.get(unit) === unit.config.syncedChanges) return;
    const group = this.#commonGroups(unit).find(({ properties }) => properties['autoSync'] === 'enabled');
    if (group !== undefined) this.sync(unit, 'to-group', group.fullPath);
  }

  #areConnected(): boolean {
    return this.#units.every(({ config, life }) => trusts(config) && life.connected);
  }

  #areCoupled(): boolean {
    if (!this.#units.every(({ config }) => trusts(config))) return false;
    return this.#commonGroups(this.#units[0]).some(({ properties }) => properties['type'] === 'sync-failover');
  }

  /** The groups of which both are members, as a unit sees it. */
  #commonGroups({ config }: Unit): readonly Entry[] {
    const both = [deviceIn(config, true), deviceIn(config, false)].map((device) => device?.fullPath ?? '');
    return madeGroups(config).filter((group) => {
      const members = membersOf(group, config).map(({ fullPath }) => fullPath);
      return both.every((path) => members.includes(path));
    });
  }

  /** Gives each unit its role: one is active, or each that is not offline when they are not coupled. */
  #settle(preferred: Unit): void {
    const up = this.#units.filter(({ life }) => life.role !== 'offline');
    const active = up.includes(preferred) ? preferred : up[0];
    for (const unit of up) unit.life.role = !this.#coupled || unit === active ? 'active' : 'standby';
    this.#show();
  }

  #show(): void {
    this.#quietly(() => {
      for (const seenBy of this.#units) {
        for (const unit of this.#units) showRole(seenBy.config, unit === seenBy, failoverState(unit.life.role));
      }
    });
  }

  /** What the pair itself changes is not news to it. */
  #quietly(run: () => void): void {
    const before = this.#busy;
    this.#busy = true;
    try {
      run();
    } finally {
      this.#busy = before;
    }
  }
}

function showRole(config: Config, self: boolean, state: string): void {
  const device = deviceIn(config, self);
  if (device === undefined || device.properties['failoverState'] === state) return;
  config.atomic(() => config.adjust(device, { failoverState: state }));
}

/** Copies all that is synchronised; nothing, when the other unit lacks something that it refers to: why is answered. */
function copy(from: Unit, to: Unit): string | undefined {
  const before = [...to.config.store.all()];
  const wanted = [...from.config.store.all()].filter((entry) => isSynced(entry, from.config.store));
  const kept = before.filter((entry) => !isSynced(entry, to.config.store));
  to.config.store.restore([...kept, ...wanted]);
  to.config.relink(true);
  for (const { links } of to.config.store.all()) {
    const lost = links.find((link) => link.uri === undefined && !link.weak && link.excused !== true);
    if (lost === undefined) continue;
    to.config.store.restore(before);
    return `01020036:3: The requested object (${lost.fullPath}) was not found.`;
  }
  return undefined;
}
