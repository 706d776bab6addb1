/** `-f`: a file, a directory (its .yaml, .yml and .json, not recursive), or `-` for standard input. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { mergeSnapshots, parseManifests, type Snapshot } from '../kubernetes/index.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

interface Source {
  readonly name: string;
  readonly text: string;
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** What Node says of a file, in words: no stack, no error number. */
function unreadable(path: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const why = code === 'ENOENT' ? 'no such file or directory' : code === 'EACCES' ? 'permission denied' : String(error);
  return new UsageError(`cannot read ${path}: ${why}`);
}

async function sourcesOf(value: string, io: Io): Promise<readonly Source[]> {
  if (value === '-') return [{ name: '<stdin>', text: await text(io.stdin) }];
  try {
    const files = await filesOf(value);
    return await Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'utf8') })));
  } catch (error) {
    throw unreadable(value, error);
  }
}

/**
 * Reads every `-f`. Throws ManifestSyntaxError for a broken document, and UsageError when there is nothing in it that
 * could be meant: an empty pipe must never look like an empty cluster.
 */
export async function readInput(values: readonly string[], io: Io): Promise<Snapshot> {
  const sources: Source[] = [];
  for (const value of values) sources.push(...(await sourcesOf(value, io)));
  const snapshot = mergeSnapshots(
    sources.map(({ name, text: manifest }) => parseManifests(manifest, { source: name })),
  );
  if (snapshot.recognised === 0) {
    const where = values.map((value) => (value === '-' ? 'standard input' : value)).join(', ');
    throw new UsageError(
      `no Service, EndpointSlice, Endpoints, Pod, Node, ConfigMap, Secret, TransportServer or publish list was found in ${where}; nothing was sent`,
    );
  }
  return snapshot;
}
