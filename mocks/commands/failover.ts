import type { CommandRun } from '../commands.ts';
import { refuse } from '../errors/refusal.ts';

/** `sys/failover`: `{"command":"run","standby":true}`, or the word in `utilCmdArgs`. */
export const failoverCommand: CommandRun = (command, body, _config, target) => {
  if (command !== 'run') throw refuse('invalidValue', { property: 'command', value: command });
  const set = Object.keys(body).filter((key) => body[key] === true || body[key] === null || body[key] === '');
  const words = [...String(body['utilCmdArgs'] ?? '').split(/\s+/), ...set];
  const to = (['offline', 'online', 'standby'] as const).find((word) => words.includes(word));
  if (to === undefined) throw refuse('invalidOption');
  target.failover(to);
  return { kind: 'tm:sys:failover:runstate', ...body };
};
