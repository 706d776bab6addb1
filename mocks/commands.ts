import { type Account, isAdministrator } from './authn/users.ts';
import type { Config } from './config/config.ts';
import { refuse, Unimplemented } from './errors/refusal.ts';
import type { JsonObject } from './json.ts';
import { jsonReply, type MockReply } from './wire/message.ts';

/** What the commands of `/mgmt/tm` do to the device. */
export interface CommandTarget {
  /** Writes the running configuration to disk. */
  save(): void;
  /** Takes back what is on disk. */
  load(what: 'saved' | 'default'): void;
  /** Sends the configuration to, or takes it from, the peers of a group. */
  syncGroup(direction: 'to-group' | 'from-group', group: string): void;
  /** Hands the traffic over, or takes it. */
  failover(to: 'standby' | 'offline' | 'online'): void;
}

/** The commands: POST with `{command, utilCmdArgs}`. */
export class Commands {
  readonly #config: Config;
  readonly #target: CommandTarget;

  constructor(config: Config, target: CommandTarget) {
    this.#config = config;
    this.#target = target;
  }

  /** Whether a path takes commands. */
  has(path: string): boolean {
    return ['sys/config', 'cm', 'cm/config-sync', 'util/bash', 'sys/failover'].includes(path);
  }

  /** Runs a command and echoes it, as the device does. */
  run(path: string, body: JsonObject, account: Account): MockReply {
    if (!isAdministrator(account) && account.access.get('all-partitions') !== 'resource-admin') {
      throw refuse('accessDenied', { user: account.name, right: 'run', partition: '[All]' });
    }
    const command = body['command'];
    if (typeof command !== 'string') throw refuse('nameMissing');
    switch (path) {
      case 'sys/config':
        return this.#configFile(command, body);
      case 'cm':
      case 'cm/config-sync':
        return this.#cluster(path, command, body);
      case 'sys/failover':
        return this.#failover(command, body);
      default:
        throw new Unimplemented('/mgmt/tm/util/bash');
    }
  }

  #configFile(command: string, body: JsonObject): MockReply {
    if (command === 'save') this.#target.save();
    else if (command === 'load') this.#target.load(body['name'] === 'default' ? 'default' : 'saved');
    else throw refuse('invalidValue', { property: 'command', value: command });
    const echo = Object.entries(body).filter(([key]) => key !== 'kind' && key !== 'command');
    return echoed({ kind: `tm:sys:config:${command}state`, command, ...Object.fromEntries(echo) });
  }

  #cluster(path: string, command: string, body: JsonObject): MockReply {
    const sent = String(body['utilCmdArgs'] ?? '');
    const args = path === 'cm' ? sent : `config-sync ${sent}`;
    if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
    const sync = /^config-sync\s+(?:force-full-load-push\s+|recover-sync\s+)?(to-group|from-group)\s+(\S+)/.exec(
      args.trim(),
    );
    if (sync === null) throw new Unimplemented(`the command cm ${args.split(' ')[0]}`);
    const group = (sync[2] ?? '').replace(/^\/Common\//, '');
    if (this.#config.find('cm/device-group', `/Common/${group}`) === undefined) {
      throw refuse('deviceGroupMissing', { path: group });
    }
    this.#target.syncGroup(sync[1] === 'from-group' ? 'from-group' : 'to-group', `/Common/${group}`);
    const kind = path === 'cm' ? 'tm:cm:runstate' : 'tm:cm:config-sync:runstate';
    return echoed({ kind, utilCmdArgs: body['utilCmdArgs'] ?? '', command });
  }

  #failover(command: string, body: JsonObject): MockReply {
    if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
    const words = `${String(body['utilCmdArgs'] ?? '')} ${Object.keys(body).join(' ')}`;
    if (/\boffline\b/.test(words)) this.#target.failover('offline');
    else if (/\bonline\b/.test(words)) this.#target.failover('online');
    else if (/\bstandby\b/.test(words)) this.#target.failover('standby');
    else throw refuse('invalidOption');
    return echoed({ kind: 'tm:sys:failover:runstate', ...body });
  }
}

function echoed(body: JsonObject): MockReply {
  return jsonReply(200, JSON.stringify(body));
}
