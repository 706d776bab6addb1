import { REDACTED, Redactor } from '../log.ts';
import type { Call } from './exchange.ts';

/** Members of a request body whose values are nobody's business but the device's. */
const SECRET_MEMBER = /passw(?:or)?d$|passphrase$|secret$|^bindPw$|^privateKey$|^communityString$|^(?:auth)?token$/i;
/** The text of an iRule; devices quote the line that they do not understand. */
const RULE_MEMBER = 'apiAnonymous';

/** Whether what is given under this name is not to be shown, right or wrong. */
export function isConfidential(name: string): boolean {
  return name === RULE_MEMBER || SECRET_MEMBER.test(name);
}

/** A shorter line is likely to be an everyday word, `}` or `else`. */
const SHORTEST_LINE = 6;
/** A token is named in the path of the request that reads or revokes it. */
const TOKEN_PATH = /\/authz\/tokens\/([^/?]+)/;

interface Found {
  readonly secrets: Set<string>;
  /** There may be thousands, so they are looked for as they are and as in JSON, and in no other spelling. */
  readonly lines: Set<string>;
}

function collect(value: unknown, into: Found): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') collect(member, into);
    else if (SECRET_MEMBER.test(name)) into.secrets.add(member);
    else if (name === RULE_MEMBER) for (const line of member.split('\n')) into.lines.add(line.trim());
  }
}

/** Without the secrets that the request itself brought to the device, which may quote them in its complaint. */
export function withoutSecretsOf({ path, body }: Call, text: string): string {
  const { secrets, lines }: Found = { secrets: new Set(), lines: new Set() };
  const [, token] = TOKEN_PATH.exec(path) ?? [];
  if (token !== undefined) secrets.add(decodeURIComponent(token));
  if (body !== undefined) collect(JSON.parse(Buffer.from(body).toString('utf8')), { secrets, lines });
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  // The longest first, because one may contain another.
  const pieces = [...lines].filter(({ length }) => length >= SHORTEST_LINE).sort((a, b) => b.length - a.length);
  const inJson = (piece: string) => JSON.stringify(piece).slice(1, -1);
  const without = (out: string, piece: string) => out.replaceAll(inJson(piece), REDACTED).replaceAll(piece, REDACTED);
  return pieces.reduce(without, redactor.text(text));
}
