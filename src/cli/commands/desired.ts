/** `bigip desired`: what the input asks for, without any BIG-IP. */
import { desiredState } from '../../desired/index.ts';
import { displayName } from '../../plan/index.ts';
import type { DesiredState } from '../../state.ts';
import { readInput } from '../input.ts';
import { type Io, painterFor, print } from '../io.ts';
import { type MappingFlags, reconcileOptions } from '../mapping.ts';
import { isSerious, printDiagnostics, printJson } from '../report.ts';

/** The contract's shape: what the plan needs besides is our own affair. */
function published({ version, owner, objects, held, diagnostics }: DesiredState): object {
  return {
    version,
    owner,
    objects: objects.map(({ uri, type, properties, initial }) => ({
      uri,
      type,
      properties: { ...initial, ...properties },
    })),
    held,
    diagnostics,
  };
}

function describe(desired: DesiredState, io: Io): string {
  const paint = painterFor(io.stdout, io.env);
  const width = Math.max(0, ...desired.objects.map(({ type }) => type.length));
  return [
    paint(
      'bold',
      `Desired: ${desired.objects.length} objects${desired.held.length === 0 ? '' : `, ${desired.held.length} held`}`,
    ),
    ...desired.objects.map(({ uri, type }) => `  ${paint('dim', type.padEnd(width))}  ${displayName(uri)}`),
    ...desired.held.map(({ uri, reason }) => `  ${paint('cyan', '=')} ${displayName(uri)} is held: ${reason}`),
  ].join('\n');
}

export async function desiredCommand(flags: MappingFlags, io: Io): Promise<number> {
  const options = reconcileOptions(flags);
  const desired = desiredState(await readInput(flags.file, io), options);
  if (flags.output === 'json') printJson(published(desired), io);
  else print(io.stdout, describe(desired, io));
  printDiagnostics(desired.diagnostics, io);
  return flags.strict && desired.diagnostics.some(isSerious) ? 1 : 0;
}
