/** The options that say how Kubernetes objects become objects of a BIG-IP. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReconcileOptions } from '../reconcile-options.ts';
import { parseFullPath } from '../values/full-path.ts';
import { type CniName, cniNames } from '../vxlan/cni.ts';
import { type RouteSource, routeSources } from '../vxlan/static-routes.ts';
import { UsageError } from './usage-error.ts';

export interface MappingFlags {
  readonly file: readonly string[];
  readonly mode?: 'cluster' | 'nodeport' | 'nodeportlocal';
  readonly partition?: string;
  readonly owner: string;
  readonly tunnel?: string;
  readonly tunnelV6?: string;
  readonly cni: CniName;
  readonly flannelPrefix?: string;
  readonly staticRoutes?: RouteSource;
  readonly staticRouteNodeCidr?: string;
  readonly staticRoutePartition?: string;
  readonly bigipNode: readonly string[];
  readonly nodeAddress: 'InternalIP' | 'ExternalIP';
  readonly nodeSelector?: string;
  readonly nodeCidr: readonly string[];
  readonly loadBalancerClass?: string;
  readonly snatPool?: string;
  readonly overlayOnly: boolean;
  readonly prune: boolean;
  readonly adopt: boolean;
  readonly adoptBesideCis: boolean;
  readonly strict: boolean;
  readonly maxDeletes?: number;
  readonly output: 'text' | 'json' | 'mermaid';
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

export function fullPath(value: string): string {
  try {
    parseFullPath(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return value;
}

/** An owner stands in a mark on the device, and must not look like a part of it. */
export function ownerId(value: string): string {
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
    .option('--tunnel-v6 <path>', 'VXLAN tunnel of the IPv6 pods, where they have one besides', fullPath)
    .addOption(new Option('--cni <name>', 'who published the VTEPs').choices([...cniNames]).default('flannel'))
    .option('--flannel-prefix <prefix>', 'prefix of the annotations of flannel, where it was configured')
    .addOption(
      new Option(
        '--static-routes <source>',
        'instead of a tunnel: a route for the pods of every Node, as this says',
      ).choices([...routeSources]),
    )
    .option('--static-route-node-cidr <network>', 'ovn-kubernetes: the address of a Node that is in it is the gateway')
    .option('--static-route-partition <name>', 'where the routes lie (default: the managed partition)')
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
    .option(
      '--overlay-only',
      'FDB records and static neighbours alone, for the other unit of a pair, whose pools come by config sync',
      false,
    )
    .option('--prune', 'delete objects of this owner that the input does not mention', false)
    .option('--adopt', 'take over objects that carry no mark', false)
    .option('--adopt-beside-cis', 'adopt also while the input says that CIS runs for this partition', false)
    .option('--strict', 'exit 1 on any diagnostic of severity error or warning, before anything is sent', false)
    .addOption(output);
}

function overlayOptions(flags: MappingFlags): Pick<ReconcileOptions, 'overlay'> {
  const { tunnel, tunnelV6, cni, flannelPrefix, overlayOnly } = flags;
  if (tunnel === undefined) {
    if (overlayOnly) throw new UsageError('--overlay-only goes with --tunnel');
    if (tunnelV6 !== undefined) throw new UsageError('--tunnel-v6 goes with --tunnel; one that is alone is --tunnel');
    return {};
  }
  return {
    overlay: {
      tunnel,
      cni,
      ...(tunnelV6 === undefined ? {} : { tunnelV6 }),
      ...(flannelPrefix === undefined ? {} : { flannelPrefix }),
    },
  };
}

function routeOptions(flags: MappingFlags): Pick<ReconcileOptions, 'staticRoutes'> {
  const { staticRoutes: source, staticRouteNodeCidr: nodeCidr, staticRoutePartition: partition } = flags;
  if (source === undefined) {
    if (nodeCidr !== undefined || partition !== undefined)
      throw new UsageError('--static-route-node-cidr and --static-route-partition go with --static-routes');
    return {};
  }
  return {
    staticRoutes: {
      source,
      ...(nodeCidr === undefined ? {} : { nodeCidr }),
      ...(partition === undefined ? {} : { partition }),
    },
  };
}

/** The flags as options of the library. */
export function reconcileOptions(flags: MappingFlags): ReconcileOptions {
  const { mode, partition } = flags;
  if (mode === undefined || partition === undefined) throw new UsageError('--mode and --partition are needed');
  if (flags.file.length === 0) throw new UsageError('which manifests? Give -f FILE, -f DIRECTORY or -f -');
  return {
    mode,
    partition,
    owner: flags.owner,
    bigipNodes: flags.bigipNode,
    nodeAddress: flags.nodeAddress,
    nodeCidr: flags.nodeCidr,
    overlayOnly: flags.overlayOnly,
    prune: flags.prune,
    adopt: flags.adopt,
    adoptBesideCis: flags.adoptBesideCis,
    ...overlayOptions(flags),
    ...routeOptions(flags),
    ...(flags.maxDeletes === undefined ? {} : { maxDeletes: flags.maxDeletes }),
    ...(flags.nodeSelector === undefined ? {} : { nodeSelector: flags.nodeSelector }),
    ...(flags.loadBalancerClass === undefined ? {} : { loadBalancerClass: flags.loadBalancerClass }),
    ...(flags.snatPool === undefined ? {} : { snatPool: flags.snatPool }),
  };
}
