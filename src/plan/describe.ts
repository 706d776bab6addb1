/** A plan as text for people. Plain unless a painter is given. */
import type { Json, Properties } from '../state.ts';
import { bareName } from '../values/full-path.ts';
import { registeredNames, registryType } from '../values/registry.ts';
import { parseUri } from '../values/uri.ts';
import { describeDifference, shortValue } from './describe-difference.ts';
import type { ApplyWith, Change, Plan } from './types.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'dim' | 'bold';
/** Colours a text, or does not. */
export type Painter = (colour: Colour, text: string) => string;

export const plain: Painter = (_colour, text) => text;

const signs = {
  create: { sign: '+', colour: 'green', word: 'to create' },
  modify: { sign: '~', colour: 'yellow', word: 'to modify' },
  replace: { sign: '±', colour: 'red', word: 'to replace' },
  delete: { sign: '-', colour: 'red', word: 'to delete' },
} as const;

/** The name of an object as F5 writes it, and what it is part of. */
export function displayName(uri: string): string {
  const segments = parseUri(uri);
  const name = segments.at(-1) ?? uri;
  const parent = segments.at(-3);
  if (parent === undefined || !parent.startsWith('/')) return name;
  return `${bareName(name)} in ${parent}`;
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** `SNAT automap`, `SNAT /Common/pool`. */
function snatText(value: Json | undefined): readonly string[] {
  const { type, pool } = fields(value);
  return typeof type !== 'string'
    ? []
    : [type === 'none' ? 'no SNAT' : `SNAT ${typeof pool === 'string' ? pool : type}`];
}

function fields(value: Json | undefined): Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

/** SSL profiles, and others that are for one side alone: those for both sides are of the protocol. */
function sidesOf(value: Json | undefined): readonly string[] {
  const profiles = Array.isArray(value) ? value.map(fields) : [];
  return ['clientside', 'serverside'].flatMap((side) => {
    const names = profiles.filter(({ context }) => context === side).map(({ name }) => String(name));
    return names.length === 0 ? [] : [`${side} ${names.join(' ')}`];
  });
}

/** What a virtual server has besides its destination. */
function virtualParts({ pool, profiles, sourceAddressTranslation, rules, vlans }: Properties): readonly string[] {
  return [
    ...(typeof pool === 'string' ? [`pool ${bareName(pool)}`] : []),
    ...sidesOf(profiles),
    ...snatText(sourceAddressTranslation),
    ...(texts(rules).length === 0 ? [] : [`rules ${texts(rules).join(' ')}`]),
    ...(texts(vlans).length === 0 ? [] : [`VLANs ${texts(vlans).join(' ')}`]),
  ];
}

/** What a person wants to see of an object that is made. */
function summary(type: string, after: Properties): string {
  const show = (...keys: readonly string[]): string =>
    keys.flatMap((key) => (after[key] === undefined ? [] : [shortValue(after[key])])).join(' ');
  switch (type) {
    case 'ltm/virtual':
      return [show('destination', 'ipProtocol'), ...virtualParts(after)].join(', ');
    case 'ltm/pool':
      return show('loadBalancingMode', 'monitor');
    case 'ltm/pool/members':
      return after['session'] === 'user-disabled' ? 'draining' : '';
    case 'ltm/persistence/source-addr':
      return `${show('timeout')} s`;
    case 'net/fdb/tunnel/records':
      return `-> ${show('endpoint')}`;
    case 'net/route':
      return `${show('network')} -> ${show('gw')}`;
    case 'net/arp':
    case 'net/ndp':
      return `-> ${show('macAddress')}`;
    case registryType:
      return registrySize(after);
    default:
      return '';
  }
}

function registrySize({ records }: Properties): string {
  const count = registeredNames(records).length;
  return `remembers ${count} FDB record${count === 1 ? '' : 's'} as ours`;
}

/** What a member's drain looks like on the wire is no news to a person. */
function drainWord({ type, after }: Change): string | undefined {
  if (type !== 'ltm/pool/members' || after?.['session'] === undefined) return undefined;
  return after['session'] === 'user-disabled' ? 'drain: no new connections' : 'takes traffic again';
}

function seconds(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1_000)} s`;
}

/** Why, and how: a member that goes is drained where that was asked for. */
function remark({ action, type, reason }: Change, { drain }: ApplyWith): string {
  const drained = drain !== undefined && action === 'delete' && type === 'ltm/pool/members';
  const words = [
    ...(reason === undefined ? [] : [reason]),
    ...(drained ? [`drained before removal, at most ${seconds(drain)}`] : []),
  ];
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

function detail(change: Change, applyWith: ApplyWith): string {
  const { action, type, before, after } = change;
  const why = remark(change, applyWith);
  if (action === 'delete') return why;
  if (action === 'create') return `  ${summary(type, after ?? {})}${why}`;
  if (type === registryType) return `  ${registrySize(after ?? {})}${why}`;
  const drained = drainWord(change);
  if (drained !== undefined) return `  ${drained}${why}`;
  const differences = Object.entries(after ?? {})
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before?.[key]))
    .map(([key, value]) => describeDifference(key, before?.[key], value));
  return `  ${[...differences, ...keeps(change)].join(', ')}${why}`;
}

/** Of an object that is made again a person wants to know what of his goes over to the new one. */
function keeps({ action, before = {}, after = {} }: Change): readonly string[] {
  if (action !== 'replace') return [];
  const same = Object.keys(after).filter(
    (key) => key !== 'metadata' && JSON.stringify(after[key]) === JSON.stringify(before[key]),
  );
  return same.length === 0 ? [] : [`keeps ${same.join(' and ')}`];
}

/** One line: `3 to create, 1 to delete`, or `no changes`. */
export function summarisePlan({ changes, conflicts, kept, held, unsaved = [] }: Plan): string {
  const counts = (['create', 'modify', 'replace', 'delete'] as const).flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${signs[action].word}`];
  });
  const others = [
    ...(conflicts.length === 0 ? [] : [`${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}`]),
    ...(held.length === 0 ? [] : [`${held.length} held`]),
    ...(kept.length === 0 ? [] : [`${kept.length} kept`]),
  ];
  const saves = unsaved.length === 0 ? [] : ['a save that is due'];
  return [...(counts.length === 0 ? ['no changes'] : counts), ...saves, ...others].join(', ');
}

