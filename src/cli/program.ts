/** The words of the command line. Each action returns the exit status. The mock is loaded only by those who ask for it. */
import { Command, InvalidArgumentError } from 'commander';
import { applyCommand } from './commands/apply.ts';
import { desiredCommand } from './commands/desired.ts';
import type { MockFlags } from './commands/mock.ts';
import { planCommand } from './commands/plan.ts';
import { type DeviceFlags, withDeviceOptions } from './device.ts';
import type { Io } from './io.ts';
import { type MappingFlags, outputOption, withMappingOptions } from './mapping.ts';
import { version } from './version.ts';

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}

/** `exit` receives the status of the command that ran. */
export function buildProgram(io: Io, exit: (status: number) => void): Command {
  const program = new Command('bigip')
    .description('Publishes Kubernetes Services on an F5 BIG-IP, and is a BIG-IP to test against')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError('(bigip help COMMAND tells the options)');
  const run = (action: Promise<number>): Promise<void> => action.then(exit);

  withMappingOptions(
    program.command('desired').description('print what the manifests ask for; needs no BIG-IP'),
  ).action((flags: MappingFlags) => run(desiredCommand(flags, io)));
  withDeviceOptions(
    withMappingOptions(
      program.command('plan').description('print what an apply would do; exit 0 nothing, 2 changes, 1 trouble'),
    ),
  ).action((flags: MappingFlags & DeviceFlags) => run(planCommand(flags, io)));
  withDeviceOptions(
    withMappingOptions(program.command('apply').description('bring the BIG-IP to what the manifests ask for')),
  ).action((flags: MappingFlags & DeviceFlags) => run(applyCommand(flags, io)));

  program
    .command('mock')
    .description('run a mock BIG-IP, as from the factory, until it is stopped')
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 0)
    .option('--http', 'plain HTTP instead of HTTPS', false)
    .option('--seed <file>', 'JSON file {"<uri>": {properties}} of what is there at the start')
    .option('--user <name>', 'the administrator', 'admin')
    .option('--password <text>', 'password of the administrator; the mock has no secrets to keep', 'admin')
    .addOption(outputOption())
    .action((flags: MockFlags) => run(import('./commands/mock.ts').then(({ mockCommand }) => mockCommand(flags, io))));

  program
    .command('demo')
    .description('an Istio ingress gateway is published on an embedded mock BIG-IP, step by step')
    .action(() => run(import('./commands/demo.ts').then(({ demoCommand }) => demoCommand(io))));
  return program;
}
