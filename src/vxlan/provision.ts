/** An overlay from nothing: profile, tunnel, self IPs, by the same plan and apply as everything else. */
import { propertiesOf } from '../actual/entries.ts';
import { type ApplyOptions, type ApplyResult, applyPlan } from '../apply/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError, NotFoundError } from '../errors.ts';
import { callOptions } from '../icontrol/call-options.ts';
import { isItem } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { type Conflict, type Kept, makePlan, type Plan } from '../plan/index.ts';
import type { ActualState, DesiredState, Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { formatUri, parseUri } from '../values/uri.ts';
import type { ClusterFacts, ClusterNode } from './cluster-facts.ts';
import { adapterOf } from './cni.ts';
import { type DeviceFacts, knownOf } from './device-facts.ts';
import type { Finding } from './finding.ts';
import { markOf, overlayEntries } from './overlay-entries.ts';
import { modelOf, type OverlayModel } from './overlay-model.ts';
import { type OverlaySpec, type ResolvedSpec, resolveSpec } from './overlay-spec.ts';
import { refusals } from './provision-refusals.ts';
import { readRange } from './range.ts';
import { readDeviceFacts, readPartitionSpaces } from './read-device.ts';
import { readSelf, readTunnelObject, type Spaces } from './read-object.ts';
import { validateOverlay } from './validation/index.ts';

export interface ProvisionOptions extends CallOptions {
  /** Whose objects these are. Default `default`. */
  readonly owner?: string;
  /** Change objects that are there and carry no mark of ours. Default false: they are conflicts. */
  readonly adopt?: boolean;
  /** What is known of the cluster: the more, the more is checked before anything is sent. */
  readonly cluster?: ClusterFacts;
}

/** The overlay breaks a rule. Nothing was sent but GETs. */
export class OverlayRefusedError extends BigIpError {
  static override readonly kind = 'OverlayRefusedError';
  override readonly code = 'BIGIP_OVERLAY_REFUSED';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    super(errors.map(({ message, reason }) => `${message} [${reason}]`).join('; '), { outcome: 'not-sent' });
    this.diagnostics = diagnostics;
  }
}

