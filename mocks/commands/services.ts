import type { CommandRun } from '../commands.ts';
import { refuse, Unimplemented } from '../errors/refusal.ts';

/** `sys`: `{"command":"reboot"}`. The answer still comes; what follows finds the device down. */
export const rebootCommand: CommandRun = (command, body, _config, target) => {
  if (command !== 'reboot') throw new Unimplemented(`the command ${command} of sys`);
  target.restart('reboot');
  return { kind: 'tm:sys:rebootstate', ...body };
};

/** `sys/service`: `{"command":"restart","name":"mcpd"}`. */
export const serviceCommand: CommandRun = (command, body, _config, target) => {
  const { name } = body;
  if (typeof name !== 'string') throw refuse('nameMissing');
  if (command !== 'restart' || (name !== 'mcpd' && name !== 'restjavad')) {
    throw new Unimplemented(`the command ${command} of the service ${name}`);
  }
  target.restart(name);
  return { kind: `tm:sys:service:${command}state`, ...body };
};
