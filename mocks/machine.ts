import { createHash } from 'node:crypto';
import { Commands, type CommandTarget } from './commands.ts';
import { Config, type Image } from './config/config.ts';
import type { Entry } from './config/entry.ts';
import { Core } from './core.ts';
import { factoryObjects, rootFolder } from './factory.ts';
import { kinds } from './kinds/index.ts';
import { MockClock } from './life/clock.ts';
import { DeviceLife, restarts, type Window } from './life/life.ts';
import type { Pair, Unit } from './life/pair.ts';
import type { Role } from './life/state.ts';
import { defaultHostname, defaultVersion, type MockOptions } from './options.ts';
import { seedObjects, writeObject } from './seed.ts';

/** Factory states by version and host name. */
const factories = new Map<string, Image>();
const mostFactories = 64;

/** A UUID of the device; that of a host name is always the same. */
function machineIdOf(hostname: string): string {
  const hash = createHash('sha256').update(hostname).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

/** The device apart from its wire: configuration, health, disk, and its place in a pair. */
export class Machine implements CommandTarget {
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly clock: MockClock;
  readonly life: DeviceLife;
  readonly config: Config;
  readonly core: Core;
  readonly #factory: readonly Entry[];
  readonly #atStart: readonly Entry[];
  #saved: readonly Entry[];
  #pair: Pair | undefined;
  #unit: Unit | undefined;

  constructor(options: MockOptions) {
    const { username = 'admin', password = 'admin', hostname = defaultHostname, version = defaultVersion } = options;
    this.username = username;
    this.password = password;
    this.hostname = hostname;
    this.clock = new MockClock(options.clock);
    this.life = new DeviceLife(this.clock);
    const { macAddress = '00:50:56:bb:32:66' } = options;
    this.config = new Config(kinds, { version, macAddress, machineId: machineIdOf(hostname) }, this.clock);
    this.core = new Core(this.config, this.life, new Commands(this.config, this));
    this.#leaveFactory(hostname, version);
    const account = { description: 'Admin User', partitionAccess: [{ name: 'all-partitions', role: 'admin' }] };
    writeObject(`auth/user/${username}`, account, this.config, { factory: true });
    this.core.users.setPassword(username, password);
    this.#factory = this.#everything();
    if (options.seed !== undefined) seedObjects(options.seed, this.config, false);
    this.#atStart = this.#everything();
    this.#saved = this.#atStart;
    this.config.baseline();
  }

  /** The factory state of a version is made once, and begun with by every other device. */
  #leaveFactory(hostname: string, version: string): void {
    const key = `${version} ${hostname}`;
    const known = factories.get(key);
    if (known !== undefined) {
      this.config.adopt(known);
      return;
    }
    seedObjects(rootFolder, this.config, true);
    seedObjects(factoryObjects(hostname, version), this.config, true);
    if (factories.size < mostFactories) factories.set(key, this.config.image());
  }

  #everything(): readonly Entry[] {
    return [...this.config.store.all()];
  }

  /** Takes its place in a pair. */
  join(pair: Pair, unit: Unit): void {
    this.#pair = pair;
    this.#unit = unit;
    this.life.syncStatus = () => pair.status(unit);
    this.#saved = this.#everything();
  }

  /** What a pair sees of it. */
  asUnit(): Unit {
    return {
      config: this.config,
      hostname: this.hostname,
      setRole: (role) => {
        this.life.role = role;
      },
    };
  }

  save(): void {
    this.#saved = this.#everything();
  }

  load(what: 'saved' | 'default'): void {
    this.config.store.restore(what === 'saved' ? this.#saved : this.#factory);
  }

  syncGroup(direction: 'to-group' | 'from-group'): void {
    if (this.#pair !== undefined && this.#unit !== undefined) this.#pair.sync(this.#unit, direction);
  }

  failover(to: 'standby' | 'offline' | 'online'): void {
    const role: Role = to === 'online' ? 'active' : to;
    if (this.#pair !== undefined && this.#unit !== undefined) {
      if (role === 'active') this.#pair.activate(this.#unit);
      else this.#pair.release(this.#unit);
    }
    this.life.role = role;
    const own = this.config.find('cm/device', `/Common/${this.hostname}`);
    if (own !== undefined) this.config.atomic(() => this.config.adjust(own, { failoverState: role }));
  }

  /** Begins a restart; a reboot loses what was not saved. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot' | readonly Window[]): void {
    if (what === 'reboot') this.config.store.restore(this.#saved);
    if (what === 'reboot' || what === 'restjavad') this.core.tokens.revokeAll();
    if (what === 'reboot') this.core.transactions.clear();
    this.life.begin(typeof what === 'string' ? restarts[what] : what);
  }

  /** Everything as it was after the start. */
  reset(): void {
    this.config.reset();
    this.#saved = this.#atStart;
    this.core.tokens.revokeAll();
    this.core.tokens.full = false;
    this.core.transactions.clear();
    this.core.unimplemented.clear();
    this.life.end();
    this.life.role = 'active';
    this.clock.reset();
    if (this.#pair !== undefined) this.#pair.begin();
  }
}
