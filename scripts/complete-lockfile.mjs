/**
 * Adds the optional platform packages that a registry mirror left out of package-lock.json.
 *
 * npm leaves out what the registry it was run against does not have, and `npm ci` then refuses the lock file on every
 * machine. Run it after `npm install`; test/docs/lockfile.test.ts fails when it is needed.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));

/** `@biomejs/cli-linux-x64-musl` -> `{ os: ['linux'], cpu: ['x64'], libc: ['musl'] }`. */
function platform(name) {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => ['linux', 'darwin', 'win32', 'android'].includes(word));
  const cpu = words.filter((word) => ['x64', 'arm64'].includes(word));
  const libc = os[0] === 'linux' ? [words.includes('musl') ? 'musl' : 'glibc'] : [];
  return { cpu, os, ...(libc.length > 0 ? { libc } : {}) };
}

for (const [from, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (from === '') continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const nested = `${from}/node_modules/${name}`;
    const top = `node_modules/${name}`;
    if (nested in lock.packages || top in lock.packages) continue;
    lock.packages[top] = { version, ...platform(name), ...(dev ? { dev } : {}), optional: true };
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
