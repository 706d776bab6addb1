import type { CommandRun } from '../commands.ts';
import { refuse, Unimplemented } from '../errors/refusal.ts';
import type { CommandTarget } from './target.ts';

/** Lines that F5's own clients run in the shell: what each does, and what it prints. */
const lines: readonly { line: RegExp; run(target: CommandTarget): string }[] = [
  { line: /^runlevel$/, run: () => 'N 3\n' },
  // Nothing of that name runs: bigip_wait asks for mprov and vcmpd.
  { line: /^ps aux \| grep '?\[\w\]\w+'?$/, run: () => '' },
  {
    line: /^tmsh save \/?sys config$/,
    run(target) {
      target.save({ file: undefined, partitions: undefined });
      const files = ['bigip.conf', 'bigip_base.conf', 'bigip_user.conf'].map((file) => `  /config/${file}\n`);
      return `Saving running configuration...\n${files.join('')}`;
    },
  },
  {
    line: /^tmsh load \/?sys config default$/,
    run(target) {
      target.load({ from: 'default', merge: false, verify: false });
      return 'Reset configuration to its default\n';
    },
  },
  {
    line: /^(\/sbin\/)?reboot$/,
    run(target) {
      target.restart('reboot');
      return '';
    },
  },
];

/** `util/bash`: `-c "tmsh save sys config"`. There is no shell: other lines are answered with 501. */
export const shellCommand: CommandRun = (command, body, _config, target) => {
  if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
  const [, , line = ''] = /^-c\s+(["'])(.*)\1\s*$/s.exec(String(body['utilCmdArgs'] ?? '')) ?? [];
  const known = lines.find((one) => one.line.test(line.trim()));
  if (known === undefined) throw new Unimplemented('/mgmt/tm/util/bash');
  const commandResult = known.run(target);
  // What prints nothing has no result.
  return { kind: 'tm:util:bash:runstate', ...body, ...(commandResult === '' ? {} : { commandResult }) };
};

/** `util/unix-rm`: takes uploaded files away; there are no others. */
export const removeFile: CommandRun = (command, body, config) => {
  if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
  for (const path of String(body['utilCmdArgs'] ?? '').split(/\s+/)) config.uploads.remove(path);
  return { kind: 'tm:util:unix-rm:runstate', ...body };
};
