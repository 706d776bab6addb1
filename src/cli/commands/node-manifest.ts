/** `bigip overlay node-manifest`: what the cluster has to be told of this BIG-IP, ready for `kubectl apply -f -`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { stringify } from 'yaml';
import { parseNetwork } from '../../values/network.ts';
import { type ClusterFacts, clusterFacts } from '../../vxlan/cluster-facts.ts';
import { type CniName, cniNames } from '../../vxlan/cni.ts';
import { ciliumVtep, hostSubnetManifest } from '../../vxlan/cni-settings.ts';
import { type DeviceFacts, knownOf } from '../../vxlan/device-facts.ts';
import { diagnose } from '../../vxlan/doctor/index.ts';
import type { Finding } from '../../vxlan/finding.ts';
import { type NodeManifest, nodeManifest, verifyNode } from '../../vxlan/node-manifest.ts';
import { type ManifestEnd, refuseNode } from '../../vxlan/node-refusals.ts';
import { networkOf } from '../../vxlan/range.ts';
import { listVxlanTunnels, readDeviceFacts } from '../../vxlan/read-device.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { readInput } from '../input.ts';
import { type Io, print } from '../io.ts';
import { outputOption } from '../mapping.ts';
import { printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

export interface NodeManifestFlags extends DeviceFlags {
  readonly file: readonly string[];
  readonly tunnel?: string;
  readonly tunnelV6?: string;
  readonly name?: string;
  readonly podCidr: readonly string[];
  readonly cni: CniName;
  readonly flannelPrefix?: string;
  readonly output: 'text' | 'json';
}

export function withNodeManifestOptions(command: Command): Command {
  const network = (value: string, previous: readonly string[]): readonly string[] => {
    try {
      parseNetwork(value);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
    return [...previous, value];
  };
  return command
    .option('-f, --file <value>', 'Nodes: the one that there is is compared (repeatable)', collect, [])
    .option('--tunnel <path>', 'the tunnel (default: the only VXLAN tunnel)')
    .option('--tunnel-v6 <path>', 'the tunnel of the other family, in a dual-stack cluster')
    .option('--name <name>', 'name of the Node (default: the host name of the BIG-IP)')
    .option(
      '--pod-cidr <cidr>',
      'its podCIDR (default: the /24 or /64 around the overlay self IP; repeatable)',
      network,
      [],
    )
    .addOption(new Option('--cni <name>', 'whose settings to print').choices([...cniNames]).default('flannel'))
    .option('--flannel-prefix <prefix>', 'prefix of the annotations of flannel, where it was configured')
    .addOption(outputOption());
}

/** What the device says of one of its tunnels. Throws UsageError for what is missing. */
function endOf(facts: DeviceFacts): ManifestEnd {
  const tunnel = knownOf(facts.tunnels)?.find(({ path }) => path === facts.tunnel);
  if (tunnel === undefined)
    throw new UsageError(`there is no tunnel ${facts.tunnel} on this BIG-IP; create it first (bigip overlay apply)`);
  if (tunnel.localAddress === undefined) throw new UsageError(`the tunnel ${facts.tunnel} has no local address`);
  const mac = knownOf(facts.first.stats)?.mac;
  if (mac === undefined)
    throw new UsageError(`this BIG-IP does not tell the MAC address of ${facts.tunnel} in its statistics`);
  const selfs = knownOf(facts.selfIps)?.filter(({ vlan }) => vlan === facts.tunnel) ?? [];
  return {
    mac,
    address: tunnel.localAddress.ip,
    vni: tunnel.key,
    self: selfs.find(({ floating }) => !floating) ?? selfs[0],
  };
}

function podCidrsOf(flags: NodeManifestFlags, ends: readonly ManifestEnd[], io: Io): readonly string[] {
  if (flags.podCidr.length > 0) return flags.podCidr;
  return ends.map(({ self }) => {
    if (self === undefined)
      throw new UsageError('no self IP is on the tunnel, so its podCIDR is not known: give --pod-cidr');
    const cidr = networkOf(self.address.ip, self.address.family === 4 ? 24 : 64);
    print(io.stderr, `podCIDR ${cidr}, around the self IP ${self.address.ip}; another one is given by --pod-cidr`);
    return cidr;
  });
}

function publish(value: object, { output }: NodeManifestFlags, io: Io): void {
  if (output === 'json') printJson(value, io);
  // kubectl reads YAML 1.1: a Node named `on`, or a MAC of digits alone, has to be quoted for it.
  else io.stdout.write(stringify(value, { version: '1.1' }));
}

