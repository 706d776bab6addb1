import type { CommandRun } from '../commands.ts';
import { refuse } from '../errors/refusal.ts';
import { isArray, type Json, type JsonObject } from '../json.ts';
import { checkOptions, isSet, optionsOf } from './options.ts';

/** `sys/config`: `save` and `load`, whole, by partition, or to and from a file. */
export const loadOrSave: CommandRun = (command, body, _config, target) => {
  const options = optionsOf(body);
  const file = typeof options['file'] === 'string' ? options['file'] : undefined;
  if (command === 'save') {
    checkOptions(options, ['file', 'partitions', 'current-partition', 'no-passphrase', 'passphrase'], 'sys/config');
    target.save({ file, partitions: partitionsIn(options) });
  } else if (command === 'load') {
    checkOptions(options, ['file', 'merge', 'verify', 'no-passphrase', 'passphrase'], 'sys/config');
    const { name } = body;
    const from = name === 'default' ? 'default' : file === undefined ? 'saved' : { file };
    const named = (word: string) => name === word || isSet(options[word]);
    target.load({ from, merge: named('merge'), verify: named('verify') });
  } else {
    throw refuse('invalidValue', { property: 'command', value: command });
  }
  const echo = Object.entries(body).filter(([key]) => key !== 'kind' && key !== 'command');
  return { kind: `tm:sys:config:${command}state`, command, ...Object.fromEntries(echo) };
};

/** `all`, `{ k8s Common }`, `k8s`, a list; the partition one is in is Common. */
function partitionsIn(options: JsonObject): ReadonlySet<string> | undefined {
  const named = options['partitions'];
  if (named === undefined) return isSet(options['current-partition']) ? new Set(['Common']) : undefined;
  const words: readonly Json[] = isArray(named)
    ? named
    : String(named)
        .replace(/[{}]/g, ' ')
        .split(/\s+/)
        .filter((word) => word !== '');
  return words.includes('all') || words.length === 0 ? undefined : new Set(words.map(String));
}
