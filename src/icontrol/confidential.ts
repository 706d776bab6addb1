import { REDACTED } from '../log.ts';
import type { Call } from './exchange.ts';

/** Members of a request body whose values are nobody's business but the device's. */
const SECRET_MEMBERS = new Set(['password', 'passphrase', 'secret', 'sharedSecret', 'bindPw', 'encryptedPassword']);
/** The text of an iRule; devices quote the line that they do not understand. */
const RULE_MEMBER = 'apiAnonymous';
/** A shorter piece is likely to be an everyday word, `}` or `else`. */
const SHORTEST = 6;
/** A token is named in the path of the request that reads or revokes it. */
const TOKEN_PATH = /\/authz\/tokens\/([^/?]+)/;

function collect(value: unknown, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') collect(member, into);
    else if (SECRET_MEMBERS.has(name)) into.add(member);
    else if (name === RULE_MEMBER) for (const line of member.split('\n')) into.add(line.trim());
  }
}

/** Without the secrets that the request itself brought to the device, which may quote them in its complaint. */
export function withoutSecretsOf({ path, body }: Call, text: string): string {
  const secrets = new Set<string>();
  const [, token] = TOKEN_PATH.exec(path) ?? [];
  if (token !== undefined) secrets.add(decodeURIComponent(token));
  if (body !== undefined) collect(JSON.parse(Buffer.from(body).toString('utf8')), secrets);
  // The longest first, because one may contain another.
  const pieces = [...secrets].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
  const inJson = (piece: string) => JSON.stringify(piece).slice(1, -1);
  return pieces.reduce((out, piece) => out.replaceAll(inJson(piece), REDACTED).replaceAll(piece, REDACTED), text);
}