async function readEntry(requester: Requester, { uri, type }: Entry, options: CallOptions): Promise<Entry[]> {
  try {
    const { body } = await requester.request('GET', parseUri(uri), options);
    return isItem(body) ? [{ uri, type, properties: propertiesOf(body) }] : [];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

/** Another Node than those of the input, known by name and podCIDR alone: it stands for a BIG-IP. */
function declaredNode({ name, podCIDRs }: { name: string; podCIDRs: readonly string[] }): ClusterNode {
  return {
    name,
    annotation: () => undefined,
    nodeAddress: () => undefined,
    podCidrs: podCIDRs,
    podRanges: podCIDRs.flatMap((text) => readRange(text) ?? []),
    addresses: [],
    publicAddress: undefined,
    vtep: { problem: 'it is only declared' },
    vni: undefined,
    hasStatus: false,
  };
}

function withDeclared({ spec, cni }: ResolvedSpec, cluster: ClusterFacts | undefined): ClusterFacts | undefined {
  const given = cluster?.nodes ?? [];
  const declared = (spec.nodes ?? []).filter(({ name }) => !given.some((node) => node.name === name)).map(declaredNode);
  if (cluster === undefined && declared.length === 0) return undefined;
  const empty = {
    endpoints: new Map(),
    pods: new Map(),
    hostNetwork: new Set<string>(),
    hostSubnets: [],
    ciliumVteps: undefined,
    flannel: undefined,
    unreadableNodes: [],
  };
  const detected = { kind: 'unknown', reason: 'no Node is in the input' } as const;
  return { ...empty, detected, ...cluster, cni: adapterOf(cni), nodes: [...given, ...declared] };
}

/** The overlay as it will be: what is asked for in place of what is there. */
function plannedModel(
  resolved: ResolvedSpec,
  facts: DeviceFacts,
  spaces: Spaces,
  cluster: ClusterFacts | undefined,
): OverlayModel {
  const { spec, vni, profile } = resolved;
  const { tunnel, selfIp, floatingSelfIp } = spec;
  const wanted = [
    { ...selfIp, floating: 'disabled' },
    ...(floatingSelfIp === undefined ? [] : [{ ...floatingSelfIp, floating: 'enabled' }]),
  ];
  const selfs = wanted.flatMap(
    ({ name, address, floating }) => readSelf({ fullPath: name, address, vlan: tunnel.name, floating }, spaces) ?? [],
  );
  const paths = new Set(wanted.map(({ name }) => name));
  const others = knownOf(facts.selfIps)?.filter(({ path }) => !paths.has(path)) ?? [];
  const object = readTunnelObject(
    { fullPath: tunnel.name, profile: profile.name, key: vni, localAddress: tunnel.localAddress, mtu: tunnel.mtu ?? 0 },
    spaces,
  );
  const changed: DeviceFacts = {
    ...facts,
    selfIps: { known: [...others, ...selfs] },
    tunnels: { known: [...(knownOf(facts.tunnels) ?? []).filter(({ path }) => path !== tunnel.name), object] },
    profiles: { known: [{ path: profile.name, port: profile.port, floodingType: profile.floodingType }] },
  };
  return modelOf(changed, cluster, {
    bigipNodes: (spec.nodes ?? []).map(({ name }) => name),
    ...(spec.podNetwork === undefined ? {} : { network: spec.podNetwork }),
    ...(spec.serviceNetwork === undefined ? {} : { serviceNetwork: spec.serviceNetwork }),
  });
}

function diagnosticOf({ reason, severity, subject, message, fix }: Finding): Diagnostic {
  return {
    severity: severity === 'broken' ? 'error' : 'warning',
    object: subject ?? 'Overlay',
    reason,
    message: `${message}; ${fix}`,
  };
}

/** Objects that are there, differ and are not ours stay as they are, unless `adopt` was asked for. */
function guard(plan: Plan, actual: ActualState, owner: string): Plan {
  const found = new Map(actual.objects.map((entry) => [entry.uri, entry.properties['description']]));
  // A database variable is a setting of the device, and nobody's.
  const isForeign = ({ uri, type, action }: Plan['changes'][number]): boolean =>
    action !== 'create' && type !== 'sys/db' && found.get(uri) !== markOf(owner);
  const conflicts = plan.changes.filter(isForeign).map(({ uri, type }): Conflict => {
    return {
      uri,
      type,
      reason: 'NotOurs',
      message: 'exists otherwise and carries no mark of ours; --adopt changes it',
    };
  });
  return {
    ...plan,
    changes: plan.changes.filter((change) => !isForeign(change)),
    conflicts: [...plan.conflicts, ...conflicts],
  };
}

/**
 * What has to be done so that a BIG-IP has the overlay. Only GETs are sent. The findings of the validations are the
 * diagnostics of the plan; with one of severity error nothing may be applied, and the plan has no changes.
 */
export async function planOverlay(
  requester: Requester,
  spec: OverlaySpec,
  options: ProvisionOptions = {},
): Promise<Plan> {
  const { owner = 'default', adopt = false, cluster, ...call } = options;
  const resolved = resolveSpec(spec);
  const [facts, spaces] = await Promise.all([
    readDeviceFacts(requester, spec.tunnel.name, { ...call, watch: 0 }),
    readPartitionSpaces(requester, call),
  ]);
  const model = plannedModel(resolved, facts, spaces, withDeclared(resolved, cluster));
  const findings = [...refusals(spec, model, facts), ...validateOverlay(model)];
  const diagnostics = findings.map(diagnosticOf);
  if (findings.some(({ severity }) => severity === 'broken'))
    return { version: 1, owner, changes: [], kept: [], held: [], conflicts: [], diagnostics, generations: {} };
  const desired: DesiredState = {
    version: 1,
    owner,
    scope: { partition: partitionOf(spec.tunnel.name), heldPrefixes: [], heldEndpoints: [] },
    objects: overlayEntries(spec, owner),
    held: [],
    diagnostics,
  };
  const objects = (await Promise.all(desired.objects.map((entry) => readEntry(requester, entry, call)))).flat();
  const actual: ActualState = { objects, routeDomains: spaces.domains, membersElsewhere: [] };
  const plan = makePlan(desired, actual, { adopt });
  const kept = await leftSelfIps(requester, desired, facts, call);
  const whole = { ...plan, kept: [...plan.kept, ...kept] };
  return adopt ? whole : guard(whole, actual, owner);
}

/** Self IPs on the tunnel that this owner made and does not ask for any more: they stay, and are told. */
async function leftSelfIps(
  requester: Requester,
  { objects, owner }: DesiredState,
  { selfIps, tunnel }: DeviceFacts,
  call: CallOptions,
): Promise<readonly Kept[]> {
  const wanted = new Set(objects.map(({ uri }) => uri));
  const others = (knownOf(selfIps) ?? [])
    .filter(({ vlan }) => vlan === tunnel)
    .map(({ path }) => ({ uri: formatUri(['net', 'self', path]), type: 'net/self', properties: {} }))
    .filter(({ uri }) => !wanted.has(uri));
  const found = (await Promise.all(others.map((entry) => readEntry(requester, entry, call)))).flat();
  return found
    .filter(({ properties }) => properties['description'] === markOf(owner))
    .map(({ uri, type }) => ({ uri, type }));
}

/** Whether the validations of a plan refuse it. */
export function isRefused({ diagnostics }: Plan): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/**
 * Brings a BIG-IP to have the overlay; a second call changes nothing. Throws {@link OverlayRefusedError} before anything is
 * sent when a validation fails.
 */
export async function provisionOverlay(
  requester: Requester,
  spec: OverlaySpec,
  options: ProvisionOptions & ApplyOptions = {},
): Promise<ApplyResult> {
  const { save, ...rest } = options;
  const plan = await planOverlay(requester, spec, rest);
  if (isRefused(plan)) throw new OverlayRefusedError(plan.diagnostics);
  return applyPlan(plan, requester, { ...callOptions(options), ...(save === undefined ? {} : { save }) });
}
