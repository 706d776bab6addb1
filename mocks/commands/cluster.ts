import type { CommandRun } from '../commands.ts';
import type { Config } from '../config/config.ts';
import { refuse, Unimplemented } from '../errors/refusal.ts';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { trustDomain } from '../kinds/cm/cluster.ts';
import type { CommandTarget } from './target.ts';

/** The commands below `cm`. */
export const clusterCommands: Readonly<Record<string, CommandRun>> = {
  cm(command, body, config, target) {
    checkRun(command);
    const args = String(body['utilCmdArgs'] ?? '').trim();
    if (!/^config-sync\s/.test(args)) throw new Unimplemented(`the command cm ${args.split(' ')[0]}`);
    synchronise(args.slice('config-sync'.length), config, target);
    return { kind: 'tm:cm:runstate', utilCmdArgs: body['utilCmdArgs'] ?? '', command };
  },
  'cm/config-sync'(command, body, config, target) {
    checkRun(command);
    synchronise(`${String(body['utilCmdArgs'] ?? '')} ${wordsOf(body)}`, config, target);
    return { kind: 'tm:cm:config-sync:runstate', ...body };
  },
  'cm/add-to-trust'(command, body, _config, target) {
    checkRun(command);
    const { device, deviceName, username, password, ...shown } = body;
    if (typeof device !== 'string') throw refuse('requiredProperty', { property: 'device' });
    target.addToTrust({
      device,
      deviceName: typeof deviceName === 'string' ? deviceName : undefined,
      username: String(username ?? ''),
      password: unquoted(String(password ?? '')),
    });
    return { kind: 'tm:cm:add-to-trust:runstate', ...shown, device, deviceName: deviceName ?? device };
  },
  'cm/remove-from-trust'(command, body, config) {
    checkRun(command);
    const path = `/Common/${String(body['deviceName'] ?? '').replace(/^\/Common\//, '')}`;
    const device = config.find('cm/device', path);
    if (device === undefined) throw refuse('notFound', { label: 'device', path });
    // There are two at most: without the other one the trust domain is as new.
    config.atomic(() => trustDomain.cleared?.(config), { direct: true });
    return { kind: 'tm:cm:remove-from-trust:runstate', ...body };
  },
};

function checkRun(command: string): void {
  if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
}

/** Options as the words that tmsh would take: `[{"force-full-load-push": true, "to-group": "g"}]`. */
function wordsOf({ options }: JsonObject): string {
  const rows = isArray(options) ? options.filter(isObject) : [];
  const pairs = rows.flatMap((row) => Object.entries(row));
  return pairs.map(([word, value]) => (typeof value === 'string' ? `${word} ${value}` : word)).join(' ');
}

function synchronise(args: string, config: Config, target: CommandTarget): void {
  const [, direction, name] = /(?:^|\s)(to-group|from-group)\s+(\S+)/.exec(args) ?? [];
  if (direction === undefined || name === undefined)
    throw new Unimplemented(`the command cm config-sync ${args.trim()}`);
  const group = name.replace(/^\/Common\//, '');
  if (config.find('cm/device-group', `/Common/${group}`) === undefined)
    throw refuse('deviceGroupMissing', { path: group });
  target.syncGroup(direction === 'from-group' ? 'from-group' : 'to-group', `/Common/${group}`);
}

/** A password as one would write it for tmsh: quoted, with quotes and backslashes escaped. */
function unquoted(password: string): string {
  const [, inner] = /^"(.*)"$/s.exec(password) ?? [];
  return inner === undefined ? password : inner.replace(/\\(["\\])/g, '$1');
}
