/** The options that say how Kubernetes objects become objects of a BIG-IP. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReconcileOptions } from '../reconcile.ts';
import { parseFullPath } from '../values/full-path.ts';
import { UsageError } from './usage-error.ts';

export interface MappingFlags {
  readonly file: readonly string[];
  readonly mode?: 'cluster' | 'nodeport' | 'nodeportlocal';
  readonly partition?: string;
  readonly owner: string;
  readonly tunnel?: string;
  readonly cni: string;
  readonly bigipNode: readonly string[];
  readonly nodeAddress: 'InternalIP' | 'ExternalIP';
  readonly nodeSelector?: string;
  readonly nodeCidr: readonly string[];
  readonly loadBalancerClass?: string;
  readonly snatPool?: string;
  readonly prune: boolean;
  readonly adopt: boolean;
  readonly strict: boolean;
  readonly maxDeletes?: number;
  readonly output: 'text' | 'json' | 'mermaid';
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function fullPath(value: string): string {
  try {
    parseFullPath(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return value;
}

/** An owner stands in a mark on the device, and must not look like a part of it. */
function ownerId(value: string): string {
  if (!/^[A-Za-z0-9][\w.-]{0,62}$/.test(value)) {
    throw new InvalidArgumentError(
      'An owner is up to 63 letters, digits, ".", "_" and "-", and begins with a letter or digit.',
    );
  }
  return value;
}

function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('A number of objects is 0 or more.');
  return Number(value);
}

/** For a command that may delete. */
export function withMaxDeletes(command: Command): Command {
  return command.option('--max-deletes <number>', 'apply nothing when more objects than these would be deleted', count);
}

export function outputOption(): Option {
  return new Option('-o, --output <format>', 'text for people, json for scripts')
    .choices(['text', 'json'])
    .default('text');
}

/** With `mandatory: false` for a command that may get its plan from a file; {@link reconcileOptions} asks again. */
export function withMappingOptions(command: Command, output = outputOption(), mandatory = true): Command {
  return command
    .option('-f, --file <value>', 'manifests: a file, a directory, or - for standard input (repeatable)', collect, [])
    .addOption(
      new Option('--mode <mode>', 'what the pool members are')
        .choices(['cluster', 'nodeport', 'nodeportlocal'])
        .makeOptionMandatory(mandatory),
    )
    .addOption(new Option('--partition <name>', 'the partition that is managed').makeOptionMandatory(mandatory))
    .option('--owner <id>', 'whose objects these are, when several manage one BIG-IP', ownerId, 'default')
    .option('--tunnel <path>', 'VXLAN tunnel, /Common/flannel_vxlan: adds its FDB records and static ARP', fullPath)
    .addOption(
      new Option('--cni <name>', 'who published the VTEPs')
        .choices(['flannel', 'calico', 'cilium', 'openshift-sdn'])
        .default('flannel'),
    )
    .option('--bigip-node <name>', 'a Node that stands for a BIG-IP itself (repeatable)', collect, [])
    .addOption(
      new Option('--node-address <type>', 'node addresses that become members')
        .choices(['InternalIP', 'ExternalIP'])
        .default('InternalIP'),
    )
    .option('--node-selector <labels>', 'label selector: which Nodes may be members in nodeport mode')
    .option('--node-cidr <network>', 'node addresses that become members lie in it (repeatable)', collect, [])
    .option('--load-balancer-class <name>', 'Services of this loadBalancerClass are ours, besides those without one')
    .option('--snat-pool <name>', 'SNAT pool of the virtual servers (default: automap)')
    .option('--prune', 'delete objects of this owner that the input does not mention', false)
    .option('--adopt', 'take over objects that carry no mark', false)
    .option('--strict', 'exit 1 on any diagnostic of severity error or warning, before anything is sent', false)
    .addOption(output);
}

/** The flags as options of the library. Throws UsageError for what is accepted by the contract and not there yet. */
export function reconcileOptions(flags: MappingFlags): ReconcileOptions {
  const { mode, partition, cni, tunnel } = flags;
  if (mode === undefined || partition === undefined) throw new UsageError('--mode and --partition are needed');
  if (flags.file.length === 0) throw new UsageError('which manifests? Give -f FILE, -f DIRECTORY or -f -');
  if (cni !== 'flannel') throw new UsageError(`--cni ${cni} is not supported by this version; only flannel is`);
  return {
    mode,
    partition,
    owner: flags.owner,
    bigipNodes: flags.bigipNode,
    nodeAddress: flags.nodeAddress,
    nodeCidr: flags.nodeCidr,
    prune: flags.prune,
    adopt: flags.adopt,
    ...(tunnel === undefined ? {} : { overlay: { tunnel, cni } }),
    ...(flags.maxDeletes === undefined ? {} : { maxDeletes: flags.maxDeletes }),
    ...(flags.nodeSelector === undefined ? {} : { nodeSelector: flags.nodeSelector }),
    ...(flags.loadBalancerClass === undefined ? {} : { loadBalancerClass: flags.loadBalancerClass }),
    ...(flags.snatPool === undefined ? {} : { snatPool: flags.snatPool }),
  };
}
