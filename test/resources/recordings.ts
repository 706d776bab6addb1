/** Recorded answers beside the checkout, when they are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Item, isItem } from '../../src/icontrol/items.ts';
import type { AnyResource } from '../../src/resources/define.ts';
import { resourceOf } from '../../src/resources/tree.ts';

const captures = join(fileURLToPath(new URL('../..', import.meta.url)), '../shared/data/captures');

/** One object or status of a recorded body. */
export interface Recorded {
  readonly resource: AnyResource;
  readonly item: Item;
}

export interface Recording {
  readonly file: string;
  readonly body: unknown;
  readonly objects: readonly Recorded[];
}

/** `tm:net:fdb:tunnel:records:recordsstate` -> the resource of `net/fdb/tunnel/records`. */
function resourceOfKind(kind: unknown): AnyResource | undefined {
  if (typeof kind !== 'string' || !/^tm:.*(state|stats)$/.test(kind) || /collection(state|stats)$/.test(kind)) {
    return undefined;
  }
  const resource = resourceOf(kind.split(':').slice(1, -1).join('/'));
  return resource !== undefined && kind.endsWith('stats') === (resource.form === 'status') ? resource : undefined;
}

/** Every object of a recorded body whose type is in the catalogue. */
function objectsIn(body: unknown): Recorded[] {
  if (Array.isArray(body)) return body.flatMap(objectsIn);
  if (!isItem(body)) return [];
  const resource = resourceOfKind(body['kind']);
  // A placeholder of an anonymised recording is nothing that a device says.
  const real =
    !JSON.stringify(body).includes('"$') && (resource?.form !== undefined || typeof body['name'] === 'string');
  return [
    ...(resource === undefined || !real ? [] : [{ resource, item: body }]),
    ...Object.values(body).flatMap(objectsIn),
  ];
}

/** All of them; none when the folder is absent. */
export function recordings(): readonly Recording[] {
  if (!existsSync(captures)) return [];
  return readdirSync(captures, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((file) => {
      const { response } = JSON.parse(readFileSync(join(captures, file), 'utf8')) as { response?: { body?: unknown } };
      return { file, body: response?.body, objects: objectsIn(response?.body) };
    });
}
