/** A secret in every spelling that it may take between here and a log: libraries and devices escape what they quote. */

/** Backslashes before an escape: one for each text that it stands in. */
const BACKSLASHES = '\\\\{1,8}';

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const SHORT: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
const hexadecimal = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const anyCase = (hex: string): string => hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** One character: as it is, and inside JSON, JavaScript, URLs, forms and HTML. */
function spellingsOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const inUrl = [...Buffer.from(character, 'utf8')].map((byte) => `%${anyCase(hexadecimal(byte, 2))}`).join('');
  const inJson = units.map((unit) => `${BACKSLASHES}u${anyCase(hexadecimal(unit, 4))}`).join('');
  const short = SHORT[character];
  const named = NAMED[character];
  return [
    /["'/]/.test(character) ? `(?:${BACKSLASHES})?${literal(character)}` : literal(character),
    inUrl,
    inJson,
    `&#(?:0*${code}|[xX]0*${anyCase(code.toString(16))});`,
    ...(short === undefined ? [] : [`${BACKSLASHES}${short}`]),
    ...(named === undefined ? [] : [named]),
    ...(character === ' ' ? ['\\+'] : []),
  ].join('|');
}

/** Backslashes one by one could be shared out in so many ways that looking for them would take for ever. */
function backslashes(count: number): string {
  const others = ['%5[cC]', `${BACKSLASHES}u005[cC]`, '&#(?:92|[xX]5[cC]);'].map((one) => `(?:${one}){${count}}`);
  return [`\\\\{${count},${count * 9}}`, ...others].join('|');
}

/** Finds a secret character by character, each in whatever spelling, and all of it as base64 or hexadecimal digits. */
export function secretPattern(secret: string): RegExp {
  const bytes = Buffer.from(secret, 'utf8');
  const characters = (secret.match(/\\+|[^\\]/gu) ?? [])
    .map((part) => `(?:${part.startsWith('\\') ? backslashes(part.length) : spellingsOf(part)})`)
    .join('');
  const whole = [
    literal(bytes.toString('base64').replace(/=+$/, '')),
    literal(bytes.toString('base64url')),
    anyCase(bytes.toString('hex')),
  ];
  return new RegExp([characters, ...whole].join('|'), 'g');
}
