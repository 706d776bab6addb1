/** An explanation as text for people, one line a step. */
import { parseUri } from '../values/uri.ts';
import type { Candidate, Chain, Explanation, ServiceLink } from './explanation.ts';
import { printable } from './notes.ts';

const words = { member: 'member', draining: 'member, draining', held: 'held', out: 'no member' } as const;

function nameOf(uri: string): string {
  return parseUri(uri).at(-1) ?? uri;
}

function portText({ asked, port }: ServiceLink): string {
  if (port === undefined) return `port ${asked}`;
  const more = [
    ...(port.name === '' ? [] : [JSON.stringify(port.name)]),
    port.protocol,
    ...(port.targetPort === undefined ? [] : [`targetPort ${port.targetPort}`]),
    ...(port.nodePort === undefined ? [] : [`nodePort ${port.nodePort}`]),
  ];
  return `port ${port.port} (${more.join(', ')})`;
}

function candidateLines(candidate: Candidate): string[] {
  const { kind, name, source, pods, node, outcome, why, member, arp, fdb } = candidate;
  const facts = [
    ...(source === undefined ? [] : [source]),
    ...(pods === undefined ? [] : [`Pod ${pods.join(', ')}`]),
    ...(kind === 'node' || node === undefined ? [] : [`Node ${node}`]),
  ];
  const sign = outcome === 'out' ? '✗' : outcome === 'held' ? '=' : '✓';
  const head = `      ${sign} ${kind === 'node' ? `Node ${name}` : name}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`;
  const ratio = member?.ratio === undefined ? '' : `, ratio ${member.ratio}`;
  const to = member === undefined ? '' : ` ${member.name}${ratio}`;
  return [
    `${head}: ${words[outcome]}${to}${why === undefined ? '' : `: ${why}`}`,
    ...(arp === undefined
      ? []
      : [`          ${'uri' in arp ? `ARP ${nameOf(arp.uri)} -> ${arp.macAddress}` : `no ARP entry: ${arp.none}`}`]),
    ...(fdb === undefined ? [] : [`          FDB ${nameOf(fdb.uri)} -> ${fdb.endpoint}`]),
  ];
}

function chainLines({ object, outcome, reason, message, virtual, withoutVirtual, pool, services }: Chain): string[] {
  return [
    object,
    ...(virtual === undefined
      ? []
      : [`  virtual server ${nameOf(virtual.uri)}${virtual.destination === '' ? '' : ` at ${virtual.destination}`}`]),
    ...(withoutVirtual === undefined ? [] : [`  ${withoutVirtual}`]),
    ...(outcome === 'held' ? [`  held: ${message ?? ''} [${reason ?? ''}]`] : []),
    ...(pool === undefined ? [] : [`  pool ${nameOf(pool)}`]),
    ...services.flatMap((link) => [
      `    Service ${link.service}, ${portText(link)}${link.weight === undefined ? '' : `, weight ${link.weight}`}`,
      ...(link.problem === undefined || link.problem.message === message
        ? []
        : [`      ${link.problem.message} [${link.problem.reason}]`]),
      ...link.candidates.flatMap(candidateLines),
    ]),
  ];
}

/** Without a line end at the end. */
export function describeExplanation({ chains, note }: Explanation): string {
  return note ?? chains.map((chain) => chainLines(chain).map(printable).join('\n')).join('\n\n');
}
