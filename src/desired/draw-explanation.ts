/** An explanation as a Mermaid flowchart. */
import { parseUri } from '../values/uri.ts';
import type { Candidate, Chain, Explanation } from './explanation.ts';
import { printable } from './notes.ts';

/** Text in a label: nothing of the input may end it or the line, or be taken for markup. */
function label(text: string): string {
  return `"${printable(text).replace(/[#"<>&\\`|[\]{}]/g, (character) => `#${character.codePointAt(0)};`)}"`;
}

function nameOf(uri: string): string {
  return parseUri(uri).at(-1) ?? uri;
}

class Flowchart {
  readonly lines: string[] = [];
  readonly #ids = new Map<string, string>();
  readonly #edges = new Set<string>();

  /** The same text of the same kind is one box. */
  box(kind: string, text: string): string {
    const key = `${kind} ${text}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = `n${this.#ids.size + 1}`;
    this.#ids.set(key, id);
    this.lines.push(`  ${id}[${label(text)}]`);
    return id;
  }

  arrow(from: string, to: string, why?: string): void {
    const line = why === undefined ? `  ${from} --> ${to}` : `  ${from} -. ${label(why)} .-> ${to}`;
    if (this.#edges.has(line)) return;
    this.#edges.add(line);
    this.lines.push(line);
  }
}

function drawCandidate(chart: Flowchart, from: string, candidate: Candidate): void {
  const { kind, name, source, pods, node, outcome, why, member, arp, fdb } = candidate;
  const through = source === undefined ? from : chart.box('source', source);
  if (through !== from) chart.arrow(from, through);
  const text =
    kind === 'node'
      ? `Node ${name}`
      : [name, ...(pods ?? []).map((pod) => `Pod ${pod}`), ...(node === undefined ? [] : [`Node ${node}`])].join(', ');
  const box = chart.box(kind, text);
  chart.arrow(through, box, outcome === 'out' ? (why ?? 'no member') : undefined);
  if (member === undefined) return;
  const to = chart.box('member', `member ${member.name}`);
  chart.arrow(box, to, outcome === 'member' ? undefined : outcome === 'held' ? `held: ${why ?? ''}` : 'draining');
  if (arp === undefined || 'none' in arp) return;
  const entry = chart.box('arp', `ARP ${nameOf(arp.uri)} ${arp.macAddress}`);
  chart.arrow(to, entry);
  if (fdb !== undefined) chart.arrow(entry, chart.box('fdb', `FDB ${nameOf(fdb.uri)} ${fdb.endpoint}`));
}

function drawChain(chart: Flowchart, { object, virtual, pool, services, outcome, reason }: Chain): void {
  let at = chart.box('object', object);
  const step = (box: string, why?: string): void => {
    chart.arrow(at, box, why);
    at = box;
  };
  const held = outcome === 'held' ? `held: ${reason ?? ''}` : undefined;
  if (virtual !== undefined)
    step(chart.box('virtual', `virtual server ${nameOf(virtual.uri)} ${virtual.destination}`.trim()), held);
  if (pool !== undefined) step(chart.box('pool', `pool ${nameOf(pool)}`), virtual === undefined ? held : undefined);
  for (const { service, asked, port, problem, candidates } of services) {
    const box = chart.box('service', `Service ${service} port ${port?.port ?? asked}`);
    chart.arrow(at, box, problem?.message);
    for (const candidate of candidates) drawCandidate(chart, box, candidate);
  }
}

/** Without a line end at the end. */
export function drawExplanation({ chains }: Explanation): string {
  const chart = new Flowchart();
  for (const chain of chains) drawChain(chart, chain);
  return ['flowchart LR', ...chart.lines].join('\n');
}