/** What an apply does besides the changes. */
export function describeApplyWith({ wait, rollbackOnFailure }: ApplyWith): readonly string[] {
  return [
    ...(rollbackOnFailure === true ? ['When a part fails and another was done, all of it is undone again.'] : []),
    ...(wait === undefined ? [] : [`Then up to ${seconds(wait)} are waited for the pool members to take traffic.`]),
  ];
}

/** The plan in full, one line an object, without a line end at the end. */
export function describePlan(plan: Plan, paint: Painter = plain): string {
  const { applyWith = {} } = plan;
  const width = plan.changes.reduce((longest, { type }) => Math.max(longest, type.length), 0);
  const lines = plan.changes.map((change) => {
    const { sign, colour } = signs[change.action];
    return `  ${paint(colour, sign)} ${paint('dim', change.type.padEnd(width))}  ${displayName(change.uri)}${detail(change, applyWith)}`.trimEnd();
  });
  const others = [
    ...plan.conflicts.map(({ uri, message }) => `  ${paint('red', '!')} ${displayName(uri)}: ${message}`),
    ...plan.held.map(({ uri, reason }) => `  ${paint('cyan', '=')} ${displayName(uri)} is held: ${reason}`),
    ...plan.kept.map(({ uri }) => `  ${paint('dim', '·')} ${displayName(uri)} is ours, not in the input, and kept`),
  ];
  return [paint('bold', `Plan: ${summarisePlan(plan)}`), ...lines, ...others, ...describeApplyWith(applyWith)].join(
    '\n',
  );
}
