import { refuse } from '../errors/refusal.ts';
import type { JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { servicePort } from '../values/endpoint.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import { folderOf, type Name, nameOfPath, plainName } from './names.ts';

/** The name that a body gives to a new object, or refuses. */
export function nameOf(kind: Kind, parent: Entry | undefined, body: JsonObject, config: Config): Name {
  if (kind.naming === 'single') return plainName('');
  const special = kind.life?.name?.(body, parent, config);
  const sent = special ?? body['name'];
  const text = typeof sent === 'number' ? String(sent) : sent;
  if (typeof text !== 'string' || text === '') throw refuse('nameMissing');
  if (kind.naming === 'plain') return plainName(text);
  if (text.startsWith('/')) return nameOfPath(text);
  const partition = typeof body['partition'] === 'string' ? body['partition'] : (parent?.partition ?? 'Common');
  const subPath = typeof body['subPath'] === 'string' && body['subPath'] !== '' ? `${body['subPath']}/` : '';
  return nameOfPath(`/${partition}/${subPath}${text}`);
}

/** Refuses an object whose folder does not exist. */
export function checkFolder(kind: Kind, parent: Entry | undefined, name: Name, config: Config): void {
  if (kind.naming !== 'folder' || name.fullPath === '/') return;
  const folder = folderOf(name.fullPath);
  if (config.find('sys/folder', folder) !== undefined) return;
  if (kind.title !== undefined) {
    throw refuse('memberFolderMissing', { path: withService(kind.title(name.fullPath, parent?.fullPath ?? '')) });
  }
  throw refuse('folderMissing', { path: folder });
}

/** A member's path with its port as a service name: only this one refusal has it so. */
export function withService(title: string): string {
  return title.replace(/\d+$/, (port) => servicePort(Number(port)));
}
