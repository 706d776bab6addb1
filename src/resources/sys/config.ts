import { list, open, optional, text } from '../../values/fields.ts';
import { defineResource } from '../define.ts';

/**
 * The stored configuration. Changes live in the running one until they are saved, and a reboot loses them (facts:
 * icontrol-rest 10.7). Not in a transaction.
 *
 * @example
 * await bigip.sys.config.save();
 */
export const config = defineResource({
  path: 'sys/config',
  form: 'command',
  commands: ['save'],
  transactional: false,
  schema: () =>
    optional({
      /** What was run. */
      command: text(),
      /** What it wrote, where it wrote something. */
      commandResult: text(),
      /** `[{ partitions: '{ k8s }' }]` saves one partition only. */
      options: list(open(optional({ partitions: text(), file: text() }))),
    }),
  readOnly: ['command', 'commandResult'],
});
