/** `-f`: a file, a directory (its .yaml, .yml and .json, not recursive), or `-` for standard input. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Diagnostic } from '../diagnostic.ts';
import { mergeSnapshots, parseManifests, type Snapshot } from '../kubernetes/index.ts';
import { nothingRecognised } from '../kubernetes/nothing-recognised.ts';
import { whyUnreadable } from './file-error.ts';
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

async function sourcesOf(value: string, io: Io): Promise<readonly Source[]> {
  if (value === '-') return [{ name: '<stdin>', text: await text(io.stdin) }];
  try {
    const files = await filesOf(value);
    return await Promise.all(files.map(async (name) => ({ name, text: await readFile(name, 'utf8') })));
  } catch (error) {
    throw new UsageError(`cannot read ${value}: ${whyUnreadable(error)}`);
  }
}

function nameOf(value: string): string {
  return value === '-' ? 'standard input' : value;
}

/** Whether there is anything in it that is read, or that is spoken of. */
function saysSomething({ recognised, cisControllers, diagnostics }: Snapshot): boolean {
  return recognised + cisControllers.length + diagnostics.length > 0;
}

/**
 * Reads every `-f`. Throws ManifestSyntaxError for a broken document, and UsageError when there is nothing in it that
 * could be meant: an empty pipe must never look like an empty cluster.
 */
export async function readInput(values: readonly string[], io: Io): Promise<Snapshot> {
  const parts: Snapshot[] = [];
  const empty: Diagnostic[] = [];
  for (const value of values) {
    const sources = await sourcesOf(value, io);
    const read = sources.map(({ name, text: manifest }) => parseManifests(manifest, { source: name }));
    parts.push(...read);
    if (!read.some(saysSomething)) empty.push(nothingRecognised(nameOf(value)));
  }
  const snapshot = mergeSnapshots(parts);
  if (snapshot.recognised === 0) {
    const where = values.map(nameOf).join(', ');
    throw new UsageError(
      `no Service, EndpointSlice, Endpoints, Pod, Node, ConfigMap, Secret, TransportServer or publish list was found in ${where}; nothing was sent`,
    );
  }
  return empty.length === 0 ? snapshot : { ...snapshot, diagnostics: [...snapshot.diagnostics, ...empty] };
}
