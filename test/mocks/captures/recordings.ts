import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One recorded answer of a real device. */
export interface Recording {
  file: string;
  version: string;
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** Where the recordings lie when they are there: beside the project. */
export const folder = join(import.meta.dirname, '../../../../shared/data/captures');

/** All recorded answers; empty when the folder is not there. */
export function recordings(): Recording[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((area) => readdirSync(join(folder, area.name)).map((file) => `${area.name}/${file}`))
    .sort()
    .map((file) => {
      const { tmosVersion, request, response } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return {
        file,
        version: tmosVersion ?? versionOf(response.body) ?? '15.1.2.1',
        method: request.method,
        path: request.path ?? '',
        status: response.status,
        body: response.body,
      };
    });
}

function versionOf(body: unknown): string | undefined {
  return /[?&]ver=([\d.]+)/.exec(JSON.stringify(body) ?? '')?.[1];
}
