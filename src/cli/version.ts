import { readFileSync } from 'node:fs';
import { packageRoot } from './package-root.ts';

/** The version of this package, from its own package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageRoot()), 'utf8'));
  const found =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof found === 'string' ? found : 'unknown';
}
