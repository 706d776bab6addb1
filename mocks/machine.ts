import { createHash } from 'node:crypto';
import type { CommandTarget, LoadRequest, SaveRequest, TrustRequest } from './commands/target.ts';
import { Commands } from './commands.ts';
import { Config, type Image } from './config/config.ts';
import type { Entry } from './config/entry.ts';
import { Core } from './core.ts';
import { refuse } from './errors/refusal.ts';
import { factoryObjects, rootFolder } from './factory.ts';
import type { DeviceAct } from './fault/action.ts';
import { kinds } from './kinds/index.ts';
import { MockClock } from './life/clock.ts';
import { deviceIn, trusts } from './life/device-groups.ts';
import { Disk } from './life/disk.ts';
import { DeviceLife, restarts, type Window } from './life/life.ts';
import type { Pair } from './life/pair.ts';
import { failoverState } from './life/state.ts';
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

/** As a virtual machine has one: its UUID with one hyphen less. */
function chassisIdOf(hostname: string): string {
  return machineIdOf(hostname).replace(/-(?=[^-]*$)/, '');
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
  /** Device groups to which this device alone has sent its configuration. */
  readonly #pushed = new Set<string>();
  #disk: Disk;
  #pair: Pair | undefined;
  #peer: Machine | undefined;

  constructor(options: MockOptions) {
    const { username = 'admin', password = 'admin', hostname = defaultHostname, version = defaultVersion } = options;
    if (!/^\d+(\.\d+)+$/.test(version)) throw new TypeError(`not a version: ${version}`);
    this.username = username;
    this.password = password;
    this.hostname = hostname;
    this.clock = new MockClock(options.clock);
    this.life = new DeviceLife(this.clock);
    const { macAddress = '00:50:56:bb:32:66' } = options;
    this.config = new Config(kinds, { version, macAddress, machineId: machineIdOf(hostname) }, this.clock);
    this.core = new Core(this.config, this.life, new Commands(this.config, this));
    this.#leaveFactory(hostname, version, options.chassisId ?? chassisIdOf(hostname));
    const account = { description: 'Admin User', partitionAccess: [{ name: 'all-partitions', role: 'admin' }] };
    writeObject(`auth/user/${username}`, account, this.config, { factory: true });
    this.core.users.setPassword(username, password);
    const factory = this.#everything();
    if (options.seed !== undefined) seedObjects(options.seed, this.config, false);
    this.#disk = new Disk(factory, this.#everything());
    this.config.baseline();
  }

  /** The factory state of a version is made once, and begun with by every other device. */
  #leaveFactory(hostname: string, version: string, chassisId: string): void {
    const key = `${version} ${hostname} ${chassisId}`;
    const known = factories.get(key);
    if (known !== undefined) {
      this.config.adopt(known);
      return;
    }
    seedObjects(rootFolder, this.config, true);
    seedObjects(factoryObjects(hostname, version, chassisId), this.config, true);
    if (factories.size < mostFactories) factories.set(key, this.config.image());
  }

  #everything(): readonly Entry[] {
    return [...this.config.store.all()];
  }

  /** Takes its place in a pair. */
  join(pair: Pair, peer: Machine): void {
    this.#pair = pair;
    this.#peer = peer;
    this.life.syncStatus = () => pair.status(this);
    this.#disk = new Disk(this.#disk.read('default'), this.#everything());
  }

  save({ file, partitions }: SaveRequest): void {
    if (file === undefined) this.#disk.save(this.#everything(), partitions);
    else this.#disk.saveTo(file, this.#everything());
  }

  load({ from, merge, verify }: LoadRequest): void {
    const found = typeof from === 'string' ? this.#disk.read(from) : this.#disk.file(from.file);
    if (found === undefined) throw refuse('fileMissing', { path: typeof from === 'string' ? from : from.file });
    if (verify) return;
    const loaded = new Set(found.map(({ uri }) => uri));
    const kept = merge ? this.#everything().filter(({ uri }) => !loaded.has(uri)) : [];
    this.replace([...kept, ...found]);
  }

  syncGroup(direction: 'to-group' | 'from-group', group: string): void {
    if (direction === 'to-group') this.#pushed.add(group);
    else if (this.#pair === undefined && !this.#pushed.has(group)) throw refuse('pullBeforePush', { path: group });
    this.#pair?.sync(this, direction, group);
  }

  addToTrust({ device, deviceName, username, password }: TrustRequest): void {
    const peer = this.#peer;
    const name = deviceName?.replace(/^\/Common\//, '') ?? device;
    const known = peer === undefined ? undefined : deviceIn(peer.config, true)?.name;
    if (peer === undefined || !peer.life.connected || (deviceName !== undefined && known !== name)) {
      throw refuse('trustUnreachable', { device: name });
    }
    if (peer.core.users.check(username, password) === undefined)
      throw refuse('trustRefused', { device: name, user: username });
    if (trusts(this.config) && trusts(peer.config)) return;
    this.#pair?.trust(this);
  }

  /** `forced`: without a peer that takes the traffic over it is given up all the same. */
  failover(to: 'standby' | 'offline' | 'online', forced = false): void {
    if (this.#pair !== undefined) {
      this.#pair.failover(this, to, forced);
      return;
    }
    if (to === 'standby' && !forced) return;
    this.life.role = to === 'online' ? 'active' : to;
    this.#showRole();
  }

  /** Makes the configuration exactly these objects; the role is not part of it. */
  replace(entries: readonly Entry[]): void {
    this.config.replace(entries);
    if (this.#pair === undefined) this.#showRole();
  }

  /** The configuration of an earlier moment, also one before a reset. */
  restore(image: Image): void {
    this.config.restore(image);
    if (this.#pair === undefined) this.#showRole();
  }

  #showRole(): void {
    const own = deviceIn(this.config, true);
    const state = failoverState(this.life.role);
    if (own === undefined || own.properties['failoverState'] === state) return;
    this.config.atomic(() => this.config.adjust(own, { failoverState: state }));
  }

  /** Begins a restart; a reboot loses what was not saved, and the other unit of a pair takes over. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot' | readonly Window[]): void {
    if (what === 'reboot') {
      this.replace(this.#disk.read('saved'));
      this.core.transactions.clear();
      this.#pair?.goesDown(this);
    }
    if (what === 'reboot' || what === 'restjavad') this.core.tokens.revokeAll();
    this.life.begin(typeof what === 'string' ? restarts[what] : what);
  }

  /** Something happens to the device by itself. */
  suffer(act: DeviceAct): void {
    switch (act) {
      case 'failover':
        this.failover('standby', true);
        break;
      case 'revoke-tokens':
        this.core.tokens.revokeAll();
        break;
      case 'fill-tokens':
        this.core.tokens.full = true;
        break;
      case 'expire-transactions':
        this.core.transactions.clear();
        break;
      case 'restart-restjavad':
        this.restart('restjavad');
        break;
      case 'restart-mcpd':
        this.restart('mcpd');
        break;
      case 'reboot':
        this.restart('reboot');
        break;
    }
  }

  /** Everything as it was after the start. */
  reset(): void {
    this.config.reset();
    this.#disk.reset();
    this.#pushed.clear();
    this.config.uploads.clear();
    this.core.tokens.revokeAll();
    this.core.tokens.full = false;
    this.core.transactions.clear();
    this.core.unimplemented.clear();
    this.life.end();
    this.clock.reset();
    this.life.role = 'active';
    this.#pair?.wasReset(this);
  }
}
