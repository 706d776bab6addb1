/** `bigip overlay plan` and `bigip overlay apply`: a VXLAN overlay from nothing, as overlay.yaml says. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { parseAllDocuments } from 'yaml';
import { applyPlan } from '../../apply/index.ts';
import { snapshotOf } from '../../kubernetes/index.ts';
import { describePlan, type Plan } from '../../plan/index.ts';
import { BigIpValueError } from '../../values/value-error.ts';
import { type ClusterFacts, clusterFacts } from '../../vxlan/cluster-facts.ts';
import { type OverlaySpec, readOverlaySpec } from '../../vxlan/overlay-spec.ts';
import { isRefused, planOverlay } from '../../vxlan/provision.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { type Io, painterFor, print } from '../io.ts';
import { outputOption } from '../mapping.ts';
import { describeSteps, printDiagnostics, printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** As in the mapping options: an owner stands in a mark on the device. */
function ownerId(value: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,62}$/.test(value)) return value;
  throw new InvalidArgumentError(
    'An owner is up to 63 letters, digits, ".", "_" and "-", and begins with a letter or digit.',
  );
}

export interface OverlayFlags extends DeviceFlags {
  readonly file: readonly string[];
  readonly owner: string;
  readonly adopt: boolean;
  readonly output: 'text' | 'json';
}

export function withOverlayOptions(command: Command): Command {
  return command
    .requiredOption(
      '-f, --file <value>',
      'overlay.yaml, and Nodes to check it against: a file, a directory, or - (repeatable)',
      collect,
      [],
    )
    .option('--owner <id>', 'whose objects these are', ownerId, 'default')
    .option('--adopt', 'change objects that are there and carry no mark', false)
    .addOption(outputOption());
}

async function textsOf(value: string, io: Io): Promise<readonly { name: string; content: string }[]> {
  if (value === '-') return [{ name: '<stdin>', content: await text(io.stdin) }];
  try {
    const folder = (await stat(value)).isDirectory();
    const names = folder ? (await readdir(value)).filter((name) => /\.(ya?ml|json)$/.test(name)).sort() : [value];
    const paths = names.map((name) => (folder ? join(value, name) : name));
    return await Promise.all(paths.map(async (name) => ({ name, content: await readFile(name, 'utf8') })));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read ${value}: ${code}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentsOf(name: string, content: string): readonly unknown[] {
  return [...parseAllDocuments(content)].map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new UsageError(`${name}: ${error.message}`);
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  });
}

/** A document that says what the overlay is; everything else is of Kubernetes. */
function isOverlay(document: unknown): document is Fields {
  return (
    isFields(document) && (document['kind'] === 'Overlay' || (document['kind'] === undefined && 'tunnel' in document))
  );
}

function specIn(fields: Fields, file: string): OverlaySpec {
  try {
    return readOverlaySpec(fields);
  } catch (error) {
    if (error instanceof BigIpValueError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

async function readOverlayInput(
  values: readonly string[],
  io: Io,
): Promise<{ spec: OverlaySpec; cluster: ClusterFacts | undefined }> {
  if (values.length === 0) throw new UsageError('which overlay? Give overlay.yaml with -f');
  const sources = (await Promise.all(values.map((value) => textsOf(value, io)))).flat();
  const found = sources.flatMap(({ name, content }) =>
    documentsOf(name, content).map((document) => ({ name, document })),
  );
  const documents = found.map(({ document }) => document);
  const [overlay, another] = documents.filter(isOverlay);
  if (overlay === undefined)
    throw new UsageError(`no overlay (tunnel: …) was found in ${values.join(', ')}; nothing was sent`);
  if (another !== undefined) throw new UsageError('there is more than one overlay in the input; nothing was sent');
  const { apiVersion: _version, kind: _kind, ...fields } = overlay;
  const spec = specIn(fields, found.find(({ document }) => document === overlay)?.name ?? '');
  const snapshot = snapshotOf(documents.filter((document) => !isOverlay(document)));
  printDiagnostics(snapshot.diagnostics, io);
  const cluster =
    snapshot.recognised === 0
      ? undefined
      : clusterFacts(snapshot, { cni: spec.cni ?? 'flannel', flannelPrefix: spec.flannelPrefix });
  return { spec, cluster };
}

function options({ owner, adopt }: OverlayFlags, cluster: ClusterFacts | undefined): Parameters<typeof planOverlay>[2] {
  return { owner, adopt, ...(cluster === undefined ? {} : { cluster }) };
}

function refuse(plan: Plan, io: Io): number {
  printDiagnostics(plan.diagnostics, io);
  print(io.stderr, 'nothing was written, because the overlay would not work');
  return 1;
}

export async function overlayPlanCommand(flags: OverlayFlags, io: Io): Promise<number> {
  const { spec, cluster } = await readOverlayInput(flags.file, io);
  await using bigip = await openDevice(flags, io);
  const plan = await planOverlay(bigip, spec, options(flags, cluster));
  if (flags.output === 'json') printJson(plan, io);
  if (isRefused(plan)) return refuse(plan, io);
  if (flags.output === 'text') print(io.stdout, describePlan(plan, painterFor(io.stdout, io.env)));
  printDiagnostics(plan.diagnostics, io);
  if (plan.conflicts.length > 0) return 1;
  return plan.changes.length > 0 ? 2 : 0;
}

export async function overlayApplyCommand(flags: OverlayFlags, io: Io): Promise<number> {
  const { spec, cluster } = await readOverlayInput(flags.file, io);
  await using bigip = await openDevice(flags, io);
  const plan = await planOverlay(bigip, spec, options(flags, cluster));
  if (isRefused(plan)) {
    if (flags.output === 'json') printJson({ ...plan, steps: [], transactions: 0, saved: false }, io);
    return refuse(plan, io);
  }
  const paint = painterFor(io.stdout, io.env);
  if (flags.output === 'text') print(io.stdout, describePlan(plan, paint));
  const result = await applyPlan(plan, bigip);
  if (flags.output === 'json') printJson(result, io);
  else print(io.stdout, describeSteps(result, paint));
  printDiagnostics(result.diagnostics, io);
  const failed = result.steps.some(({ outcome }) => outcome === 'failed') || result.conflicts.length > 0;
  return failed || result.diagnostics.some(({ reason }) => reason === 'ConfigNotSaved') ? 1 : 0;
}
