/** `15.1.2.1` against a release: whether it is older than `major.minor`. What is no release is none that is older. */
export function isOlder(version: string, major: number, minor: number): boolean {
  const [first = Number.NaN, second = 0] = version.split('.').map((part) => (part === '' ? Number.NaN : Number(part)));
  return first < major || (first === major && second < minor);
}
