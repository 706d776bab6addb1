/** Values that must never come out of this package, one for every field that holds a secret; and how they are found. */
export const CANARY = {
  /** With characters that are spelt differently in JSON, in a URL and in base64. */
  password: 'canary-S3cret-pa"ss/1é',
  newPassword: 'canary-N3w-pa"ss/2é',
  token: 'CANARYTOKENCANARYTOKEN2345',
  proxyPassword: 'canary-proxy-pa:ss@3',
  rule: 'canary_rule_secret "4"',
  privateKey: 'canaryPrivateKeyMIIEvQIBADANBgkq5',
} as const;

/** As it is, in JSON, in JSON inside JSON, in a URL, in base64 alone and as the end of `user:password`. */
function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = ['', 'a:', 'admin:', 'operator:'].map((user) => Buffer.from(`${user}${secret}`).toString('base64'));
  return [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), encodeURI(secret), ...base64];
}

/** Tests with passwords of their own. The last two are the tokens of the mock and of the scripted device, by shape. */
const KNOWN: readonly (readonly [name: string, found: (text: string) => boolean])[] = [
  ...Object.entries(CANARY).map(([name, secret]) => {
    const all = spellings(secret);
    return [name, (text: string) => all.some((spelling) => text.includes(spelling))] as const;
  }),
  ['a password of a test', (text) => /canary-(?:password|proxy|S3cret|pa55)|correct-horse/.test(text)],
  ['a token', (text) => /(?<![\w+/=.-])[A-Z2-7]{26}(?![\w+/=.-])|TOKENA{5}/.test(text)],
];

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const SHAPES = ['canary-(?:password|proxy|S3cret|pa55)', 'correct-horse', '[A-Z2-7]{26}', 'TOKENA{5}'];

/** One look for all of them: hundreds of thousands of texts are searched, and almost none has a secret. */
const ANY = new RegExp([...SHAPES, ...Object.values(CANARY).flatMap(spellings).map(escaped)].join('|'));

/** The names of the secrets that stand in a text. */
export function secretsIn(text: string): readonly string[] {
  if (!ANY.test(text)) return [];
  return KNOWN.filter(([, found]) => found(text)).map(([name]) => name);
}
