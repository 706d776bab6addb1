import { type Account, isAdministrator } from './authn/users.ts';
import { clusterCommands } from './commands/cluster.ts';
import { failoverCommand } from './commands/failover.ts';
import { loadOrSave } from './commands/files.ts';
import { rebootCommand, serviceCommand } from './commands/services.ts';
import { removeFile, shellCommand } from './commands/shell.ts';
import type { CommandTarget } from './commands/target.ts';
import type { Config } from './config/config.ts';
import { refuse } from './errors/refusal.ts';
import type { Evidence } from './evidence.ts';
import type { JsonObject } from './json.ts';
import { jsonReply, type MockReply } from './wire/message.ts';

/** Runs one command and answers what it echoes. */
export type CommandRun = (command: string, body: JsonObject, config: Config, target: CommandTarget) => JsonObject;

const runs: Readonly<Record<string, CommandRun>> = {
  sys: rebootCommand,
  'sys/config': loadOrSave,
  'sys/failover': failoverCommand,
  'sys/service': serviceCommand,
  ...clusterCommands,
  'util/bash': shellCommand,
  'util/unix-rm': removeFile,
};

/** How the commands are known. */
export const commandSources: readonly { path: string; evidence: Evidence; source: string }[] = [
  {
    path: 'sys/config save, load',
    evidence: 'recorded',
    source:
      'the answer of `save`; f5-cloud-libs bigIp.js for files and `merge`, f5-ansible for `verify`; by partition: tmsh reference',
  },
  { path: 'sys reboot', evidence: 'tested', source: 'f5-cloud-libs bigIp.js; the answer is a guess' },
  { path: 'sys/service restart', evidence: 'documented', source: 'tmsh reference; the answer is a guess' },
  {
    path: 'sys/failover run',
    evidence: 'tested',
    source: 'f5-common-python f5/bigip/tm/sys/test/functional/test_failover.py',
  },
  { path: 'cm run config-sync', evidence: 'recorded', source: 'EC-BigIp LTMConfigSyncTests.groovy' },
  {
    path: 'cm/config-sync run',
    evidence: 'tested',
    source: 'f5-k8s-demo chen-k8s-demo/deployment/setup_demo.sh (options); the answer is a guess',
  },
  {
    path: 'cm/add-to-trust, cm/remove-from-trust run',
    evidence: 'tested',
    source: 'f5-cloud-libs bigIpCluster.js, f5-ansible bigip_device_trust.py; the answers are guesses',
  },
  {
    path: 'util/unix-rm run, of uploaded files',
    evidence: 'tested',
    source: 'f5-ansible bigip_ssl_certificate.py; the answer is a guess',
  },
  {
    path: 'util/bash run, of five lines: runlevel, ps aux | grep, tmsh save sys config, tmsh load sys config default, reboot',
    evidence: 'tested',
    source: 'f5-ansible bigip_wait.py, bigip_config.py, bigip_provision.py; what the lines print is a guess',
  },
];

/** The commands: POST with `{command, …}`. */
export class Commands {
  readonly #config: Config;
  readonly #target: CommandTarget;

  constructor(config: Config, target: CommandTarget) {
    this.#config = config;
    this.#target = target;
  }

  /** Whether a path takes commands. */
  has(path: string): boolean {
    return Object.hasOwn(runs, path);
  }

  /** Runs a command and echoes it, as the device does. */
  run(path: string, body: JsonObject, account: Account): MockReply {
    if (!isAdministrator(account) && account.access.get('all-partitions') !== 'resource-admin') {
      throw refuse('unexpectedArgument', { word: path.slice(path.lastIndexOf('/') + 1) });
    }
    const command = body['command'];
    const run = Object.hasOwn(runs, path) ? runs[path] : undefined;
    if (typeof command !== 'string' || run === undefined) throw refuse('nameMissing');
    return jsonReply(200, JSON.stringify(run(command, body, this.#config, this.#target)));
  }
}