/** Says what is there otherwise than it has to be; the exit status. */
function report(subject: string, findings: readonly Finding[], io: Io): number {
  if (findings.length === 0) print(io.stderr, `${subject} of the input is as it has to be`);
  for (const { message, reason, fix } of findings)
    print(io.stderr, `warning: ${subject}: ${message}; ${fix} [${reason}]`);
  return findings.length > 0 ? 2 : 0;
}

/** Settings of a CNI that knows the BIG-IP otherwise than as a Node, against those that are in the input. */
async function compareSettings(flags: NodeManifestFlags, facts: DeviceFacts, what: string, io: Io): Promise<number> {
  if (flags.file.length === 0) return 0;
  const cluster = clusterFacts(await readInput(flags.file, io), { cni: flags.cni });
  const check = diagnose(facts, cluster).checks.find(({ id }) => id === 'D6');
  const { findings = [], unknown = [] } = check ?? {};
  for (const why of unknown) print(io.stderr, why);
  return findings.length === 0 && unknown.length > 0 ? 0 : report(what, findings, io);
}

function compare(manifest: NodeManifest, cluster: ClusterFacts, io: Io): readonly Finding[] | undefined {
  const node = cluster.nodes.find(({ name }) => name === manifest.metadata.name);
  if (node !== undefined) return verifyNode(manifest, node);
  print(io.stderr, `Node ${manifest.metadata.name} is not in the input; apply the manifest to make it`);
  return undefined;
}

export async function nodeManifestCommand(flags: NodeManifestFlags, io: Io): Promise<number> {
  if (flags.cni === 'calico')
    throw new UsageError('how Calico is told of a BIG-IP is not documented, so there is nothing to print for it');
  await using bigip = await openDevice(flags, io);
  const [only, ...others] = flags.tunnel === undefined ? await listVxlanTunnels(bigip) : [flags.tunnel];
  if (only === undefined)
    throw new UsageError('this BIG-IP has no VXLAN tunnel; create one first (bigip overlay apply)');
  if (others.length > 0)
    throw new UsageError(
      `this BIG-IP has several VXLAN tunnels: ${[only, ...others].join(', ')}; which one? (--tunnel)`,
    );
  const paths = [only, ...(flags.tunnelV6 === undefined ? [] : [flags.tunnelV6])];
  const facts = await Promise.all(paths.map((path) => readDeviceFacts(bigip, path, { watch: 0 })));
  const ends = facts.map(endOf);
  const [first, second] = ends;
  const [examined] = facts;
  if (first === undefined || examined === undefined) throw new UsageError('which tunnel?');
  if (second !== undefined && second.address.includes(':') === first.address.includes(':'))
    throw new UsageError(`${paths.join(' and ')} are of one family: --tunnel is that of IPv4, --tunnel-v6 of IPv6`);
  const unit = facts.flatMap(({ units }) => knownOf(units) ?? []).find(({ self }) => self);
  const name = flags.name ?? unit?.name.toLowerCase();
  if (name === undefined || name === '') throw new UsageError('this BIG-IP does not tell its host name: give --name');
  if (flags.cni === 'openshift-sdn') {
    publish(hostSubnetManifest(name, first.address), flags, io);
    return compareSettings(flags, examined, 'the HostSubnet', io);
  }
  const podCidrs = podCidrsOf(flags, ends, io);
  if (flags.cni === 'cilium') {
    publish(ciliumVtep([{ ...first, cidr: podCidrs[0] ?? '' }]), flags, io);
    return compareSettings(flags, examined, 'cilium-config', io);
  }
  const of = (family: 4 | 6): ManifestEnd | undefined =>
    ends.find(({ address }) => address.includes(':') === (family === 6));
  const [ipv4, ipv6] = [of(4), of(6)];
  const manifest = nodeManifest({
    name,
    podCidrs,
    ...(ipv4 === undefined ? {} : { ipv4 }),
    ...(ipv6 === undefined ? {} : { ipv6 }),
    ...(flags.flannelPrefix === undefined ? {} : { flannelPrefix: flags.flannelPrefix }),
  });
  const { flannelPrefix } = flags;
  const cluster =
    flags.file.length === 0 ? undefined : clusterFacts(await readInput(flags.file, io), { flannelPrefix });
  const against = refuseNode(manifest, ends, cluster);
  if (against.length > 0) {
    for (const { message, reason, fix } of against) print(io.stderr, `error: ${message}; ${fix} [${reason}]`);
    print(io.stderr, 'nothing was printed, because this Node would not work');
    return 1;
  }
  publish(manifest, flags, io);
  const findings = cluster === undefined ? undefined : compare(manifest, cluster, io);
  return findings === undefined ? 0 : report(`Node ${name}`, findings, io);
}
