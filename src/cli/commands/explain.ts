/** `bigip explain`: the way from who asks to the record in the tunnel, and why each candidate is out. Needs no BIG-IP. */
import { Option } from 'commander';
import { describeExplanation, drawExplanation, explain, explainable } from '../../desired/index.ts';
import { readInput } from '../input.ts';
import { type Io, print } from '../io.ts';
import { type MappingFlags, reconcileOptions } from '../mapping.ts';
import { printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';

export function explainOutput(): Option {
  return new Option('-o, --output <format>', 'text for people, json for scripts, mermaid to draw it')
    .choices(['text', 'json', 'mermaid'])
    .default('text');
}

const shown = 10;

export async function explainCommand(what: string, flags: MappingFlags, io: Io): Promise<number> {
  const options = reconcileOptions(flags);
  const snapshot = await readInput(flags.file, io);
  const explanation = explain(snapshot, options, what);
  if (flags.output === 'json') printJson(explanation, io);
  if (explanation.chains.length === 0 && explanation.note === undefined) {
    const known = explainable(snapshot, options);
    const rest = known.length > shown ? ` and ${known.length - shown} more` : '';
    const have =
      known.length === 0 ? 'the input asks for nothing' : `there are ${known.slice(0, shown).join(', ')}${rest}`;
    throw new UsageError(`nothing of the input is called ${JSON.stringify(what)}; ${have}`);
  }
  if (flags.output === 'mermaid') print(io.stdout, drawExplanation(explanation));
  if (flags.output === 'text') print(io.stdout, describeExplanation(explanation));
  if (flags.output === 'mermaid' && explanation.note !== undefined) print(io.stderr, explanation.note);
  return 0;
}
