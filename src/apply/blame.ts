/** Which change a refused commit speaks of: the device names the object in its text, never the command. */
import { parentUri } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import { parseFullPath } from '../values/full-path.ts';
import { parseMemberName } from '../values/member-name.ts';
import { parsePort } from '../values/port.ts';
import { uriName } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

interface Mention {
  readonly at: number;
  readonly length: number;
}

/** What stands behind a name that goes on: `/k8s/web` is not named by `/k8s/web.vs`, but it is by `/k8s/web.` at an end. */
const continues = /^(?:[\w/~%-]|[.:]\w)/;
const precedes = /[\w/~.%:-]$/;

/** Where a name stands in a text as a whole word. Bare words of a path are not looked for: any text may hold them. */
function mentionOf(text: string, name: string): Mention | undefined {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!continues.test(text.slice(at + name.length)) && !precedes.test(text.slice(0, at))) {
      return { at, length: name.length };
    }
  }
  return undefined;
}

/** A member by its pool, node and port, `(/k8s/web /k8s/10.0.0.1 http)`, or by its node alone. */
function memberMention(text: string, uri: string): Mention | undefined {
  try {
    const { folder, name } = parseFullPath(uriName(uri));
    const { node, port } = parseMemberName(name);
    const start = `${uriName(parentUri(uri))} ${folder}/${node} `;
    const at = text.indexOf(start);
    const said = at < 0 ? '' : (/^[\w*-]+/.exec(text.slice(at + start.length))?.[0] ?? '');
    if (said !== '' && parsePort(said) === port) return { at, length: start.length + said.length };
    return mentionOf(text, `${folder}/${node}`);
  } catch (error) {
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}

function mention(text: string, { uri, type }: Change): Mention | undefined {
  const own = mentionOf(text, uriName(uri));
  return own ?? (type === 'ltm/pool/members' ? memberMention(text, uri) : undefined);
}

/** How the device calls the types whose objects may have one name. */
const labels: Readonly<Record<string, RegExp>> = {
  'ltm/pool': /pool\W*$/i,
  'ltm/virtual': /virtual server\W*$/i,
  'ltm/monitor': /monitor\W*$/i,
};

function isLabelled(text: string, at: number, type: string): boolean {
  const label = labels[type.startsWith('ltm/monitor/') ? 'ltm/monitor' : type];
  return label?.test(text.slice(0, at)) === true;
}

/**
 * The change that the device's text names first; of several at one place the one with the longest name, then the one
 * whose type the text says. Undefined when the text names none of them.
 */
export function blamed(message: string, changes: readonly Change[]): Change | undefined {
  let best: { readonly change: Change; readonly rank: readonly [number, number, number] } | undefined;
  for (const change of changes) {
    const found = mention(message, change);
    if (found === undefined) continue;
    const rank = [found.at, -found.length, isLabelled(message, found.at, change.type) ? 0 : 1] as const;
    const [at, length, label] = best?.rank ?? [Number.POSITIVE_INFINITY, 0, 0];
    if (rank[0] < at || (rank[0] === at && (rank[1] < length || (rank[1] === length && rank[2] < label)))) {
      best = { change, rank };
    }
  }
  return best?.change;
}
