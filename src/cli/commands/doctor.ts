/** `bigip doctor`: what is wrong with an overlay, and what to do about it. Sends nothing but GETs (and the login). */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BigIp } from '../../bigip.ts';
import type { Painter } from '../../plan/index.ts';
import { parseFullPath } from '../../values/full-path.ts';
import { parseNetwork } from '../../values/network.ts';
import { type ClusterFacts, clusterFacts } from '../../vxlan/cluster-facts.ts';
import { type CniName, cniNames } from '../../vxlan/cni.ts';
import type { DeviceFacts } from '../../vxlan/device-facts.ts';
import { type Check, type Diagnosis, diagnose, type Verdict } from '../../vxlan/doctor/index.ts';
import { listVxlanTunnels, readDeviceFacts } from '../../vxlan/read-device.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { readInput } from '../input.ts';
import { type Io, painterFor, print } from '../io.ts';
import { outputOption } from '../mapping.ts';
import { printDiagnostics, printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';

export interface DoctorFlags extends DeviceFlags {
  readonly file: readonly string[];
  readonly tunnel?: string;
  readonly cni?: CniName;
  readonly flannelPrefix?: string;
  readonly bigipNode: readonly string[];
  readonly nodeAddress: 'InternalIP' | 'ExternalIP';
  readonly podNetwork?: string;
  readonly serviceNetwork?: string;
  readonly peer: readonly string[];
  readonly peerFingerprint: readonly string[];
  /** Milliseconds. */
  readonly watch: number;
  readonly output: 'text' | 'json';
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function checked(parse: (text: string) => unknown): (value: string) => string {
  return (value) => {
    try {
      parse(value);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
    return value;
  };
}

function seconds(value: string): number {
  const number = Number(value);
  if (!/^\d+(?:\.\d+)?$/.test(value) || number > 3600) {
    throw new InvalidArgumentError('Seconds are a number from 0 to 3600.');
  }
  return Math.round(number * 1000);
}

export function withDoctorOptions(command: Command): Command {
  return command
    .option('-f, --file <value>', 'Nodes, Pods, EndpointSlices: a file, a directory, or - (repeatable)', collect, [])
    .option(
      '--tunnel <path>',
      'the tunnel, /Common/flannel_vxlan (default: the only VXLAN tunnel)',
      checked(parseFullPath),
    )
    .addOption(
      new Option('--cni <name>', 'who published the VTEPs (default: as the input tells, else flannel)').choices([
        ...cniNames,
      ]),
    )
    .option('--flannel-prefix <prefix>', 'prefix of the annotations of flannel, where it was configured')
    .option('--bigip-node <name>', 'a Node that stands for a BIG-IP itself (repeatable)', collect, [])
    .addOption(
      new Option('--node-address <type>', 'address of a Node that publishes none')
        .choices(['InternalIP', 'ExternalIP'])
        .default('InternalIP'),
    )
    .option(
      '--pod-network <cidr>',
      'the pod network (default: as the ConfigMap kube-flannel-cfg says)',
      checked(parseNetwork),
    )
    .option('--service-network <cidr>', 'the network of Services', checked(parseNetwork))
    .option('--peer <url>', 'the other unit of a pair, with the same user (repeatable)', collect, [])
    .option('--peer-fingerprint <sha256>', 'certificate of a --peer, in their order (repeatable)', collect, [])
    .addOption(
      new Option('--watch <seconds>', 'between two looks at counters and entries; 0 looks once')
        .argParser(seconds)
        .default(5_000, '5'),
    )
    .addOption(outputOption());
}

/** The tunnel that is meant. One that was named need not exist: that is a finding. */
async function tunnelOf({ tunnel }: DoctorFlags, bigip: BigIp, cluster: ClusterFacts | undefined): Promise<string> {
  if (tunnel !== undefined) return tunnel;
  const tunnels = await listVxlanTunnels(bigip);
  const [only, ...others] = tunnels;
  const none = 'this BIG-IP has no VXLAN tunnel';
  if (only === undefined && cluster?.detected.kind === 'routes')
    throw new UsageError(
      `${none}, and none is needed: ${cluster.detected.reason}, which wants routes (bigip plan --static-routes ${cluster.detected.source})`,
    );
  if (only === undefined) throw new UsageError(`${none}; name the one that there should be (--tunnel)`);
  if (others.length > 0)
    throw new UsageError(`this BIG-IP has several VXLAN tunnels: ${tunnels.join(', ')}; which one? (--tunnel)`);
  return only;
}

async function readPeers(flags: DoctorFlags, tunnel: string, io: Io): Promise<Record<string, DeviceFacts>> {
  const facts = flags.peer.map(async (url, index): Promise<[string, DeviceFacts]> => {
    const { fingerprint: _own, ...rest } = flags;
    const fingerprint = flags.peerFingerprint[index];
    await using bigip = await openDevice({ ...rest, url, ...(fingerprint === undefined ? {} : { fingerprint }) }, io);
    return [url, await readDeviceFacts(bigip, tunnel, { watch: 0 })];
  });
  return Object.fromEntries(await Promise.all(facts));
}

const colours = { ok: 'green', warning: 'yellow', broken: 'red', unknown: 'cyan' } as const;

function describeCheck({ id, title, verdict, evidence, findings, unknown }: Check, paint: Painter): readonly string[] {
  const seen = evidence.length === 0 ? '' : `  ${paint('dim', evidence.join('; '))}`;
  return [
    `${paint(colours[verdict], verdict.padEnd(7))}  ${id.padEnd(3)}  ${title}${seen}`,
    ...findings.flatMap(({ severity, message, reason, fix }) => [
      `         ${paint(colours[severity], severity === 'broken' ? '✗' : '!')} ${message} [${reason}]`,
      `           ${paint('bold', 'fix:')} ${fix}`,
    ]),
    ...unknown.map((why) => `         ${paint('cyan', '?')} ${why}`),
  ];
}

/** The diagnosis as text for people, one line a check, and what was found below it. */
function describeDiagnosis({ tunnel, checks }: Diagnosis, paint: Painter): string {
  const count = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
  const summary = (['broken', 'warning', 'unknown', 'ok'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => paint(colours[verdict], `${count(verdict)} ${verdict}`));
  return [
    paint('bold', `The overlay of ${tunnel}`),
    ...checks.flatMap((check) => describeCheck(check, paint)),
    `${paint('bold', 'Checks:')} ${summary.join(', ')}`,
  ].join('\n');
}

export async function doctorCommand(flags: DoctorFlags, io: Io): Promise<number> {
  if (flags.peerFingerprint.length > flags.peer.length) throw new UsageError('--peer-fingerprint goes with --peer');
  const { cni, flannelPrefix, nodeAddress, bigipNode, podNetwork, serviceNetwork, watch } = flags;
  let cluster: ClusterFacts | undefined;
  if (flags.file.length > 0) {
    const snapshot = await readInput(flags.file, io);
    printDiagnostics(snapshot.diagnostics, io);
    cluster = clusterFacts(snapshot, { cni, flannelPrefix, nodeAddress });
  }
  await using bigip = await openDevice(flags, io);
  const tunnel = await tunnelOf(flags, bigip, cluster);
  const [facts, peers] = await Promise.all([readDeviceFacts(bigip, tunnel, { watch }), readPeers(flags, tunnel, io)]);
  const diagnosis = diagnose(facts, cluster, {
    bigipNodes: bigipNode,
    peers,
    ...(podNetwork === undefined ? {} : { network: podNetwork }),
    ...(serviceNetwork === undefined ? {} : { serviceNetwork }),
  });
  if (flags.output === 'json') printJson(diagnosis, io);
  else print(io.stdout, describeDiagnosis(diagnosis, painterFor(io.stdout, io.env)));
  return diagnosis.checks.some(({ findings }) => findings.length > 0) ? 2 : 0;
}
