/** The words of the command line. Each action returns the exit status. The mock is loaded only by those who ask for it. */
import { Command } from 'commander';
import { type ApplyFlags, applyCommand } from './commands/apply.ts';
import { desiredCommand } from './commands/desired.ts';
import { type DoctorFlags, doctorCommand, withDoctorOptions } from './commands/doctor.ts';
import { explainCommand, explainOutput } from './commands/explain.ts';
import { type NodeManifestFlags, nodeManifestCommand, withNodeManifestOptions } from './commands/node-manifest.ts';
import { type OverlayFlags, overlayApplyCommand, overlayPlanCommand, withOverlayOptions } from './commands/overlay.ts';
import { planCommand } from './commands/plan.ts';
import { withDeviceOptions } from './device.ts';
import { checkGoesWithout, checkOtherDevice } from './goes-without.ts';
import type { Io } from './io.ts';
import { addManagedCommands } from './managed.ts';
import { otherDeviceOption, withApplyOptions } from './managed-flags.ts';
import { type MappingFlags, outputOption, withMappingOptions, withMaxDeletes } from './mapping.ts';
import { type MockFlags, withMockOptions } from './mock-options.ts';
import { type PairFlags, withPairOptions } from './pair-flags.ts';
import { refuseSaidTwice } from './said-twice.ts';
import { version } from './version.ts';
import type { PlanFlags } from './with-plan.ts';

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
  withMappingOptions(
    program
      .command('explain')
      .description(
        'tell how a virtual server, pool, member, pod, Node or Service comes about, and why others are left out',
      )
      .argument('<what>', 'a name, a full path, a destination or an address'),
    explainOutput(),
  ).action((what: string, flags: MappingFlags) => run(explainCommand(what, flags, io)));
  withPairOptions(
    withApplyOptions(
      withMaxDeletes(
        withDeviceOptions(
          withMappingOptions(
            program.command('plan').description('print what an apply would do; exit 0 nothing, 2 changes, 1 trouble'),
          ),
        ),
      ),
    ),
  )
    .option('--out <file>', 'write the plan to a file too, for bigip apply --plan')
    .action((flags: PlanFlags & PairFlags) => run(planCommand(flags, io)));
  withPairOptions(
    withApplyOptions(
      withMaxDeletes(
        withDeviceOptions(
          withMappingOptions(
            program.command('apply').description('bring the BIG-IP to what the manifests ask for'),
            outputOption(),
            false,
          ),
        ),
      ),
    ),
  )
    .option('--plan <file>', 'apply the plan of bigip plan --out, instead of one that is made now')
    .option('--allow-stale', 'apply a plan also when its objects have changed since it was made', false)
    .addOption(otherDeviceOption())
    .action((flags: ApplyFlags & PairFlags, command: Command) => {
      if (flags.plan !== undefined) checkGoesWithout(command, '--plan');
      checkOtherDevice(flags.otherDevice, flags.plan, '--plan FILE');
      return run(applyCommand(flags, io));
    });
  addManagedCommands(program, io, run);

  withDeviceOptions(
    withDoctorOptions(
      program.command('doctor').description('find what is wrong with an overlay; exit 0 all in order, 2 findings'),
    ),
  ).action((flags: DoctorFlags) => run(doctorCommand(flags, io)));
  const overlay = program.command('overlay').description('a VXLAN overlay on a BIG-IP, and the BIG-IP as a Node');
  withDeviceOptions(
    withOverlayOptions(overlay.command('plan').description('print what an apply would do; exit 0 nothing, 2 changes')),
  ).action((flags: OverlayFlags) => run(overlayPlanCommand(flags, io)));
  withDeviceOptions(
    withOverlayOptions(overlay.command('apply').description('make profile, tunnel and self IPs as overlay.yaml says')),
  ).action((flags: OverlayFlags) => run(overlayApplyCommand(flags, io)));
  withDeviceOptions(
    withNodeManifestOptions(
      overlay
        .command('node-manifest')
        .description('print the Node that stands for this BIG-IP, for kubectl apply -f -'),
    ),
  ).action((flags: NodeManifestFlags) => run(nodeManifestCommand(flags, io)));

  withMockOptions(
    program.command('mock').description('run a mock BIG-IP, as from the factory, until it is stopped'),
  ).action((flags: MockFlags) => run(import('./commands/mock.ts').then(({ mockCommand }) => mockCommand(flags, io))));

  program
    .command('demo')
    .description('an Istio ingress gateway is published on an embedded mock BIG-IP, step by step')
    .action(() => run(import('./commands/demo.ts').then(({ demoCommand }) => demoCommand(io))));
  refuseSaidTwice(program);
  return program;
}
